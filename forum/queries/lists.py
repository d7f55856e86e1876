"""Lists of threads: filtered, sorted, keyset-paged, as plain rows. One query a page."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext

from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.base.paging import PAGE_SIZE, Page, read_page
from community.catalogue.models import Bookmark, Entry
from community.following.models import FOLLOWED, Follow, Target
from community.people.models import Person, avatar_url, hue_of, initials_of
from community.spaces.models import City, Space
from community.spaces.rules import Viewer, standing_of
from forum.models import Participant, Post, Thread, ThreadKind, ThreadSet, thread_url
from forum.queries.unread import unread_threads
from forum.rules import threads_shown_to

STATES = ("", "nieprzeczytane", "bez-odpowiedzi", "rozwiazane", "sledzone", "zakladki", "moje")
OWN_STATES = frozenset({"nieprzeczytane", "sledzone", "zakladki", "moje"})  # what only a signed-in person has
ORDERS = {"": "last_activity_at", "nowe": "created_at"}
_COLUMNS = (
    "id", "title", "kind", "reply_count", "accepted_id", "accepted__outdated_at", "locked_at", "created_at",
    "last_activity_at", "author_id", "author__name", "author__avatar", "last_author__name", "space__name",
    "space__slug", "space__accent", "pinned_at", "pinned_until", "duplicate_of_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """Who is shown beside a row: what an avatar needs."""

    name: str
    initials: str
    hue: int
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One thread in a list; `url` is in the page's language, `at` the moment by which the list is sorted."""

    id: int
    title: str
    url: str
    kind: str
    kind_label: str
    replies: int
    is_solved: bool
    is_outdated: bool
    is_locked: bool
    is_pinned: bool
    is_duplicate: bool
    author: Face
    last_author: str
    space: str
    space_url: str
    accent: str
    at: Moment
    moved: Moment
    started: Moment


def thread_list(
    viewer: Viewer, *, space: Space | None = None, state: str = "", order: str = "", token: str = "",
    without: Collection[int] = (),
) -> Page[ThreadRow]:  # fmt: skip
    """Returns a page of threads a viewer may read, newest activity (or newest) first, in one query.

    Those of `without` (ids) stand elsewhere on the page. Unknown states and orders count as none. Raises Http404 for a
    malformed cursor.
    """
    rows = _in_state(threads_shown_to(viewer).talked_in(), state, viewer, space)
    if without:
        rows = rows.exclude(pk__in=without)
    if space:
        rows = rows.filter(space=space)
    field = ORDERS.get(order, ORDERS[""])
    page = read_page(rows.values_list(*_COLUMNS, named=True), field=field, token=token)
    labels, before = kind_labels(), prefix()
    return Page([_row(row, labels, before, field) for row in page.rows], page.newer, page.older)


def pinned_threads(viewer: Viewer, space: Space | None = None) -> list[ThreadRow]:
    """Returns the threads that stand on top of a space's list, or of everybody's, as a viewer may read them.

    The newest pinned first. One query.
    """
    everywhere = Q(is_announced=True)
    rows = threads_shown_to(viewer).pinned().filter(everywhere | Q(space=space) if space else everywhere)
    labels, before = kind_labels(), prefix()
    newest = rows.order_by("-pinned_at", "-id").values_list(*_COLUMNS, named=True)
    return [_row(row, labels, before, ORDERS[""]) for row in newest]


def threads_by(viewer: Viewer, person: Person, *, token: str = "", size: int = PAGE_SIZE) -> Page[ThreadRow]:
    """Returns a page of the threads a person started, as far as the viewer may read them, newest first. One query."""
    rows = threads_shown_to(viewer).talked_in().filter(author=person).values_list(*_COLUMNS, named=True)
    page = read_page(rows, field="created_at", token=token, size=size)
    labels, before = kind_labels(), prefix()
    return Page([_row(row, labels, before, "created_at") for row in page.rows], page.newer, page.older)


def threads_from(viewer: Viewer, city: City, *, limit: int = 10) -> list[ThreadRow]:
    """Returns the threads started from a city (its people change, what they asked stays), newest first. One query."""
    first = Post.objects.filter(thread=OuterRef("pk"), number=1, city=city)
    rows = threads_shown_to(viewer).talked_in().filter(Exists(first)).order_by("-created_at", "-id")
    labels, before = kind_labels(), prefix()
    return [_row(row, labels, before, "created_at") for row in rows.values_list(*_COLUMNS, named=True)[:limit]]


def rows_of(thread_ids: Collection[int], *, space_id: int, audience: str) -> dict[int, ThreadRow]:
    """Returns, by id, those of these threads that stand in a space for an audience and are not deleted. One query."""
    rows = Thread.objects.live().filter(pk__in=thread_ids, space_id=space_id, audience=audience)
    labels, before = kind_labels(), prefix()
    field = ORDERS[""]
    return {row.id: _row(row, labels, before, field) for row in rows.values_list(*_COLUMNS, named=True)}


def kind_labels() -> dict[str, str]:
    """Returns the word for each kind of thread in the current language."""
    return {
        ThreadKind.QUESTION: pgettext("thread kind", "question"),
        ThreadKind.DISCUSSION: pgettext("thread kind", "discussion"),
        ThreadKind.ANNOUNCEMENT: pgettext("thread kind", "announcement"),
    }


def face_of(person_id: int | None, name: str | None, avatar: str | None) -> Face:
    """Returns what an avatar shows; people who erased their account have neither name nor picture."""
    return _face(person_id or 0, name or pgettext("person", "former member"), avatar)


@lru_cache(5_000)
def _face(person_id: int, name: str, avatar: str | None) -> Face:
    return Face(name, initials_of(name), hue_of(person_id), avatar_url(avatar))


def _in_state(rows: ThreadSet, state: str, viewer: Viewer, space: Space | None) -> ThreadSet:
    if state == "bez-odpowiedzi":
        return rows.unanswered()
    if state == "rozwiazane":
        return rows.solved()
    if state not in OWN_STATES:
        return rows
    person_id = standing_of(viewer).person_id
    if person_id is None:
        return rows.none()
    if state == "nieprzeczytane":
        return rows.filter(pk__in=unread_threads(viewer, space))
    return rows.filter(_of_person(state, person_id))


def _of_person(state: str, person_id: int) -> Exists:
    """Returns whether a person follows a thread, keeps it, or has written in it."""
    if state == "moje":
        return Exists(Participant.objects.filter(thread=OuterRef("pk"), person_id=person_id, posts__gt=0))
    entries = Entry.objects.filter(kind=OuterRef("kind"), subject_id=OuterRef("pk"))
    if state == "zakladki":
        return Exists(entries.filter(pk__in=Bookmark.objects.filter(person_id=person_id).values("entry")))
    follows = Follow.objects.filter(person_id=person_id, target=Target.ENTRY, level__in=FOLLOWED)
    return Exists(entries.filter(pk__in=follows.values("target_id")))


def _row(row: Any, labels: dict[str, str], before: str, field: str) -> ThreadRow:
    return ThreadRow(
        id=row.id,
        title=row.title,
        url=before + thread_url(row.id, row.title),
        kind=row.kind,
        kind_label=labels[row.kind],
        replies=row.reply_count,
        is_solved=row.accepted_id is not None,
        is_outdated=row.accepted__outdated_at is not None,
        is_locked=row.locked_at is not None,
        is_pinned=Thread(pinned_at=row.pinned_at, pinned_until=row.pinned_until).is_pinned,
        is_duplicate=row.duplicate_of_id is not None,
        author=face_of(row.author_id, row.author__name, row.author__avatar),
        last_author=row.last_author__name or "",
        space=row.space__name,
        space_url=f"{before}/s/{row.space__slug}/",
        accent=row.space__accent,
        at=moment(getattr(row, field)),
        moved=moment(row.last_activity_at),
        started=moment(row.created_at),
    )
