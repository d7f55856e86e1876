"""Choosing tags by what somebody types: another name, another ending, no Polish letters, a spelling mistake."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from community.base.language import is_stop_word, normal, tokens_sought, words
from community.spaces.rules import Viewer
from community.tags.models import Tag, TagName, name_key
from community.tags.queries.vocabulary import read_name
from community.tags.rules import tags_visible_to

LONGEST_TYPED = 100
_CLOSE = 0.6
_BEGINNING = 6


@dataclass(frozen=True)
class Choice:
    """A tag to choose, with its other names: synonyms, and the names of tags merged into it."""

    tag: Tag
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A tag offered while typing; `by` is the other name that fits, when it was not the tag's own."""

    tag: Tag
    by: str = ""


def choices_for(viewer: Viewer, *, also: Iterable[int] = ()) -> "Choices":
    """Returns the tags a viewer may choose (and those of `also`, by id, when they see no such tag). Two queries."""
    rows = Tag.objects.select_related("space").filter(pk__in=tags_visible_to(viewer).values("pk"))
    rows = rows | Tag.objects.select_related("space").filter(pk__in=list(also))
    tags = list(rows.order_by("sort_key", "pk"))
    merged = {tag.pk: tag.merged_into_id for tag in tags if tag.merged_into_id}
    others: dict[int, list[str]] = defaultdict(list)
    for tag in tags:
        if tag.merged_into_id:
            others[tag.merged_into_id].append(tag.name)
    named = TagName.objects.filter(tag__in=[tag.pk for tag in tags]).order_by("key")
    for tag_id, name in named.values_list("tag_id", "name"):
        others[merged.get(tag_id, tag_id)].append(name)
    return Choices([Choice(tag, tuple(others[tag.pk])) for tag in tags if not tag.merged_into_id])


class Choices:
    """Tags to choose from, in Polish order."""

    def __init__(self, rows: list[Choice]) -> None:
        self.rows = rows

    def find(self, typed: str) -> Tag | None:
        """Returns the tag that a typed name means: one of its names, or the only one that differs in endings."""
        key = name_key(normal(typed)[:LONGEST_TYPED])
        return self._by_key.get(key) or self._inflected(typed[:LONGEST_TYPED])

    def nearest(self, typed: str, *, limit: int = 3) -> list[Tag]:
        """Returns the tags whose names look most like what was typed, the nearest first; none when none is near."""
        key, sought = name_key(normal(typed)[:LONGEST_TYPED]), _sought(typed[:LONGEST_TYPED])
        beginnings = _beginnings(key)
        ranked = []
        for place, (name, row) in enumerate(self._names):
            likeness = _likeness(key, name_key(name))
            shared = not beginnings.isdisjoint(_beginnings(name_key(name)))
            shared = shared or any(term & word for term in sought for word in read_name(name))
            if likeness >= _CLOSE or shared:
                ranked.append((-likeness - shared, place, row.tag))
        ranked.sort(key=lambda found: found[:2])
        return list(dict.fromkeys(tag for _likeness, _place, tag in ranked))[:limit]

    def suggested(self, typed: str, *, space_id: int | None, limit: int = 8) -> list[Suggestion]:
        """Returns tags that begin with what was typed, hold a word that does, or its other forms, the best first.

        Tags of the space come before others of the same fit. Nothing typed: the space's own tags.
        """
        key = name_key(normal(typed)[:LONGEST_TYPED])
        if not key:
            return [Suggestion(row.tag) for row in self.rows if row.tag.space_id == space_id][:limit]
        sought = _sought(typed[:LONGEST_TYPED])
        best: dict[int, tuple[tuple[int, bool, bool], Suggestion]] = {}
        for name, row in self._names:
            rank = _rank(key, sought, name)
            if rank is None:
                continue
            is_own = name == row.tag.name
            place = (rank, row.tag.space_id not in (space_id, None), not is_own)
            if row.tag.pk not in best or place < best[row.tag.pk][0]:
                best[row.tag.pk] = (place, Suggestion(row.tag, "" if is_own else name))
        return [found for _place, found in sorted(best.values(), key=lambda pair: pair[0])][:limit]

    @cached_property
    def _names(self) -> list[tuple[str, Choice]]:
        return [(name, row) for row in self.rows for name in (row.tag.name, *row.others)]

    @cached_property
    def _by_key(self) -> dict[str, Tag]:
        """Returns tags by each name folded; without its brackets a name counts where it is nobody else's."""
        found = {name_key(name.split("(")[0]): row.tag for name, row in self._names}
        return found | {name_key(name): row.tag for name, row in self._names}

    def _inflected(self, typed: str) -> Tag | None:
        sought = _sought(typed)
        meant = {
            row.tag.pk: row.tag
            for name, row in self._names
            if len(reading := read_name(name)) == len(sought) > 0
            and all(term & word for term, word in zip(sought, reading, strict=True))
        }
        return next(iter(meant.values())) if len(meant) == 1 else None


def _sought(typed: str) -> list[frozenset[str]]:
    return [tokens_sought(match[0]) for match in words(normal(typed)) if not is_stop_word(match[0])]


def _rank(key: str, sought: list[frozenset[str]], name: str) -> int | None:
    """Returns how well a name fits what was typed: 0 the same, 1 begins so, 2 words begin so, 3 forms, None not."""
    own = name_key(name)
    if own == key:
        return 0
    if own.startswith(key):
        return 1
    parts = [match[0] for match in words(own)]
    if all(any(part.startswith(typed[0]) for part in parts) for typed in words(key)):
        return 2
    reading = read_name(name)
    return 3 if sought and all(any(term & word for word in reading) for term in sought) else None


def _beginnings(key: str) -> set[str]:
    """Returns how the longer words of a folded name begin: what they share whatever their endings and letters."""
    return {match[0][:_BEGINNING] for match in words(key) if len(match[0]) >= _BEGINNING}


def _likeness(key: str, other: str) -> float:
    matcher = SequenceMatcher(None, key, other)
    return matcher.ratio() if matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE else 0.0
