"""For which relations each act on a post exists, and which relations a viewer has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.spaces.rules import Viewer, may_see, standing_of
from forum.models import ThreadKind


class ThreadFacts(Protocol):
    """What the rules need to know of a post's thread: a Thread has it, and so has what a page knows of it."""

    @property
    def author_id(self) -> int | None: ...
    @property
    def successor_id(self) -> int | None: ...
    @property
    def space_id(self) -> int: ...
    @property
    def audience(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def accepted_id(self) -> int | None: ...
    @property
    def reply_count(self) -> int: ...
    @property
    def locked_at(self) -> datetime | None: ...
    @property
    def deleted_at(self) -> datetime | None: ...
    @property
    def deleted_by_id(self) -> int | None: ...


class PostFacts(Protocol):
    """What the rules need to know of a post: a Post has it, and so have the plain rows of a page."""

    @property
    def pk(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def author_id(self) -> int | None: ...
    @property
    def deleted_at(self) -> datetime | None: ...
    @property
    def deleted_by_id(self) -> int | None: ...
    @property
    def moved_to_id(self) -> int | None: ...
    @property
    def thread(self) -> ThreadFacts: ...


# Relations that people have to a post: signed in; signed in and not its author; its author; who started the thread
# (or took the seat of who did); who facilitates its space; who deleted it (for a first post: the thread).
ASKER, AUTHOR, DELETER, LEADER, MEMBER, OTHER = "asker", "author", "deleter", "leader", "member", "other"
ACCEPT_DOOR = f"{ASKER} {LEADER}"  # which answer of a question holds


@dataclass(frozen=True, slots=True)
class PostDoors:
    """For which relations each act on a post exists now, as words ("author leader"); empty: for nobody.

    The same for every viewer: pages and frames put these words beside their buttons, and whoever stands in none of them
    finds the button neither shown nor working.
    """

    edit: str = ""
    delete: str = ""
    restore: str = ""
    vote: str = ""
    agree: str = ""
    same_here: str = ""
    thank: str = ""
    accept: str = ""
    unaccept: str = ""
    quote: str = ""


def post_doors(post: PostFacts) -> PostDoors:
    """Returns the doors of a post as it stands now. No query when the post's thread is loaded."""
    edit = _edit_door(post)
    answers, is_there = is_answer(post), _is_there(post)
    accept = ACCEPT_DOOR if answers else ""
    is_accepted = post.thread.accepted_id == post.pk
    is_question = post.number == 1 and post.thread.kind == ThreadKind.QUESTION
    return PostDoors(
        edit=edit,
        delete=LEADER if edit and post.number == 1 and post.thread.reply_count else edit,
        restore=_restore_door(post),
        vote=OTHER if answers else "",
        agree=OTHER if is_there and post.thread.kind != ThreadKind.QUESTION else "",
        same_here=OTHER if is_there else "",
        thank=OTHER if is_there and not is_question else "",
        accept="" if is_accepted else accept,
        unaccept=accept if is_accepted else "",
        quote=MEMBER if edit and not post.thread.locked_at else "",
    )


def _edit_door(post: PostFacts) -> str:
    """Texts that are there are changed by their authors while the thread is open, and by who facilitates."""
    if post.deleted_at or post.thread.deleted_at:
        return ""
    return LEADER if post.thread.locked_at else f"{AUTHOR} {LEADER}"


def _restore_door(post: PostFacts) -> str:
    """What was deleted is brought back by who deleted it (a post only while its thread is open), or who facilitates.

    What somebody else has hidden is brought back by who facilitates now.
    """
    by_deleter = LEADER if is_hidden_by_another(post) else f"{DELETER} {LEADER}"
    if post.number == 1:
        return by_deleter if post.thread.deleted_at else ""
    if post.deleted_at is None or post.thread.deleted_at or post.moved_to_id:
        return ""
    return LEADER if post.thread.locked_at else by_deleter


def is_hidden_by_another(post: PostFacts) -> bool:
    """Returns whether a post (with post 1: its thread) was taken out of sight by somebody other than its author."""
    deleted_by = post.thread.deleted_by_id if post.number == 1 else post.deleted_by_id
    return deleted_by is not None and deleted_by != post.author_id


def _is_there(post: PostFacts) -> bool:
    return post.deleted_at is None and post.thread.deleted_at is None


def is_answer(post: PostFacts) -> bool:
    """Returns whether a post is an answer to a question, and there."""
    return _is_there(post) and post.number > 1 and post.thread.kind == ThreadKind.QUESTION


def relations_to(viewer: Viewer, thread: ThreadFacts) -> frozenset[str]:
    """Returns a viewer's relations that hold for every post of a thread: member, asker, leader. None for a visitor."""
    standing = standing_of(viewer)
    if standing.person_id is None:
        return frozenset()
    asked = standing.person_id in (thread.author_id, thread.successor_id)
    has = {MEMBER: True, ASKER: asked, LEADER: standing.leads(thread.space_id)}
    return frozenset(word for word, holds in has.items() if holds)


def relations_of(viewer: Viewer, post: PostFacts) -> frozenset[str]:
    """Returns a viewer's relations to a post; none for a visitor. No query once the viewer's standing is known."""
    person_id = standing_of(viewer).person_id
    if person_id is None:
        return frozenset()
    own = {AUTHOR if post.author_id == person_id else OTHER}
    deleted_by = post.thread.deleted_by_id if post.number == 1 else post.deleted_by_id
    relations = relations_to(viewer, post.thread) | own | ({DELETER} if deleted_by == person_id else set())
    # Nobody facilitates what somebody else has decided about their own text.
    return relations - {LEADER} if AUTHOR in own and is_hidden_by_another(post) else relations


def opens(viewer: Viewer, post: PostFacts, door: str) -> bool:
    """Returns whether a viewer sees where a post stands and has one of the relations for which a door exists."""
    sees = may_see(viewer, audience=post.thread.audience, space_id=post.thread.space_id)
    return sees and not relations_of(viewer, post).isdisjoint(door.split())
