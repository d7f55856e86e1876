"""What a person keeps, as far as they may see it now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.numbers import number_in
from community.base.paging import Page, read_page
from community.catalogue.models import Bookmark, Entry
from community.catalogue.queries.wording import WORDING, wording_of
from community.catalogue.rules import entries_visible_to
from community.catalogue.sources import entry_kinds
from community.people.models import Person
from community.spaces.rules import Viewer, standing_of

_COLUMNS = (
    "id", "created_at", "entry_id", *(f"entry__{name}" for name in WORDING), "entry__replies", "entry__is_solved",
    "entry__moves", "entry__author__name", "entry__space__name", "entry__space__slug", "entry__space__accent",
)  # fmt: skip

_LONGEST_ID = 18


@dataclass(frozen=True, slots=True)
class BookmarkRow:
    """One thing a person keeps; `at` is when they began to, `url` is in the page's language.

    `lang`: the language of title and summary, where it is not the reader's.
    """

    entry_id: int
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
    at: Moment
    lang: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the button of an entry needs to know."""

    entry_id: int
    is_kept: bool


def bookmark_page(person: Person, *, token: str = "") -> Page[BookmarkRow]:
    """Returns a page of what a person keeps and may see, kept last first, in one query.

    Raises Http404 for a malformed cursor.
    """
    rows = Bookmark.objects.filter(_open_to(person), person=person)
    page = read_page(rows.values_list(*_COLUMNS, named=True), field="created_at", token=token)
    return Page([_row(row) for row in page.rows], page.newer, page.older)


def count_out_of_sight(person: Person) -> int:
    """Returns how many things a person keeps that are closed to them now, or not there any more. One query."""
    return Bookmark.objects.filter(~_open_to(person), person=person).count()


def not_kept(person: Person, typed: str) -> Entry | None:
    """Returns the entry of this number, when the person may see it and does not keep it. One query, or none."""
    number = number_in(typed)
    if number is None:
        return None
    return entries_visible_to(person).filter(~is_kept_by(person, "pk"), pk=number).first()


def is_kept_by(viewer: Viewer, entry_column: str) -> Exists:
    """Returns whether a viewer keeps the entry of this column, to be asked along with a row."""
    mine = Bookmark.objects.filter(person_id=standing_of(viewer).person_id or 0)
    return Exists(mine.filter(entry_id=OuterRef(entry_column)))


def keeping(viewer: Viewer, kind: str, subject_id: int) -> Keeping | None:
    """Returns whether a viewer keeps a subject; None for visitors and for what is not listed. One query, or none."""
    if standing_of(viewer).person_id is None:
        return None
    entries = entries_visible_to(viewer).filter(kind=kind, subject_id=subject_id)
    found: tuple[int, bool] | None = entries.values_list("pk", is_kept_by(viewer, "pk")).first()
    return Keeping(*found) if found else None


def _open_to(person: Person) -> Exists:
    entries: QuerySet[Entry] = entries_visible_to(person)
    return Exists(entries.filter(pk=OuterRef("entry_id")))


def _row(row: Any) -> BookmarkRow:
    words, shown = entry_kinds[row.entry__kind], wording_of(row, "entry__")
    is_in_space = row.entry__space__slug is not None and row.entry__kind != "space"
    return BookmarkRow(
        entry_id=row.entry_id,
        kind=row.entry__kind,
        kind_label=words.one(),
        icon=words.icon,
        title=shown.title,
        url=shown.url,
        summary=shown.summary,
        author=(row.entry__author__name or "") if row.entry__moves else "",
        space=row.entry__space__name if is_in_space else "",
        space_url=localised(f"/s/{row.entry__space__slug}/") if is_in_space else "",
        accent=row.entry__space__accent or "",
        replies=row.entry__replies,
        is_solved=row.entry__is_solved,
        at=moment(row.created_at),
        lang=shown.lang,
    )
