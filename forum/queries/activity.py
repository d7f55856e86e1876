"""What a person does in the forum: threads, answers, accepted answers; as far as the viewer may read them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.base.paging import PAGE_SIZE, Page, read_page
from community.base.plain_text import summary
from community.people.models import Person
from community.spaces.rules import Viewer
from forum.models import Post, place_of, thread_url
from forum.queries.lists import ThreadRow, threads_by
from forum.rules import posts_visible_to

ON_A_PROFILE = 5
_LEAD = 180
_COLUMNS = (
    "id", "number", "html", "created_at", "thread_id", "thread__title", "thread__accepted_id", "thread__space__name",
    "thread__space__slug", "thread__space__accent",
)  # fmt: skip
_IS_ACCEPTED = Q(thread__accepted=F("pk"))


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One post of a person in somebody's thread: the beginning of its text, and where it stands."""

    title: str
    url: str
    lead: str
    at: Moment
    is_accepted: bool
    space: str
    space_url: str
    accent: str


@dataclass(frozen=True)
class Activity:
    """What a profile shows: the newest of each kind, and how many there are. Counted, and compared with nobody."""

    threads: list[ThreadRow]
    answers: list[AnswerRow]
    accepted: list[AnswerRow]
    thread_count: int
    answer_count: int
    accepted_count: int


def activity(viewer: Viewer, person: Person) -> Activity:
    """Returns what a person did, as far as a viewer may read it. Four queries."""
    posts = posts_visible_to(viewer).filter(author=person)
    counted = posts.aggregate(
        threads=Count("pk", filter=Q(number=1)),
        answers=Count("pk", filter=Q(number__gt=1)),
        accepted=Count("pk", filter=_IS_ACCEPTED),
    )
    return Activity(
        threads_by(viewer, person, size=ON_A_PROFILE).rows,
        answers_by(viewer, person, size=ON_A_PROFILE).rows,
        answers_by(viewer, person, accepted=True, size=ON_A_PROFILE).rows,
        counted["threads"],
        counted["answers"],
        counted["accepted"],
    )


def answers_by(
    viewer: Viewer, person: Person, *, accepted: bool = False, token: str = "", size: int = PAGE_SIZE
) -> Page[AnswerRow]:
    """Returns a page of what a person replied, or of their accepted answers, newest first. One query.

    Raises Http404 for a malformed cursor.
    """
    rows: QuerySet[Post] = posts_visible_to(viewer).filter(author=person, number__gt=1)
    if accepted:
        rows = rows.filter(_IS_ACCEPTED)
    page = read_page(rows.values_list(*_COLUMNS, named=True), field="created_at", token=token, size=size)
    before = prefix()
    return Page([_row(row, before) for row in page.rows], page.newer, page.older)


def _row(row: Any, before: str) -> AnswerRow:
    return AnswerRow(
        title=row.thread__title,
        url=f"{before}{thread_url(row.thread_id, row.thread__title)}{place_of(row.number)}",
        lead=summary(row.html, _LEAD),
        at=moment(row.created_at),
        is_accepted=row.thread__accepted_id == row.id,
        space=row.thread__space__name,
        space_url=f"{before}/s/{row.thread__space__slug}/",
        accent=row.thread__space__accent,
    )
