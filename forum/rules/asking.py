"""Who may start what, where, and for whom."""

from community.spaces.models import Audience, Space
from community.spaces.rules import Viewer
from community.spaces.rules import abilities as space_abilities
from forum.models import ThreadKind

AUDIENCES: list[str] = [Audience.PUBLIC, Audience.COMMUNITY, Audience.MEMBERS]  # the widest first


def kinds_open_to(viewer: Viewer, space: Space) -> list[str]:
    """Returns the kinds of thread a viewer may start in a space; none for who may not write there."""
    can = space_abilities(viewer, space)
    kinds: list[str] = [ThreadKind.QUESTION, ThreadKind.DISCUSSION] if can.may_ask else []
    return [*kinds, ThreadKind.ANNOUNCEMENT] if can.may_announce else kinds


def audiences_within(space: Space) -> list[str]:
    """Returns the audiences a thread may have in a space: its own, or narrower."""
    return AUDIENCES[AUDIENCES.index(space.audience) :]
