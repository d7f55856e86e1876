"""A post as everybody sees it, made from the columns of its row. What looks the same is made once and remembered."""

import json
from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from community.base import clock
from community.base.languages import localised_html, prefix
from community.base.moments import Moment, moment
from community.people.models import avatar_url, hue_of, initials_of
from community.spaces.models import Role
from forum.models import Thread, place_of, thread_url
from forum.queries.beside import (
    MadeOf,
    Outcomes,
    Said,
    Validity,
    cities_in_words,
    made_of,
    outcomes_of,
    said_of,
    validity_of,
)
from forum.queries.lists import face_of, kind_labels
from forum.queries.polls import PollRow, poll_row
from forum.rules import PostDoors, PostFacts, poll_door, poll_owners_door, post_doors

COLUMNS = (
    "id", "number", "html", "votes", "created_at", "edited_at", "deleted_at", "deleted_by_id", "deleted_reason",
    "version", "author_id", "author__name", "author__slug", "author__avatar", "author__is_profile_public",
    "author_role", "city__name", "city__slug", "agreed", "same_here", "thanked", "valid_on", "legal_basis",
    "review_on", "outdated_at", "outdated_reason", "beside_text", "reply_to__number", "reply_to__deleted_at",
    "reply_to__author__name", "reply_to_id", "reply_to__thread_id", "moved_to_id",
)  # fmt: skip


_Columns = namedtuple("_Columns", COLUMNS)  # type: ignore[misc]
_HTML, _BESIDE = COLUMNS.index("html"), COLUMNS.index("beside_text")
FOLDED_FROM = 5_000  # characters of HTML
_REMEMBERED = 1_000  # posts as pages show them, kept by each process
_LONGEST_REMEMBERED = 10_000  # characters of HTML


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
    """One post as everybody sees it; `html` is safe, and empty for a deleted post. `doors` says who may do what.

    `drawn` is its HTML for members (True) and visitors, kept by the template that made it.
    """

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
    made: MadeOf | None
    is_deleted: bool
    is_hidden: bool
    is_moved: bool
    is_accepted: bool
    kind_label: str
    url: str
    door: str
    doors: PostDoors
    reply_to: ReplyTo | None
    facts: PostFacts
    drawn: dict[bool, str] = field(default_factory=dict, compare=False)

    @property
    def is_long(self) -> bool:
        """Returns whether a page shows the post folded at first: a reply of more than about fifty lines."""
        return self.number > 1 and not self.is_accepted and len(self.html) > FOLDED_FROM


class _ThreadFacts(NamedTuple):
    """What of a thread decides how its posts look; `reply_count` is 1 for any number of replies."""

    pk: int
    title: str
    author_id: int | None
    successor_id: int | None
    space_id: int
    audience: str
    kind: str
    accepted_id: int | None
    reply_count: int
    locked_at: datetime | None
    deleted_at: datetime | None
    deleted_by_id: int | None


class _Facts(NamedTuple):
    """A row as the rules want to see it."""

    pk: int
    number: int
    author_id: int | None
    deleted_at: datetime | None
    deleted_by_id: int | None
    moved_to_id: int | None
    thread: _ThreadFacts


def place_in(thread_id: int, title: str, number: int) -> str:
    """Returns the address of a post in a thread, in the page's language."""
    return f"{prefix()}{thread_url(thread_id, title)}{place_of(number)}"


def drawn(thread: Thread, rows: Sequence[tuple[Any, ...]]) -> list[PostRow]:
    """Returns posts as pages show them. What they look like depends on nothing but what is handed to `_remembered`."""
    facts = _ThreadFacts(
        thread.pk, thread.title, thread.author_id, thread.successor_id, thread.space_id, thread.audience, thread.kind,
        thread.accepted_id, min(thread.reply_count, 1), thread.locked_at, thread.deleted_at, thread.deleted_by_id,
    )  # fmt: skip
    language, today = get_language(), timezone.localdate(clock.now())
    return [(_post_row if _changes_by_the_hour(row) else _remembered)(language, today, facts, row) for row in rows]


def _changes_by_the_hour(row: tuple[Any, ...]) -> bool:
    """Returns whether a post is drawn anew each time: polls close in the middle of a day. Very long ones are, too."""
    return '"poll"' in row[_BESIDE] or len(row[_HTML]) > _LONGEST_REMEMBERED


def _post_row(language: str | None, today: date, thread: _ThreadFacts, columns: tuple[Any, ...]) -> PostRow:
    row: Any = _Columns(*columns)
    is_deleted = row.deleted_at is not None
    own_id = row.moved_to_id or row.id  # a stub stands for the post that went
    facts = _Facts(row.id, row.number, row.author_id, row.deleted_at, row.deleted_by_id, row.moved_to_id, thread)
    doors, door = post_doors(facts), f"{prefix()}/wpisy/{own_id}/"
    beside = {} if is_deleted else json.loads(row.beside_text)
    cities = beside.get("cities", ())
    return PostRow(
        id=own_id,
        number=row.number,
        html="" if is_deleted else localised_html(row.html),
        author_id=row.author_id,
        author=_author(row),
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
        made=made_of(beside, thread),
        is_deleted=is_deleted,
        is_hidden=is_deleted and bool(row.deleted_reason),
        is_moved=row.moved_to_id is not None,
        is_accepted=thread.accepted_id == row.id,
        kind_label=kind_labels()[thread.kind],
        url=place_in(thread.pk, thread.title, row.number),
        door=door,
        doors=doors,
        reply_to=_reply_to(row, thread),
        facts=facts,
    )


# While templates are worked on, every post is drawn by the template as it is now.
_remembered = lru_cache(0 if settings.DEBUG else _REMEMBERED)(_post_row)


def _reply_to(row: Any, thread: _ThreadFacts) -> ReplyTo | None:
    if row.reply_to__number is None or row.deleted_at is not None:
        return None
    name = "" if row.reply_to__deleted_at else face_of(None, row.reply_to__author__name, None).name
    is_here = row.reply_to__thread_id == thread.pk  # the thread may have been split between them
    url = place_in(thread.pk, thread.title, row.reply_to__number) if is_here else f"{prefix()}/wpisy/{row.reply_to_id}/"
    return ReplyTo(row.reply_to__number, name, url)


def _author(row: Any) -> Author:
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
        role_label=str(Role(row.author_role).label) if row.author_role in Role.values else "",
    )
