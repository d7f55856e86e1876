"""Who may see, ask, reply, edit, delete, accept and vote. The only door to threads and posts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from community.spaces.models import Audience, Space
from community.spaces.rules import Viewer, may_see, standing_of, visible
from community.spaces.rules import abilities as space_abilities
from forum.models import Post, Thread, ThreadKind, ThreadSet


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
    def thread(self) -> Thread: ...


def threads_visible_to(viewer: Viewer) -> ThreadSet:
    """Returns the threads a viewer may read; deleted ones are in no list."""
    return Thread.objects.live().filter(visible(viewer))


def posts_visible_to(viewer: Viewer) -> QuerySet[Post]:
    """Returns the posts whose text a viewer may read."""
    rows = Post.objects.filter(deleted_at=None, thread__deleted_at=None)
    return rows.filter(visible(viewer, audience="thread__audience", space="thread__space_id"))


def may_see_thread(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer may read a thread; the list form is `threads_visible_to`."""
    return thread.deleted_at is None and may_see(viewer, audience=thread.audience, space_id=thread.space_id)


def may_see_post(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may read a post's text; the list form is `posts_visible_to`."""
    return post.deleted_at is None and may_see_thread(viewer, post.thread)


def find_thread_for(viewer: Viewer, thread_id: int, rows: QuerySet[Thread] | None = None) -> Thread:
    """Returns a thread with its space (from `rows`, when the caller wants more columns), in one query.

    A deleted one opens only for who may restore it. Raises Http404 otherwise.
    """
    rows = Thread.objects.all() if rows is None else rows
    thread = rows.select_related("space").filter(visible(viewer), pk=thread_id).first()
    if thread is None:
        raise Http404(_("There is no such thread, or it is only for members of its network or group."))
    if thread.deleted_at and not may_restore_thread(viewer, thread):
        raise Http404(_("This thread was deleted."))
    return thread


def find_post_for(viewer: Viewer, post_id: int) -> Post:
    """Returns a post with its thread and space; a deleted one only for who may restore it. Raises Http404."""
    rows = Post.objects.select_related("thread__space").filter(
        visible(viewer, audience="thread__audience", space="thread__space_id")
    )
    post = rows.filter(pk=post_id).first()
    if post is None or (post.thread.deleted_at and not may_restore_thread(viewer, post.thread)):
        raise Http404(_("There is no such post, or it is only for members."))
    if post.deleted_at and not may_restore(viewer, post):
        raise Http404(_("This post was deleted."))
    return post


def kinds_open_to(viewer: Viewer, space: Space) -> list[str]:
    """Returns the kinds of thread a viewer may start in a space; none for who may not write there."""
    can = space_abilities(viewer, space)
    kinds: list[str] = [ThreadKind.QUESTION, ThreadKind.DISCUSSION] if can.may_ask else []
    return [*kinds, ThreadKind.ANNOUNCEMENT] if can.may_announce else kinds


def audiences_within(space: Space) -> list[str]:
    """Returns the audiences a thread may have in a space: its own, or narrower."""
    order: list[str] = [Audience.PUBLIC, Audience.COMMUNITY, Audience.MEMBERS]
    return order[order.index(Audience(space.audience)) :]


# Relations that people have to a post: signed in; signed in and not its author; its author; who started the thread; who
# facilitates its space; who deleted it (for a first post: the thread).
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
    accept: str = ""
    unaccept: str = ""


def post_doors(post: PostFacts) -> PostDoors:
    """Returns the doors of a post as it stands now. No query when the post's thread is loaded."""
    edit = _edit_door(post)
    accept = ACCEPT_DOOR if _is_answer(post) else ""
    is_accepted = post.thread.accepted_id == post.pk
    return PostDoors(
        edit=edit,
        delete=LEADER if edit and post.number == 1 and post.thread.reply_count else edit,
        restore=_restore_door(post),
        vote=OTHER if _is_answer(post) else "",
        accept="" if is_accepted else accept,
        unaccept=accept if is_accepted else "",
    )


def _edit_door(post: PostFacts) -> str:
    """Texts that are there are changed by their authors while the thread is open, and by who facilitates."""
    if post.deleted_at or post.thread.deleted_at:
        return ""
    return LEADER if post.thread.locked_at else f"{AUTHOR} {LEADER}"


def _restore_door(post: PostFacts) -> str:
    """What was deleted is brought back by who deleted it (a post only while its thread is open), or who facilitates."""
    if post.number == 1:
        return f"{DELETER} {LEADER}" if post.thread.deleted_at else ""
    if post.deleted_at is None or post.thread.deleted_at:
        return ""
    return LEADER if post.thread.locked_at else f"{DELETER} {LEADER}"


def _is_answer(post: PostFacts) -> bool:
    """Returns whether a post is an answer to a question, and there."""
    is_there = post.deleted_at is None and post.thread.deleted_at is None
    return is_there and post.number > 1 and post.thread.kind == ThreadKind.QUESTION


def relations_to(viewer: Viewer, thread: Thread) -> frozenset[str]:
    """Returns a viewer's relations that hold for every post of a thread: member, asker, leader. None for a visitor."""
    standing = standing_of(viewer)
    if standing.person_id is None:
        return frozenset()
    has = {MEMBER: True, ASKER: thread.author_id == standing.person_id, LEADER: standing.leads(thread.space_id)}
    return frozenset(word for word, holds in has.items() if holds)


def relations_of(viewer: Viewer, post: PostFacts) -> frozenset[str]:
    """Returns a viewer's relations to a post; none for a visitor. No query once the viewer's standing is known."""
    person_id = standing_of(viewer).person_id
    if person_id is None:
        return frozenset()
    own = {AUTHOR if post.author_id == person_id else OTHER}
    deleted_by = post.thread.deleted_by_id if post.number == 1 else post.deleted_by_id
    return relations_to(viewer, post.thread) | own | ({DELETER} if deleted_by == person_id else set())


def _opens(viewer: Viewer, post: PostFacts, door: str) -> bool:
    """Returns whether a viewer sees where a post stands and has one of the relations for which a door exists."""
    sees = may_see(viewer, audience=post.thread.audience, space_id=post.thread.space_id)
    return sees and not relations_of(viewer, post).isdisjoint(door.split())


def may_reply(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer may reply: every signed-in person who sees an open thread."""
    return MEMBER in relations_to(viewer, thread) and may_see_thread(viewer, thread) and thread.locked_at is None


def may_lock(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer may close a thread to new posts, or open it again: who facilitates."""
    return LEADER in relations_to(viewer, thread) and may_see_thread(viewer, thread)


def may_accept(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer decides which answer of a question holds: who asked, or who facilitates."""
    if thread.kind != ThreadKind.QUESTION or not may_see_thread(viewer, thread):
        return False
    return not relations_to(viewer, thread).isdisjoint(ACCEPT_DOOR.split())


def may_edit(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may change a post's text: its author while the thread is open, or who facilitates."""
    return _opens(viewer, post, post_doors(post).edit)


def may_delete(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may delete a post.

    Authors delete their own; a thread (its first post) only while nobody has replied. Facilitators delete any.
    """
    return _opens(viewer, post, post_doors(post).delete)


def may_restore(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may bring a deleted post back: who deleted it while the thread is open, or who leads."""
    return _opens(viewer, post, post_doors(post).restore)


def may_restore_thread(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer may bring a deleted thread back: who deleted it, or who facilitates."""
    standing = standing_of(viewer)
    sees = may_see(viewer, audience=thread.audience, space_id=thread.space_id)
    is_deleter = standing.person_id is not None and thread.deleted_by_id == standing.person_id
    return thread.deleted_at is not None and sees and (is_deleter or standing.leads(thread.space_id))


def may_vote(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may say that an answer helped: signed in, not the own one, answers of questions only."""
    return _opens(viewer, post, post_doors(post).vote)


@dataclass(frozen=True)
class ThreadAbilities:
    """What a viewer may do in a thread; templates and tests use it whole."""

    may_reply: bool = False
    may_accept: bool = False
    may_restore: bool = False
    may_lock: bool = False


def abilities(viewer: Viewer, thread: Thread) -> ThreadAbilities:
    """Returns a viewer's abilities in a thread they opened."""
    return ThreadAbilities(
        may_reply=may_reply(viewer, thread),
        may_accept=may_accept(viewer, thread),
        may_restore=may_restore_thread(viewer, thread),
        may_lock=may_lock(viewer, thread),
    )


@dataclass(frozen=True)
class PostAbilities:
    """What a viewer may do with one post."""

    may_edit: bool = False
    may_delete: bool = False
    may_restore: bool = False
    may_vote: bool = False
    may_accept: bool = False
    may_unaccept: bool = False


def post_abilities(viewer: Viewer, post: PostFacts) -> PostAbilities:
    """Returns a viewer's abilities with a post: its doors that the viewer's relations open. No query of its own."""
    doors = post_doors(post)
    return PostAbilities(
        may_edit=_opens(viewer, post, doors.edit),
        may_delete=_opens(viewer, post, doors.delete),
        may_restore=_opens(viewer, post, doors.restore),
        may_vote=_opens(viewer, post, doors.vote),
        may_accept=_opens(viewer, post, doors.accept),
        may_unaccept=_opens(viewer, post, doors.unaccept),
    )
