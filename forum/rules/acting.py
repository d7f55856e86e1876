"""Who may reply, close, accept, edit, delete, restore and vote; and all of it at once, for templates and tests."""

from dataclasses import dataclass

from community.spaces.rules import Viewer, may_see, standing_of
from forum.models import Thread, ThreadKind
from forum.rules.doors import (
    ACCEPT_DOOR,
    LEADER,
    MEMBER,
    OTHER,
    PostFacts,
    opens,
    post_doors,
    relations_of,
    relations_to,
)
from forum.rules.seeing import may_see_thread


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


def may_ask_people(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer may ask people to answer: who asked, or who facilitates, while no answer holds."""
    is_open = thread.kind == ThreadKind.QUESTION and thread.accepted_id is None and thread.locked_at is None
    if not is_open or thread.duplicate_of_id or not may_see_thread(viewer, thread):
        return False
    return not relations_to(viewer, thread).isdisjoint(ACCEPT_DOOR.split())


def may_edit(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may change a post's text: its author while the thread is open, or who facilitates."""
    return opens(viewer, post, post_doors(post).edit)


def may_delete(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may delete a post.

    Authors delete their own; a thread (its first post) only while nobody has replied. Facilitators delete any.
    """
    return opens(viewer, post, post_doors(post).delete)


def may_hide(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer hides a post with a reason: who facilitates, where somebody else wrote it."""
    relations = relations_of(viewer, post)
    return may_delete(viewer, post) and LEADER in relations and OTHER in relations


def may_restore(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may bring a deleted post back: who deleted it while the thread is open, or who leads."""
    return opens(viewer, post, post_doors(post).restore)


def may_vote(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may say that an answer helped: signed in, not the own one, answers of questions only."""
    return opens(viewer, post, post_doors(post).vote)


def may_quote(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may quote a post, or name it as what a reply is to: it is there, its thread open."""
    return opens(viewer, post, post_doors(post).quote)


def may_restore_thread(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer may bring a deleted thread back: who deleted it, or who facilitates."""
    standing = standing_of(viewer)
    sees = may_see(viewer, audience=thread.audience, space_id=thread.space_id)
    if standing.person_id is None:
        return False
    is_deleter, is_own = thread.deleted_by_id == standing.person_id, thread.author_id == standing.person_id
    leads = standing.leads(thread.space_id)
    if thread.deleted_by_id not in (None, thread.author_id):  # what somebody else has hidden
        is_deleter, leads = False, leads and not is_own
    is_there = thread.deleted_at is not None and thread.merged_into_id is None  # of a merged one only a shell is left
    return is_there and sees and (is_deleter or leads)


@dataclass(frozen=True)
class ThreadAbilities:
    """What a viewer may do in a thread; templates and tests use it whole."""

    may_reply: bool = False
    may_accept: bool = False
    may_restore: bool = False
    may_lock: bool = False
    may_ask_people: bool = False


def abilities(viewer: Viewer, thread: Thread) -> ThreadAbilities:
    """Returns a viewer's abilities in a thread they opened."""
    return ThreadAbilities(
        may_reply=may_reply(viewer, thread),
        may_accept=may_accept(viewer, thread),
        may_restore=may_restore_thread(viewer, thread),
        may_lock=may_lock(viewer, thread),
        may_ask_people=may_ask_people(viewer, thread),
    )


@dataclass(frozen=True)
class PostAbilities:
    """What a viewer may do with one post."""

    may_edit: bool = False
    may_delete: bool = False
    may_restore: bool = False
    may_vote: bool = False
    may_agree: bool = False
    may_same_here: bool = False
    may_thank: bool = False
    may_accept: bool = False
    may_unaccept: bool = False
    may_quote: bool = False


def post_abilities(viewer: Viewer, post: PostFacts) -> PostAbilities:
    """Returns a viewer's abilities with a post: its doors that the viewer's relations open. No query of its own."""
    doors = post_doors(post)
    return PostAbilities(
        may_edit=opens(viewer, post, doors.edit),
        may_delete=opens(viewer, post, doors.delete),
        may_restore=opens(viewer, post, doors.restore),
        may_vote=opens(viewer, post, doors.vote),
        may_agree=opens(viewer, post, doors.agree),
        may_same_here=opens(viewer, post, doors.same_here),
        may_thank=opens(viewer, post, doors.thank),
        may_accept=opens(viewer, post, doors.accept),
        may_unaccept=opens(viewer, post, doors.unaccept),
        may_quote=opens(viewer, post, doors.quote),
    )
