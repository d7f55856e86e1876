"""Who may take part in a poll, close it, and change what it asks."""

from community.spaces.rules import Viewer
from forum.rules.doors import AUTHOR, LEADER, MEMBER, PostFacts, opens


def poll_door(post: PostFacts) -> str:
    """Returns for which relations voting in a post's poll exists: every signed-in person while its thread is open."""
    return "" if _is_shut(post) else MEMBER


def poll_owners_door(post: PostFacts) -> str:
    """Returns for which relations asking, changing and closing a post's poll exists."""
    return "" if _is_shut(post) else f"{AUTHOR} {LEADER}"


def may_vote_in_poll(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may take part in the poll of a post; whether it is open is the poll's business."""
    return opens(viewer, post, poll_door(post))


def may_keep_poll(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may put a poll beside a post, change it before the first vote, and close it."""
    return opens(viewer, post, poll_owners_door(post))


def _is_shut(post: PostFacts) -> bool:
    return bool(post.deleted_at or post.thread.deleted_at or post.thread.locked_at)
