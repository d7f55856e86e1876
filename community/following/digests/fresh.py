"""What is new in a stretch of time, read once for everybody whose digest covers it. Three queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from community.catalogue.models import Entry, EntryTag, Passage
from community.catalogue.sources import entry_kinds


@dataclass(frozen=True, slots=True)
class Thing:
    """An entry of the catalogue in which something is new. `url` is without a language."""

    id: int
    kind: str
    title: str
    url: str
    summary: str
    language: str
    space_id: int | None
    audience: str
    author_id: int | None
    city_id: int | None
    published_at: datetime
    replies: int
    is_solved: bool
    tags: frozenset[int]

    @property
    def is_in_library(self) -> bool:
        """Returns whether it is a page of the library, not a talk."""
        return entry_kinds[self.kind].in_library


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage: a post, or a stretch of a page; `anchor` leads to it from the entry's address."""

    number: int
    at: datetime
    author_id: int | None
    anchor: str


@dataclass
class Fresh:
    """Entries with something new in (since, until], their new passages in order, and by what one comes to an entry."""

    since: datetime
    until: datetime
    things: dict[int, Thing] = field(default_factory=dict)
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    by_tag: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_space: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_author: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


_COLUMNS = (
    "id", "kind", "title", "url", "summary", "language", "space_id", "audience", "author_id", "city_id", "published_at",
    "replies", "is_solved",
)  # fmt: skip


def fresh_between(since: datetime, until: datetime, *, also: Iterable[int] = ()) -> Fresh:
    """Returns what is new after a moment, up to another one, whoever may see it. People's profiles are no news."""
    fresh = Fresh(since, until)
    moved = Q(moves=True, last_activity_at__gt=since)
    rows = Entry.objects.filter(moved, is_listed=True).exclude(kind__in=("person", "city", "space"))
    kinds = {row["id"]: row for row in rows.values(*_COLUMNS)}
    passages = Passage.objects.filter(entry__in=list(kinds), at__gt=since, at__lte=until).order_by("entry", "number")
    for entry_id, number, at, author_id, anchor in passages.values_list("entry", "number", "at", "author", "anchor"):
        fresh.pieces.setdefault(entry_id, []).append(Piece(number, at, author_id, anchor))
    tags = defaultdict(set)
    for entry_id, tag_id, merged_id in EntryTag.objects.filter(content_object__in=list(fresh.pieces)).values_list(
        "content_object", "tag", "tag__merged_into"
    ):
        tags[entry_id].add(merged_id or tag_id)
    for entry_id in fresh.pieces:
        _add(fresh, Thing(**kinds[entry_id], tags=frozenset(tags[entry_id])))
    return fresh


def _add(fresh: Fresh, thing: Thing) -> None:
    fresh.things[thing.id] = thing
    for tag_id in thing.tags:
        fresh.by_tag[tag_id].append(thing.id)
    if thing.space_id is not None:
        fresh.by_space[thing.space_id].append(thing.id)
    if thing.author_id is not None:
        fresh.by_author[thing.author_id].append(thing.id)
