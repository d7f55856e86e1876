"""From what somebody typed to what the engine is asked: words with their lemmas, phrases, and names of tags."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from community.base.language import LONGEST_WORD, is_stop_word, normal, tokens_sought, tokens_unmarked, words
from community.base.letters import fold
from community.catalogue.engine.indexing import tag_token
from community.catalogue.engine.terms import Clause, Phrase, Term
from community.catalogue.models import KnownForm
from community.tags.queries import TagNames, vocabulary

LONGEST_QUERY = 300
MOST_WORDS = 16
_QUOTED = re.compile(r'["„“”]([^"„“”]{1,200})["„“”]')


@dataclass(frozen=True)
class TypedWord:
    """A word as typed: what it says, what is looked for by it, and all it could mean without Polish letters.

    `sought` is what it says, and more where it was hardly meant so: `ogrod` is a form of the rare *ogroda*, but people
    mean *ogród*. A word that is its own lemma (`sad`) means itself, unless nothing is found by it.
    """

    text: str
    strict: Term
    sought: Term
    wide: Term


@dataclass(frozen=True)
class Typed:
    """A query that was read. `is_cut` says that it had more words than are looked for."""

    words: tuple[TypedWord, ...]
    phrases: tuple[Phrase, ...]
    tags: tuple[TagNames, ...]
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        """Returns whether there is nothing to look for."""
        return not self.words and not self.phrases

    def clauses(self, *, wide: bool = False) -> list[Clause]:
        """Returns one clause for each word or name of a tag, and for each phrase."""
        return self._clauses([word.wide if wide else word.sought for word in self.words])

    def literal_clauses(self) -> list[Clause]:
        """Returns the clauses of what was typed to the letter, or tagged so: what meets them is a better hit."""
        terms = [word.strict for word in self.words]
        return _with_tags(terms, self.tags, by_name=False) + self._phrases

    def _clauses(self, terms: list[Term]) -> list[Clause]:
        return _with_tags(terms, self.tags) + self._phrases

    @property
    def _phrases(self) -> list[Clause]:
        return [Clause((phrase,)) for phrase in self.phrases]


def read_query(text: str) -> Typed:
    """Returns what a query asks for; nothing in it is an operator but quotation marks. Two queries at most."""
    return read_queries([text])[0]


def read_queries(texts: Iterable[str]) -> list[Typed]:
    """Returns what queries ask for, as `read_query`, in their order. Two queries at most, for any number."""
    split = [_split(text) for text in texts]
    all_words = [wanted[:MOST_WORDS] for wanted, _phrases in split]
    meant = _meant(form for some in all_words for form in _unmarked(some))
    tags = tuple(vocabulary()) if any(all_words) else ()
    return [
        Typed(_typed_words(some, meant), phrases, tags if some else (), len(wanted) > MOST_WORDS)
        for some, (wanted, phrases) in zip(all_words, split, strict=True)
    ]


def _split(text: str) -> tuple[list[str], tuple[Phrase, ...]]:
    """Returns the words of a query, each once, and its phrases."""
    text = normal(text.replace("\x00", " "))[:LONGEST_QUERY]
    phrases = tuple(phrase for quoted in _QUOTED.findall(text) if (phrase := _phrase(quoted)).forms)
    plain = [match[0] for match in words(_QUOTED.sub(" ", text))]
    wanted = list({word.lower(): word for word in plain if not is_stop_word(word)}.values())
    if plain and not wanted and not phrases:
        phrases = (_phrase(" ".join(plain)),)
    return wanted, phrases


def _phrase(text: str) -> Phrase:
    return Phrase(tuple(fold(match[0])[:LONGEST_WORD] for match in words(text)))


def _typed_words(wanted: Sequence[str], meant: Mapping[str, Term]) -> tuple[TypedWord, ...]:
    """A word that the dictionary does not know is read at once as if it had been typed without Polish letters."""
    is_unmarked = all(word.isascii() for word in wanted)
    asked = _unmarked(wanted)
    typed = []
    for word in wanted:
        strict = tokens_sought(word)
        wide = strict | (meant.get(fold(word), frozenset()) if fold(word) in asked else frozenset())
        if not word.isascii():
            wide |= tokens_unmarked(word)
        is_itself = word.lower() in strict or not is_unmarked
        typed.append(TypedWord(word, strict, wide if _is_unknown(strict) or not is_itself else strict, wide))
    return tuple(typed)


def _unmarked(wanted: Iterable[str]) -> set[str]:
    """Returns those of some words, folded, that may have been typed without Polish letters."""
    may_be = (word for word in wanted if word.isascii() or _is_unknown(tokens_sought(word)))
    return {fold(word) for word in may_be if not word.isdigit()}


def _is_unknown(tokens: Term) -> bool:
    return any(token.startswith("p_") for token in tokens)


def _meant(folded: Iterable[str]) -> dict[str, frozenset[str]]:
    """Returns the lemmas whose forms would look like these words without Polish letters. One query."""
    wanted = set(folded)
    meant: dict[str, frozenset[str]] = {}
    if wanted:
        for form, lemma in KnownForm.objects.filter(folded__in=wanted).values_list("folded", "lemma"):
            meant[form] = meant.get(form, frozenset()) | {lemma}
    return meant


def _with_tags(terms: Sequence[Term], tags: Iterable[TagNames], *, by_name: bool = True) -> list[Clause]:
    """Returns clauses in which a name of a tag stands for the tag itself and, `by_name`, for all its other names."""
    clauses: list[Clause] = []
    place = 0
    names = [(name, tag) for tag in tags for name in tag.names]
    names.sort(key=lambda pair: -len(pair[0]))
    while place < len(terms):
        spoken = next(((n, tag) for n, tag in names if _stands_at(n, terms, place)), None)
        length = len(spoken[0]) if spoken else 1
        own = tuple(terms[place : place + length])
        others = _other_names(own, spoken[1], by_name) if spoken else []
        clauses.append(Clause((own, *others)))
        place += length
    return clauses


def _stands_at(name: tuple[Term, ...], terms: Sequence[Term], place: int) -> bool:
    part = terms[place : place + len(name)]
    return len(part) == len(name) > 0 and all(term & word for term, word in zip(name, part, strict=True))


def _other_names(own: tuple[Term, ...], tag: TagNames, by_name: bool) -> list[tuple[Term, ...]]:
    by_tag = [(frozenset({tag_token(tag_id)}),) for tag_id in tag.ids]
    return [name for name in tag.names if by_name and name != own] + by_tag
