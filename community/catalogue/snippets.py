"""The words that were found, in their sentence: which forms to mark, and which stretch of a text shows most of them.

Nothing is analysed here per row: the forms of the sought lemmas are made once, and texts are compared with them. Only
a word that the dictionary does not know is asked for its stem, and only when it begins like a sought one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from community.base.language import forms_of, lemmas_of, normal, tokens_of, words
from community.base.letters import fold
from community.catalogue.engine.terms import Clause, Phrase

LENGTH = 220
_READ_AT_MOST = 30_000
_LEAD = 60
_SAME_BEGINNING = 3
Piece = tuple[str, bool]


@dataclass(frozen=True)
class Marker:
    """The forms to be marked (lower case), the folded ones for texts without Polish letters, stems, and phrases."""

    forms: frozenset[str]
    folded: frozenset[str]
    stems: frozenset[str]
    beginnings: frozenset[str]
    phrased: frozenset[str]

    def marks(self, word: str) -> bool:
        """Returns whether a word of a text is one of those that were looked for."""
        lower = word.lower()
        if lower in self.forms or (self.phrased and fold(word) in self.phrased):
            return True
        if lower[:_SAME_BEGINNING] in self.beginnings and self.stems & tokens_of(lower):
            return True
        return lower.isascii() and lower in self.folded and not lemmas_of(lower)


def marker(clauses: Iterable[Clause]) -> Marker:
    """Returns what to mark for a query, in whichever words it was met."""
    forms, stems, phrased = set[str](), set[str](), set[str]()
    for clause in clauses:
        for alternative in clause.alternatives:
            if isinstance(alternative, Phrase):
                phrased |= set(alternative.forms)
                continue
            for token in (token for term in alternative for token in term if not token.startswith("t_")):
                if token[:2] in ("p_", "e_"):
                    stems.add(token)
                else:
                    forms |= forms_of(token)
    folded = {fold(form) for form in forms}
    beginnings = {stem[2 : 2 + _SAME_BEGINNING] for stem in stems}
    return Marker(frozenset(forms), frozenset(folded), frozenset(stems), frozenset(beginnings), frozenset(phrased))


def marked(text: str, by: Marker) -> list[Piece]:
    """Returns a whole text in pieces, each with whether it is marked."""
    text = normal(text)
    return _pieces(text, [match.span() for match in words(text) if by.marks(match[0])])


def snippet(text: str, by: Marker, *, length: int = LENGTH) -> list[Piece]:
    """Returns the stretch of a text with the most different marked words, in pieces; its beginning without any."""
    text = normal(text)
    spans = [match.span() for match in words(text[:_READ_AT_MOST]) if by.marks(match[0])]
    start = _best_start(text, spans, length)
    start, end = _whole_words(text, start, length)
    inside = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
    pieces = _pieces(text[start:end], inside)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return [*([(before, False)] if before else []), *pieces, *([(after, False)] if after else [])]


def _best_start(text: str, spans: Sequence[tuple[int, int]], length: int) -> int:
    """Returns where the stretch with the most different words begins; a window moves over the spans once."""
    found = [text[a:b].lower() for a, b in spans]
    near = Counter[str]()
    best, most, beyond = 0, 0, 0
    for number, (place, _end) in enumerate(spans):
        while beyond < len(spans) and spans[beyond][1] <= place + length - _LEAD:
            near[found[beyond]] += 1
            beyond += 1
        if len(near) > most:
            best, most = place, len(near)
        if beyond > number:
            near -= Counter((found[number],))
        beyond = max(beyond, number + 1)
    return best


def _whole_words(text: str, first: int, length: int) -> tuple[int, int]:
    """Returns a stretch around a place that begins and ends between words, at a sentence where one begins nearby."""
    start = max(0, first - _LEAD)
    if start:
        sentence = text.rfind(". ", max(0, start - _LEAD), first)
        space = text.find(" ", start, first)
        start = sentence + 2 if sentence >= 0 else space + 1 if space >= 0 else first
    end = start + length
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start, end)
    return start, space if space > first else end


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for start, end in spans:
        if start > place:
            pieces.append((text[place:start], False))
        pieces.append((text[start:end], True))
        place = end
    if place < len(text):
        pieces.append((text[place:], False))
    return pieces
