"""Posts as pages and frames show them: the same for every viewer. Who may do what stands beside the buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from community.base.languages import localised_html, prefix
from community.base.moments import Moment, moment
from community.people.models import avatar_url, hue_of, initials_of
from community.spaces.models import Role
from community.spaces.rules import Viewer, standing_of
from forum.models import Post, Reaction, Thread, place_of, thread_url
from forum.queries.beside import Outcomes, Said, Validity, cities_in_words, outcomes_of, said_of, validity_of
from forum.queries.lists import face_of, kind_labels
from forum.queries.polls import PollRow, choices_of, poll_row
from forum.rules import SAYINGS, PostDoors, poll_door, poll_owners_door, post_doors, relations_of

_COLUMNS = (
    "id", "number", "html", "votes", "created_at", "edited_at", "deleted_at", "deleted_by_id", "deleted_reason",
    "version", "author_id", "author__name", "author__slug", "author__avatar", "author__is_profile_public",
    "author_role", "city__name", "city__slug", "agreed", "same_here", "thanked", "valid_on", "legal_basis",
    "review_on", "outdated_at", "outdated_reason", "beside", "reply_to__number", "reply_to__deleted_at",
    "reply_to__author__name", "reply_to_id", "reply_to__thread_id", "moved_to_id",
)  # fmt: skip


FOLDED_FROM = 5_000  # characters of HTML


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
class ReplyTo:
    """What a post is a reply to; a deleted post keeps its number only (`name` is empty)."""

    number: int
    name: str
    url: str


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
    said: list[Said]
    cities: str
    all_cities: str
    validity: Validity | None
    poll: PollRow | None
    poll_door: str
    poll_owners_door: str
    outcomes: Outcomes | None
    is_deleted: bool
    is_hidden: bool
    is_moved: bool
    is_accepted: bool
    kind_label: str
    url: str
    door: str
    doors: PostDoors
    reply_to: ReplyTo | None

    @property
    def is_long(self) -> bool:
        """Returns whether a page shows the post folded at first: a reply of more than about fifty lines."""
        return self.number > 1 and not self.is_accepted and len(self.html) > FOLDED_FROM


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
    moved_to_id: int | None
    thread: Thread


def post_slots(viewer: Viewer, thread: Thread, wanted: Q) -> list[Slot]:
    """Returns the wanted posts of a thread by number, each with the viewer's roles. One query, two with a poll."""
    person_id = standing_of(viewer).person_id
    own = _own_reactions(person_id) if person_id else Value(0)
    has = kind_labels()[thread.kind], {value: str(label) for value, label in Role.choices}
    rows = list(_rows(thread, wanted).annotate(own=own).values_list(*_COLUMNS, "own", named=True))
    taken = choices_of(viewer, [row.id for row in rows if "poll" in row.beside])
    return [Slot(_post_row(row, thread, *has), _roles(viewer, row, thread, taken.get(row.id, ()))) for row in rows]


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
    return _Facts(row.id, row.number, row.author_id, row.deleted_at, row.deleted_by_id, row.moved_to_id, thread)


def _own_reactions(person_id: int) -> Coalesce:
    """Returns an expression: all that a person said of a post, the bits of ReactionKind in one number."""
    said = Reaction.objects.filter(post=OuterRef("pk"), person_id=person_id).order_by().values("post")
    return Coalesce(Subquery(said.annotate(bits=Sum("kind")).values("bits")), 0)


def _roles(viewer: Viewer, row: Any, thread: Thread, choices: Sequence[int]) -> str:
    """Returns what a viewer is to a post and said of it: “member other voted”; “c2” for a poll's choice.

    “ignored”: the viewer does not want to meet what its author writes.
    """
    roles = sorted(relations_of(viewer, _facts(row, thread)))
    said = [saying.role for saying in SAYINGS if row.own & saying.kind]
    ignored = ["ignored"] if standing_of(viewer).ignores(row.author_id, space_id=thread.space_id) else []
    return " ".join([*roles, *ignored, *said, *(["polled"] if choices else []), *(f"c{place}" for place in choices)])


def _post_row(row: Any, thread: Thread, kind_label: str, roles: dict[str, str]) -> PostRow:
    is_deleted = row.deleted_at is not None
    own_id = row.moved_to_id or row.id  # a stub stands for the post that went
    facts, door = _facts(row, thread), f"{prefix()}/wpisy/{own_id}/"
    doors = post_doors(facts)
    beside = {} if is_deleted else row.beside
    cities = beside.get("cities", ())
    return PostRow(
        id=own_id,
        number=row.number,
        html="" if is_deleted else localised_html(row.html),
        author_id=row.author_id,
        author=_author(row, roles),
        at=moment(row.created_at),
        edited=moment(row.edited_at) if row.edited_at else None,
        votes=row.votes,
        said=said_of(row, doors, door),
        cities=cities_in_words(cities),
        all_cities=", ".join(cities),
        validity=None if is_deleted else validity_of(row),
        poll=poll_row(beside.get("poll")),
        poll_door=poll_door(facts),
        poll_owners_door=poll_owners_door(facts),
        outcomes=outcomes_of(beside),
        is_deleted=is_deleted,
        is_hidden=is_deleted and bool(row.deleted_reason),
        is_moved=row.moved_to_id is not None,
        is_accepted=thread.accepted_id == row.id,
        kind_label=kind_label,
        url=permalink(thread, row.number),
        door=door,
        doors=doors,
        reply_to=_reply_to(row, thread),
    )


def _reply_to(row: Any, thread: Thread) -> ReplyTo | None:
    if row.reply_to__number is None or row.deleted_at is not None:
        return None
    name = "" if row.reply_to__deleted_at else face_of(None, row.reply_to__author__name, None).name
    is_here = row.reply_to__thread_id == thread.pk  # the thread may have been split between them
    url = permalink(thread, row.reply_to__number) if is_here else f"{prefix()}/wpisy/{row.reply_to_id}/"
    return ReplyTo(row.reply_to__number, name, url)


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
