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


def may_reply(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer may reply: every signed-in person who sees an open thread."""
    signed_in = standing_of(viewer).person_id is not None
    return signed_in and may_see_thread(viewer, thread) and thread.locked_at is None


def may_accept(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer decides which answer of a question holds: who asked, or who facilitates."""
    if thread.kind != ThreadKind.QUESTION or not may_see_thread(viewer, thread):
        return False
    standing = standing_of(viewer)
    is_author = standing.person_id is not None and thread.author_id == standing.person_id
    return is_author or standing.leads(thread.space_id)


def may_edit(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may change a post's text: its author while the thread is open, or who facilitates."""
    if not may_see_post(viewer, post):
        return False
    standing = standing_of(viewer)
    if standing.leads(post.thread.space_id):
        return True
    return _is_own(viewer, post.author_id) and post.thread.locked_at is None


def may_delete(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may delete a post.

    Authors delete their own; a thread (its first post) only while nobody has replied. Facilitators delete any.
    """
    if not may_edit(viewer, post):
        return False
    return post.number > 1 or post.thread.reply_count == 0 or standing_of(viewer).leads(post.thread.space_id)


def may_restore(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may bring a deleted post back: who deleted it while the thread is open, or who leads."""
    if post.number == 1:
        return may_restore_thread(viewer, post.thread)
    if post.thread.locked_at and not standing_of(viewer).leads(post.thread.space_id):
        return False
    return (
        post.deleted_at is not None
        and may_see_thread(viewer, post.thread)
        and _undoes(viewer, post, post.thread.space_id)
    )


def may_restore_thread(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer may bring a deleted thread back: who deleted it, or who facilitates."""
    sees = may_see(viewer, audience=thread.audience, space_id=thread.space_id)
    return thread.deleted_at is not None and sees and _undoes(viewer, thread, thread.space_id)


def may_vote(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may say that an answer helped: signed in, not the own one, answers of questions only."""
    if post.thread.kind != ThreadKind.QUESTION or post.number == 1 or not may_see_post(viewer, post):
        return False
    return standing_of(viewer).person_id is not None and not _is_own(viewer, post.author_id)


def _is_own(viewer: Viewer, author_id: int | None) -> bool:
    person_id = standing_of(viewer).person_id
    return person_id is not None and author_id == person_id


def _undoes(viewer: Viewer, deleted: Thread | PostFacts, space_id: int) -> bool:
    return _is_own(viewer, deleted.deleted_by_id) or standing_of(viewer).leads(space_id)


@dataclass(frozen=True)
class ThreadAbilities:
    """What a viewer may do in a thread; templates and tests use it whole."""

    may_reply: bool = False
    may_accept: bool = False
    may_restore: bool = False
    leads: bool = False


def abilities(viewer: Viewer, thread: Thread) -> ThreadAbilities:
    """Returns a viewer's abilities in a thread they opened."""
    return ThreadAbilities(
        may_reply=may_reply(viewer, thread),
        may_accept=may_accept(viewer, thread),
        may_restore=may_restore_thread(viewer, thread),
        leads=standing_of(viewer).leads(thread.space_id),
    )


@dataclass(frozen=True)
class PostAbilities:
    """What a viewer may do with one post."""

    may_edit: bool = False
    may_delete: bool = False
    may_restore: bool = False
    may_vote: bool = False
    may_accept: bool = False


def post_abilities(viewer: Viewer, post: PostFacts) -> PostAbilities:
    """Returns a viewer's abilities with a post; no query when the post's thread is loaded."""
    may_take = post.number > 1 and post.deleted_at is None and may_accept(viewer, post.thread)
    return PostAbilities(
        may_edit=may_edit(viewer, post),
        may_delete=may_delete(viewer, post),
        may_restore=may_restore(viewer, post),
        may_vote=may_vote(viewer, post),
        may_accept=may_take,
    )
