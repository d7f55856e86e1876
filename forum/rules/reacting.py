"""What can be said of a post with one press, and of which posts.

Two or three things a post, never all four: an answer is helpful, a contribution to a talk is agreed with, what holds
elsewhere too is “the same here”, and a thank-you needs no post of its own. Of a question only “the same here”.
"""

from dataclasses import dataclass

from community.spaces.rules import Viewer
from forum.models import ReactionKind
from forum.rules.doors import PostFacts, opens, post_doors


@dataclass(frozen=True, slots=True)
class Saying:
    """One reaction: its act (a door of PostDoors), its counter on Post, a slot's word for who said it, its address."""

    kind: ReactionKind
    act: str
    counter: str
    role: str
    path: str


SAYINGS = (
    Saying(ReactionKind.HELPFUL, "vote", "votes", "voted", "pomocne"),
    Saying(ReactionKind.AGREE, "agree", "agreed", "agreed", "zgadzam-sie"),
    Saying(ReactionKind.SAME_HERE, "same_here", "same_here", "same", "u-nas-tez"),
    Saying(ReactionKind.THANKS, "thank", "thanked", "thanked", "dziekuje"),
)
SAYING_OF = {saying.kind: saying for saying in SAYINGS}
SAYING_AT = {saying.path: saying for saying in SAYINGS}


def may_react(viewer: Viewer, post: PostFacts, kind: ReactionKind) -> bool:
    """Returns whether a viewer may say this of a post: signed in, of somebody else's, where it makes sense."""
    return opens(viewer, post, getattr(post_doors(post), SAYING_OF[kind].act))
