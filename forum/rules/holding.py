"""Who says of an answer that it holds, until when and by which law, and who reports what a city made of it."""

from community.spaces.models import Role
from community.spaces.rules import Viewer, standing_of
from forum.rules.doors import AUTHOR, LEADER, MEMBER, PostFacts, is_answer, opens


def may_date(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer says as of when an answer holds: its author, experts and facilitators of the space."""
    if not is_answer(post):
        return False
    is_expert = standing_of(viewer).role_in(post.thread.space_id) == Role.EXPERT
    return opens(viewer, post, f"{AUTHOR} {LEADER}") or (is_expert and opens(viewer, post, MEMBER))


def may_report(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may report what a city made of an answer; that takes a seat in a city, too."""
    return is_answer(post) and opens(viewer, post, MEMBER)
