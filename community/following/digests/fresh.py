"""What is new in a stretch of time, read once for everybody whose digest covers it. Three queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from community.catalogue.models import Entry, EntryTag, Passage
from community.catalogue.queries.wording import Wording, worded
from community.catalogue.sources import library_kinds
from community.spaces.models import Audience


@dataclass(frozen=True, slots=True)
class Thing:
    """An entry of the catalogue in which something is new. Addresses are without a language.

    `about_id`: the entry of which it is the discussion. `other_…`: the same in its other language, where there is one.
    """

    id: int
    kind: str
    title: str
    url: str
    audience: str
    published_at: datetime
    space_id: int | None = None
    author_id: int | None = None
    about_id: int | None = None
    summary: str = ""
    language: str = "pl"
    other_language: str = ""
    other_title: str = ""
    other_url: str = ""
    other_summary: str = ""
    replies: int = 0
    is_solved: bool = False
    is_duplicate: bool = False
    is_in_library: bool = False
    tags: frozenset[int] = frozenset()

    def language_for(self, reading: str) -> str:
        """Returns the language in which a reader gets it: their own, if it is there in that one."""
        return self.other_language if self.other_language == reading != self.language else self.language

    def wording(self) -> Wording:
        """Returns its words for whoever reads in the current language."""
        return worded(
            self.kind, self.language, self.title, self.url, self.summary,
            self.other_language, self.other_title, self.other_url, self.other_summary,
        )  # fmt: skip


class Piece(NamedTuple):
    """A passage: a post, or a stretch of a page; `anchor` leads to it from the entry's address."""

    number: int
    at: datetime
    author_id: int | None
    anchor: str = ""
    language: str = "pl"


Ids = defaultdict[int, set[int]]


_MOST_KEPT = 50


def _ids() -> Ids:
    return defaultdict(set)


@dataclass
class Fresh:
    """Entries with something new after `since`, their new passages in order, and what leads to an entry.

    `by_writer` are entries in which somebody wrote something new, `by_starter` those that somebody began; `by_about`
    discussions by what they are about; `closed` what only members of a space may see; `standings` are composing's.
    """

    since: datetime
    until: datetime
    things: dict[int, Thing] = field(default_factory=dict)
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    by_tag: Ids = field(default_factory=_ids)
    by_space: Ids = field(default_factory=_ids)
    by_writer: Ids = field(default_factory=_ids)
    by_starter: Ids = field(default_factory=_ids)
    by_about: Ids = field(default_factory=_ids)
    closed: Ids = field(default_factory=_ids)
    library: set[int] = field(default_factory=set)
    standings: dict[int, tuple[float, float, int]] = field(default_factory=dict)
    _later: "dict[datetime, Fresh]" = field(default_factory=dict, repr=False)

    def add(self, thing: Thing, pieces: list[Piece]) -> None:
        """Takes in an entry with its new passages."""
        self.things[thing.id], self.pieces[thing.id] = thing, pieces
        for tag_id in thing.tags:
            self.by_tag[tag_id].add(thing.id)
        for piece in pieces:
            self.by_writer[piece.author_id or 0].add(thing.id)
        self.by_space[thing.space_id or 0].add(thing.id)
        self.by_starter[thing.author_id or 0].add(thing.id)
        if thing.about_id:
            self.by_about[thing.about_id].add(thing.id)
        if thing.audience not in (Audience.PUBLIC, Audience.COMMUNITY):
            self.closed[thing.space_id or 0].add(thing.id)
        if thing.is_in_library:
            self.library.add(thing.id)

    def after(self, since: datetime) -> "Fresh":
        """Returns what of it is new after a later moment; worked out once for each moment."""
        if since <= self.since:
            return self
        later = self._later.get(since)
        if later is None:
            if len(self._later) >= _MOST_KEPT:
                self._later.clear()
            later = self._later[since] = Fresh(since, self.until)
            for entry_id, pieces in self.pieces.items():
                if rest := [piece for piece in pieces if piece.at > since]:
                    later.add(self.things[entry_id], rest)
        return later


_COLUMNS = (
    "id", "kind", "title", "url", "audience", "published_at", "space_id", "author_id", "about_id", "summary",
    "language", "other_language", "other_title", "other_url", "other_summary", "replies", "is_solved", "is_duplicate",
)  # fmt: skip


def fresh_between(since: datetime, until: datetime) -> Fresh:
    """Returns what is new after a moment, up to another one, whoever may see it. Three queries.

    What is there rather than happens (profiles, cities, places) is no news.
    """
    fresh, kept = Fresh(since, until), library_kinds()
    news = Entry.objects.filter(is_listed=True, moves=True, last_activity_at__gt=since)
    pieces, tags = _pieces(news, since, until), _tags(news)
    rows: Iterable[tuple[Any, ...]] = news.values_list(*_COLUMNS)
    for row in rows:
        if row[0] in pieces:
            columns = dict(zip(_COLUMNS, row, strict=True))
            thing = Thing(**columns, is_in_library=row[1] in kept, tags=frozenset(tags.get(row[0], ())))
            fresh.add(thing, pieces[thing.id])
    return fresh


def _pieces(news: QuerySet[Entry], since: datetime, until: datetime) -> dict[int, list[Piece]]:
    rows = Passage.objects.filter(entry__in=news, at__gt=since, at__lte=until).order_by("entry", "number")
    pieces: dict[int, list[Piece]] = {}
    told: Iterable[tuple[Any, ...]] = rows.values_list("entry", "number", "at", "author", "anchor", "language")
    for entry_id, *piece in told:
        pieces.setdefault(entry_id, []).append(Piece(*piece))
    return pieces


def _tags(news: QuerySet[Entry]) -> dict[int, set[int]]:
    """Returns the tags of entries, merged ones as those that they count as."""
    tags: Ids = _ids()
    rows: Iterable[tuple[int, int, int | None]] = EntryTag.objects.filter(content_object__in=news).values_list(
        "content_object", "tag", "tag__merged_into"
    )
    for entry_id, tag_id, merged_into in rows:
        tags[entry_id].add(merged_into or tag_id)
    return tags
