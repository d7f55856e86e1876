"""What home and network pages list: the newest entries as plain rows, what is talked about apart from the library."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.catalogue.models import Entry, EntryTrait
from community.catalogue.queries.wording import WORDING, worded
from community.catalogue.rules import entries_shown_to
from community.catalogue.sources import entry_kinds, library_kinds
from community.spaces.models import Space
from community.spaces.rules import Viewer


@dataclass(frozen=True)
class EntryRow:
    """One row of a list of entries; `url` is in the page's language. `kind_label` and `icon`: only of the library's.

    `lang`: the language of title and summary, where it is not the reader's.
    """

    kind: str
    kind_label: str
    icon: str
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
    lang: str

    @property
    def waits(self) -> bool:
        """Returns whether this is a question that nobody has answered, here or elsewhere."""
        return self.kind == "question" and not self.replies and not self.is_duplicate


@dataclass(frozen=True)
class NewEntries:
    """What moved last, and what is newest in the library."""

    latest: list[EntryRow]
    library: list[EntryRow]


@dataclass(frozen=True)
class SpaceEntries(NewEntries):
    """What a space's home lists."""

    waiting: list[EntryRow]


ENTRY_COLUMNS = (
    *WORDING, "author__name", "space__name", "space__slug", "space__accent",
    "replies", "is_solved", "is_duplicate", "last_activity_at",
)  # fmt: skip
NEW_IN_LIBRARY = 3
_WAITING = Q(kind="question", replies=0, is_duplicate=False)  # the list form of EntryRow.waits
_NEWEST = ("-last_activity_at", "-id")


def latest_entries(
    viewer: Viewer, *, space: Space | None = None, solved_only: bool = False, limit: int = 8
) -> list[EntryRow]:
    """Returns what is talked about and moved last, newest first, at most `limit`; nothing of the library. One query."""
    rows = _moving(viewer, space).exclude(kind__in=library_kinds())
    if solved_only:
        rows = rows.filter(is_solved=True)
    return _as_rows(rows, limit)


def new_entries(viewer: Viewer, *, latest: int, library: int = NEW_IN_LIBRARY) -> NewEntries:
    """Returns what home lists: what is talked about and moved last, and what was published last. One query."""
    rows = _moving(viewer).order_by(*_NEWEST)
    talks = rows.exclude(kind__in=library_kinds())
    return NewEntries(*_apart(Q(pk__in=talks.values("pk")[:latest]) | _newest_pages(viewer, None, library)))


def waiting_questions(viewer: Viewer, *, space_ids: list[int], limit: int = 6) -> list[EntryRow]:
    """Returns questions of these spaces that nobody has answered, newest first, not the viewer's own. One query."""
    rows = entries_shown_to(viewer).filter(_WAITING, space_id__in=space_ids)
    return _as_rows(rows.exclude(author_id=getattr(viewer, "pk", None)), limit)


def space_entries(
    viewer: Viewer, space: Space, *, latest: int = 8, waiting: int = 5, library: int = NEW_IN_LIBRARY
) -> SpaceEntries:
    """Returns what moved last in a space, its questions that wait, and its newest pages of the library. One query."""
    rows = _moving(viewer, space).exclude(kind__in=library_kinds()).order_by(*_NEWEST)
    open_questions = rows.filter(_WAITING)
    wanted = Q(pk__in=rows.values("pk")[:latest]) | Q(pk__in=open_questions.values("pk")[:waiting])
    found, pages = _apart(wanted | _newest_pages(viewer, space, library))
    return SpaceEntries(found[:latest], pages, [row for row in found if row.waits][:waiting])


def entry_row(columns: tuple[Any, ...]) -> EntryRow:
    """Returns the row of a list from the values of ENTRY_COLUMNS."""
    author, space, slug, accent, replies, is_solved, is_duplicate, at = columns[len(WORDING) :]
    shown, words = worded(*columns[: len(WORDING)]), entry_kinds[columns[0]]
    return EntryRow(
        kind=columns[0],
        kind_label=words.one() if words.in_library else "",
        icon=words.icon if words.in_library else "",
        title=shown.title,
        url=shown.url,
        summary=shown.summary,
        author=author or "",
        space=space or "",
        space_url=localised(f"/s/{slug}/") if slug else "",
        accent=accent or "",
        replies=replies,
        is_solved=is_solved,
        is_duplicate=is_duplicate,
        at=moment(at),
        lang=shown.lang,
    )


def _moving(viewer: Viewer, space: Space | None = None) -> QuerySet[Entry]:
    rows = entries_shown_to(viewer).filter(moves=True)
    return rows.filter(space=space) if space else rows


def _newest_pages(viewer: Viewer, space: Space | None, limit: int) -> Q:
    """Returns the condition of being among the pages that the library has newest, of a space or for it as well."""
    pages = _moving(viewer).filter(kind__in=library_kinds()).order_by("-published_at", "-id")
    if space:
        pages = pages.filter(pk__in=EntryTrait.objects.filter(facet="network", value=space.slug).values("entry"))
    return Q(pk__in=pages.values("pk")[:limit])


def _apart(wanted: Q) -> tuple[list[EntryRow], list[EntryRow]]:
    """Returns what moved last, and pages of the library, which have the moment of their publication. One query."""
    kinds = library_kinds()
    shown_at = Case(When(kind__in=kinds, then=F("published_at")), default=F("last_activity_at"))
    rows = Entry.objects.filter(wanted).annotate(shown_at=shown_at).order_by("-shown_at", "-id")
    found = [entry_row(columns) for columns in rows.values_list(*ENTRY_COLUMNS[:-1], "shown_at")]
    return [row for row in found if row.kind not in kinds], [row for row in found if row.kind in kinds]


def _as_rows(rows: QuerySet[Entry], limit: int) -> list[EntryRow]:
    return [entry_row(columns) for columns in rows.order_by(*_NEWEST).values_list(*ENTRY_COLUMNS)[:limit]]
