"""What home and network pages list: the newest entries as plain rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.catalogue.models import Entry
from community.catalogue.rules import entries_shown_to
from community.spaces.models import Space
from community.spaces.rules import Viewer


@dataclass(frozen=True)
class EntryRow:
    """One row of a list of entries; `url` is in the page's language."""

    kind: str
    title: str
    url: str
    summary: str
    author: str
    space: str
    space_url: str
    accent: str
    replies: int
    is_solved: bool
    is_duplicate: bool
    at: Moment

    @property
    def waits(self) -> bool:
        """Returns whether this is a question that nobody has answered, here or elsewhere."""
        return self.kind == "question" and not self.replies and not self.is_duplicate


@dataclass(frozen=True)
class SpaceEntries:
    """What a space's home lists."""

    latest: list[EntryRow]
    waiting: list[EntryRow]


ENTRY_COLUMNS = (
    "kind", "title", "url", "summary", "author__name", "space__name", "space__slug", "space__accent",
    "replies", "is_solved", "is_duplicate", "last_activity_at",
)  # fmt: skip
_WAITING = Q(kind="question", replies=0, is_duplicate=False)  # the list form of EntryRow.waits


def latest_entries(
    viewer: Viewer, *, space: Space | None = None, solved_only: bool = False, limit: int = 8
) -> list[EntryRow]:
    """Returns the entries that moved last, newest first, at most `limit`. One query."""
    rows = entries_shown_to(viewer).filter(moves=True)
    if space:
        rows = rows.filter(space=space)
    if solved_only:
        rows = rows.filter(is_solved=True)
    return _as_rows(rows, limit)


def waiting_questions(viewer: Viewer, *, space_ids: list[int], limit: int = 6) -> list[EntryRow]:
    """Returns questions of these spaces that nobody has answered, newest first, not the viewer's own. One query."""
    rows = entries_shown_to(viewer).filter(_WAITING, space_id__in=space_ids)
    return _as_rows(rows.exclude(author_id=getattr(viewer, "pk", None)), limit)


def space_entries(viewer: Viewer, space: Space, *, latest: int = 8, waiting: int = 5) -> SpaceEntries:
    """Returns what moved last in a space, and its questions that wait for an answer, newest first. One query."""
    rows = entries_shown_to(viewer).filter(space=space, moves=True).order_by("-last_activity_at", "-id")
    open_questions = rows.filter(_WAITING)
    wanted = Q(pk__in=rows.values("pk")[:latest]) | Q(pk__in=open_questions.values("pk")[:waiting])
    found = _as_rows(Entry.objects.filter(wanted), latest + waiting)
    return SpaceEntries(found[:latest], [row for row in found if row.waits][:waiting])


def entry_row(columns: tuple[Any, ...]) -> EntryRow:
    """Returns the row of a list from the values of ENTRY_COLUMNS."""
    kind, title, url, summary, author, space, slug, accent, replies, is_solved, is_duplicate, at = columns
    return EntryRow(
        kind=kind,
        title=title,
        url=localised(url),
        summary=summary,
        author=author or "",
        space=space or "",
        space_url=localised(f"/s/{slug}/") if slug else "",
        accent=accent or "",
        replies=replies,
        is_solved=is_solved,
        is_duplicate=is_duplicate,
        at=moment(at),
    )


def _as_rows(rows: QuerySet[Entry], limit: int) -> list[EntryRow]:
    ordered = rows.order_by("-last_activity_at", "-id").values_list(*ENTRY_COLUMNS)[:limit]
    return [entry_row(columns) for columns in ordered]
