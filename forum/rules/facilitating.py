"""Who puts threads in order: moves, splits, merges, pins them, and calls one the duplicate of another."""

from community.spaces.models import Space
from community.spaces.rules import Viewer, spaces_visible_to, standing_of
from forum.models import Thread
from forum.rules.acting import may_lock
from forum.rules.asking import AUDIENCES
from forum.rules.seeing import may_see_thread


def may_facilitate(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer splits or pins a thread, or calls it a duplicate: who facilitates its space."""
    return may_lock(viewer, thread)


def may_merge(viewer: Viewer, thread: Thread, into: Thread) -> bool:
    """Returns whether a viewer puts one thread's posts into another: who facilitates both."""
    return may_facilitate(viewer, thread) and may_facilitate(viewer, into)


def may_move_to(viewer: Viewer, thread: Thread, space: Space) -> bool:
    """Returns whether a viewer moves a thread to a space: who facilitates both."""
    return may_facilitate(viewer, thread) and standing_of(viewer).leads(space.pk)


def may_call_duplicate_of(viewer: Viewer, thread: Thread, of: Thread) -> bool:
    """Returns whether a viewer says that a thread is answered in another: who facilitates it and may read that one."""
    return may_facilitate(viewer, thread) and may_see_thread(viewer, of)


def may_announce_everywhere(viewer: Viewer) -> bool:
    """Returns whether a viewer puts a thread on top of everybody's lists: who facilitates the whole community."""
    return standing_of(viewer).leads_all


def spaces_led_by(viewer: Viewer) -> list[Space]:
    """Returns the spaces to which a viewer may move threads that they facilitate, by name. One query."""
    standing = standing_of(viewer)
    rows = spaces_visible_to(viewer).order_by("name", "pk")
    return [space for space in rows if standing.leads(space.pk)]


def is_wider(audience: str, than: str) -> bool:
    """Returns whether one audience lets more people read than another, in one and the same space."""
    return AUDIENCES.index(audience) < AUDIENCES.index(than)
