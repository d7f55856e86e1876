"""One page of one thread: the same number of queries with 20 or 2,000 posts, on the first page or the last."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from community.base.languages import localised_html, prefix
from community.base.moments import Moment, moment
from community.base.paging import PageLink, page_links
from community.catalogue.models import Entry, Seen
from community.catalogue.queries.around import Around, around
from community.catalogue.queries.bookmarks import is_kept_by
from community.following.models import Follow, Target
from community.live.queries import head_subquery
from community.people.models import avatar_url, hue_of, initials_of
from community.spaces.models import Role
from community.spaces.rules import Viewer, standing_of
from forum.models import POSTS_ON_A_PAGE, Participant, Post, Thread, Vote, page_of, place_of, thread_url
from forum.queries.lists import Face, face_of, kind_labels
from forum.rules import PostAbilities, ThreadAbilities, abilities, find_thread_for, post_abilities

MOST_PARTICIPANTS = 12
_COLUMNS = (
    "id", "number", "html", "votes", "created_at", "edited_at", "deleted_at", "deleted_by_id", "version",
    "author_id", "author__name", "author__slug", "author__avatar", "author__is_profile_public", "author_role",
    "city__name", "city__slug",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote: name, city and role as they were then."""

    name: str
    url: str | None
    has_public_page: bool
    initials: str
    hue: int
    avatar_url: str | None
    city: str
    city_url: str | None
    role: str
    role_label: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post as a page shows it; `html` is safe, and empty for a deleted post."""

    id: int
    number: int
    html: str
    author: Author
    at: Moment
    edited: Moment | None
    votes: int
    has_voted: bool
    is_deleted: bool
    is_accepted: bool
    is_shown_above: bool
    url: str
    door: str
    can: PostAbilities


@dataclass(frozen=True)
class ThreadPage:
    """Everything the thread page shows. `head` is the live stream's head, read before the posts."""

    thread: Thread
    kind_label: str
    url: str
    space_url: str
    posts: list[PostRow]
    accepted: PostRow | None
    accepted_url: str | None
    participants: list[Face]
    number: int
    pages: list[PageLink]
    at: Moment
    entry_id: int | None
    level: str
    is_kept: bool
    seen: int
    around: Around
    head: int
    can: ThreadAbilities


@dataclass(frozen=True, slots=True)
class _Facts:
    """A row as the rules want to see it."""

    number: int
    author_id: int | None
    deleted_at: datetime | None
    deleted_by_id: int | None
    thread: Thread


def thread_page(viewer: Viewer, thread_id: int, *, number: int = 1) -> ThreadPage:
    """Returns one page (20 posts by number) of a thread, in four queries.

    Raises Http404 for a thread the viewer may not read, or a page it does not have.
    """
    thread: Any = find_thread_for(viewer, thread_id, _with_viewer(viewer))
    if not 1 <= number <= page_of(thread.last_number):
        raise Http404(_("This thread has no such page. Open it from its beginning."))
    rows = _posts(viewer, thread, number)
    accepted = next((row for row in rows if row.is_accepted), None)
    on_page = [row for row in rows if page_of(row.number) == number]
    before = prefix()
    url = before + thread.url
    return ThreadPage(
        thread=thread,
        kind_label=kind_labels()[thread.kind],
        url=url,
        space_url=f"{before}{thread.space.url}",
        posts=[replace(row, is_shown_above=number == 1 and row.is_accepted) for row in on_page],
        accepted=accepted if number == 1 else None,
        accepted_url=permalink(thread, accepted.number) if accepted else None,
        participants=_participants(thread),
        number=number,
        pages=page_links(number, page_of(thread.last_number), lambda page: f"{url}?strona={page}" if page > 1 else url),
        at=moment(thread.created_at),
        entry_id=thread.entry_id,
        level=thread.level,
        is_kept=thread.is_kept,
        seen=thread.seen,
        around=around(viewer, thread.entry_id),
        head=thread.head,
        can=abilities(viewer, thread),
    )


def one_post(viewer: Viewer, post: Post) -> PostRow:
    """Returns one post as its page shows it, for a fragment. One query."""
    found = [row for row in _posts(viewer, post.thread, page_of(post.number)) if row.id == post.pk]
    return found[0]


def permalink(thread: Thread, number: int) -> str:
    """Returns the address of a post in its thread, in the page's language."""
    return f"{prefix()}{thread_url(thread.pk, thread.title)}{place_of(number)}"


def _with_viewer(viewer: Viewer) -> QuerySet[Thread]:
    """The thread's row brings along its entry, the viewer's follow level and the live head, in the same query."""
    entry = Entry.objects.filter(kind=OuterRef("kind"), subject_id=OuterRef("pk")).values("pk")[:1]
    person_id = standing_of(viewer).person_id
    rows = Thread.objects.annotate(head=head_subquery("thread"), entry_id=Subquery(entry))
    if person_id is None:
        return rows.annotate(level=Value("", output_field=CharField()), is_kept=Value(False), seen=Value(0))
    level = Follow.objects.filter(person_id=person_id, target=Target.ENTRY, target_id=OuterRef("entry_id"))
    seen = Seen.objects.filter(person_id=person_id, entry=OuterRef("entry_id")).values("upto")[:1]
    return rows.annotate(
        level=Coalesce(Subquery(level.values("level")[:1]), Value("")),
        is_kept=is_kept_by(viewer, "entry_id"),
        seen=Coalesce(Subquery(seen), Value(0)),
    )


def _posts(viewer: Viewer, thread: Thread, number: int) -> list[PostRow]:
    first = (number - 1) * POSTS_ON_A_PAGE + 1
    wanted = Q(number__gte=first, number__lt=first + POSTS_ON_A_PAGE)
    if thread.accepted_id:
        wanted |= Q(pk=thread.accepted_id)
    person_id = standing_of(viewer).person_id
    rows: QuerySet[Post] = Post.objects.filter(wanted, thread=thread).order_by("number")
    if person_id is not None:
        has_voted = Exists(Vote.objects.filter(post=OuterRef("pk"), person_id=person_id))
    else:
        has_voted = Value(False)  # type: ignore[assignment]
    roles = {value: str(label) for value, label in Role.choices}
    named = rows.annotate(has_voted=has_voted).values_list(*_COLUMNS, "has_voted", named=True)
    return [_post_row(row, viewer, thread, roles) for row in named]


def _post_row(row: Any, viewer: Viewer, thread: Thread, roles: dict[str, str]) -> PostRow:
    is_deleted = row.deleted_at is not None
    facts = _Facts(row.number, row.author_id, row.deleted_at, row.deleted_by_id, thread)
    return PostRow(
        id=row.id,
        number=row.number,
        html="" if is_deleted else localised_html(row.html),
        author=_author(row, roles),
        at=moment(row.created_at),
        edited=moment(row.edited_at) if row.edited_at else None,
        votes=row.votes,
        has_voted=bool(row.has_voted),
        is_deleted=is_deleted,
        is_accepted=thread.accepted_id == row.id,
        is_shown_above=False,
        url=permalink(thread, row.number),
        door=f"{prefix()}/wpisy/{row.id}/",
        can=post_abilities(viewer, facts),
    )


def _author(row: Any, roles: dict[str, str]) -> Author:
    face = face_of(row.author_id, row.author__name, None)
    before = prefix()
    return Author(
        name=face.name,
        url=f"{before}/ludzie/{row.author__slug}/" if row.author__slug else None,
        has_public_page=bool(row.author__is_profile_public),
        initials=initials_of(face.name),
        hue=hue_of(row.author_id or 0),
        avatar_url=avatar_url(row.author__avatar),
        city=row.city__name or "",
        city_url=f"{before}/miasta/{row.city__slug}/" if row.city__slug else None,
        role=row.author_role,
        role_label=roles.get(row.author_role, ""),
    )


def _participants(thread: Thread) -> list[Face]:
    rows = Participant.objects.filter(thread=thread, posts__gt=0).order_by("-posts", "id")
    columns = rows.values_list("person_id", "person__name", "person__avatar")[:MOST_PARTICIPANTS]
    return [face_of(person_id, name, avatar) for person_id, name, avatar in columns]
