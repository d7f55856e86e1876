"""Posts as pages and frames show them: the same for every viewer. Who may do what stands beside the buttons."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from community.base.languages import localised_html, prefix
from community.base.moments import Moment, moment
from community.people.models import avatar_url, hue_of, initials_of
from community.spaces.models import Role
from community.spaces.rules import Viewer, standing_of
from forum.models import Post, Thread, Vote, place_of, thread_url
from forum.queries.lists import face_of, kind_labels
from forum.rules import PostDoors, post_doors, relations_of

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
    """One post as everybody sees it; `html` is safe, and empty for a deleted post. `doors` says who may do what."""

    id: int
    number: int
    html: str
    author_id: int | None
    author: Author
    at: Moment
    edited: Moment | None
    votes: int
    is_deleted: bool
    is_accepted: bool
    kind_label: str
    url: str
    door: str
    doors: PostDoors


@dataclass(frozen=True, slots=True)
class Slot:
    """A post as one viewer has it on the page: what everybody sees, and the viewer's roles beside it."""

    row: PostRow
    roles: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """A row as the rules want to see it."""

    pk: int
    number: int
    author_id: int | None
    deleted_at: datetime | None
    deleted_by_id: int | None
    thread: Thread


def post_slots(viewer: Viewer, thread: Thread, wanted: Q) -> list[Slot]:
    """Returns the wanted posts of a thread by number, each with the viewer's roles. One query."""
    person_id = standing_of(viewer).person_id
    is_voter = Exists(Vote.objects.filter(post=OuterRef("pk"), person_id=person_id)) if person_id else Value(False)
    has = kind_labels()[thread.kind], {value: str(label) for value, label in Role.choices}
    rows = _rows(thread, wanted).annotate(has_voted=is_voter).values_list(*_COLUMNS, "has_voted", named=True)
    return [Slot(_post_row(row, thread, *has), _roles(viewer, row, thread)) for row in rows]


def post_rows(thread: Thread, wanted: Q) -> list[PostRow]:
    """Returns the wanted posts of a thread by number, for nobody in particular. One query."""
    has = kind_labels()[thread.kind], {value: str(label) for value, label in Role.choices}
    return [_post_row(row, thread, *has) for row in _rows(thread, wanted).values_list(*_COLUMNS, named=True)]


def permalink(thread: Thread, number: int) -> str:
    """Returns the address of a post in its thread, in the page's language."""
    return f"{prefix()}{thread_url(thread.pk, thread.title)}{place_of(number)}"


def _rows(thread: Thread, wanted: Q) -> QuerySet[Post]:
    return Post.objects.filter(wanted, thread=thread).order_by("number")


def _facts(row: Any, thread: Thread) -> _Facts:
    return _Facts(row.id, row.number, row.author_id, row.deleted_at, row.deleted_by_id, thread)


def _roles(viewer: Viewer, row: Any, thread: Thread) -> str:
    roles = sorted(relations_of(viewer, _facts(row, thread)))
    return " ".join([*roles, "voted"] if row.has_voted else roles)


def _post_row(row: Any, thread: Thread, kind_label: str, roles: dict[str, str]) -> PostRow:
    is_deleted = row.deleted_at is not None
    return PostRow(
        id=row.id,
        number=row.number,
        html="" if is_deleted else localised_html(row.html),
        author_id=row.author_id,
        author=_author(row, roles),
        at=moment(row.created_at),
        edited=moment(row.edited_at) if row.edited_at else None,
        votes=row.votes,
        is_deleted=is_deleted,
        is_accepted=thread.accepted_id == row.id,
        kind_label=kind_label,
        url=permalink(thread, row.number),
        door=f"{prefix()}/wpisy/{row.id}/",
        doors=post_doors(_facts(row, thread)),
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
