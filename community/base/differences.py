"""What changed between two texts, word by word: the standard library's difflib, kept from taking seconds.

Lines are compared first, then the words of what stands where other lines stood. difflib's time can grow with the cube
of what it is given, so what is compared by words has a budget; beyond it, old and new stand whole beside each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")  # with the blank behind it: blanks alone would match everywhere
_PIECE = re.compile(r"\w+|[^\w\s]|\s")
_LINES_SQUARED = 1_000_000  # lines of one text times lines of the other
_WORDS_SQUARED = 1_500_000  # the same for words, in all of a comparison
_SHOWN_AROUND = 160
_WORTH_LEAVING_OUT = 600


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text that is the same, added or removed. `left_out` signs of a long same one are not in `text`,
    they stood between it and `rest`.
    """

    kind: str
    text: str
    left_out: int = 0
    rest: str = ""


def differences(old: str, new: str) -> list[Stretch]:
    """Returns the stretches that lead from the old text to the new, in reading order, removed before added.

    Long stretches that are the same are shortened to what stands around the changes. Takes less than a second for
    texts of 40,000 signs, whatever they are.
    """
    stretches = list(_joined(_by_lines(old, new)))
    last = len(stretches) - 1
    return [_shortened(one, is_first=i == 0, is_last=i == last) for i, one in enumerate(stretches)]


def _by_lines(old: str, new: str) -> Iterator[Stretch]:
    was, now = old.splitlines(keepends=True), new.splitlines(keepends=True)
    budget = _Budget(_WORDS_SQUARED)
    if len(was) * len(now) > _LINES_SQUARED:
        yield from _by_words(old, new, budget)
        return
    for tag, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
        if tag == "equal":
            yield Stretch(SAME, "".join(was[a:b]))
        elif b - a == d - c:  # as many lines as before: each was changed where it stands
            for before, after in zip(was[a:b], now[c:d], strict=True):
                yield from _by_words(before, after, budget)
        else:
            yield from _by_words("".join(was[a:b]), "".join(now[c:d]), budget)


def _by_words(old: str, new: str, budget: "_Budget") -> Iterator[Stretch]:
    was, now = _WORD.findall(old), _WORD.findall(new)
    head = _common(was, now)
    tail = _common(was[head:][::-1], now[head:][::-1])
    yield from _some(SAME, was[:head])
    yield from _middle(was[head : len(was) - tail], now[head : len(now) - tail], budget)
    yield from _some(SAME, was[len(was) - tail :])


def _middle(was: list[str], now: list[str], budget: "_Budget") -> Iterator[Stretch]:
    if not budget.allows(len(was) * len(now)):
        yield from _some(REMOVED, was)
        yield from _some(ADDED, now)
        return
    for tag, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
        if tag == "equal":
            yield from _some(SAME, was[a:b])
        else:
            yield from _some(REMOVED, was[a:b])
            yield from _some(ADDED, now[c:d])


class _Budget:
    """How much may still be compared by words."""

    def __init__(self, left: int) -> None:
        self.left = left

    def allows(self, cost: int) -> bool:
        """Returns whether there is enough left, and takes it."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


def _common(one: list[str], other: list[str]) -> int:
    """Returns how many words two lists begin with in common."""
    length = min(len(one), len(other))
    return next((i for i in range(length) if one[i] != other[i]), length)


def _some(kind: str, words: list[str]) -> Iterator[Stretch]:
    if words:
        yield Stretch(kind, "".join(words))


def _joined(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Yields stretches of one kind as one; between two same ones, all that was removed comes before what was added."""
    same = removed = added = ""
    for one in stretches:
        if one.kind == SAME and (removed or added):
            before, removed, added, after = _trimmed(removed, added)
            yield from _block(same + before, removed, added)
            same, removed, added = after, "", ""
        same += one.text if one.kind == SAME else ""
        removed += one.text if one.kind == REMOVED else ""
        added += one.text if one.kind == ADDED else ""
    before, removed, added, after = _trimmed(removed, added)
    yield from _block(same + before, removed, added)
    yield from _block(after, "", "")


def _trimmed(removed: str, added: str) -> tuple[str, str, str, str]:
    """Returns what both begin with, what is left of each, and what both end with: blanks hang on words above."""
    was, now = _PIECE.findall(removed), _PIECE.findall(added)
    head = _common(was, now)
    tail = _common(was[head:][::-1], now[head:][::-1])
    left, put = was[head : len(was) - tail], now[head : len(now) - tail]
    return "".join(was[:head]), "".join(left), "".join(put), "".join(was[len(was) - tail :])


def _block(same: str, removed: str, added: str) -> Iterator[Stretch]:
    for kind, text in ((SAME, same), (REMOVED, removed), (ADDED, added)):
        if text:
            yield Stretch(kind, text)


def _shortened(one: Stretch, *, is_first: bool, is_last: bool) -> Stretch:
    if one.kind != SAME or len(one.text) <= _WORTH_LEAVING_OUT:
        return one
    before = "" if is_first else one.text[:_SHOWN_AROUND].rsplit(" ", 1)[0]
    after = "" if is_last else one.text[-_SHOWN_AROUND:].split(" ", 1)[-1]
    return Stretch(SAME, before, left_out=len(one.text) - len(before) - len(after), rest=after)
