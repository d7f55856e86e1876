"""Keeping a thread on top of its space's list, or of everybody's, for a while or for good."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from community.base import clock
from community.base.turns import take_turn
from community.live.actions import emit_all
from community.people.models import Person
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.actions.writing import thread_changes
from forum.models import Thread
from forum.rules import may_announce_everywhere, may_facilitate

MOST_PINNED = 3


class TooManyPinned(ForumError):
    """Three threads are pinned already; `threads` are they."""

    status = 409

    def __init__(self, threads: list[Thread]) -> None:
        titles = ", ".join(f"„{thread.title}”" for thread in threads)
        said = _("At most three threads are pinned at a time. Unpin one of them first: %(titles)s.")
        super().__init__(said % {"titles": titles})
        self.threads = threads


@transaction.atomic
def pin_thread(*, by: Person, thread: Thread, until: datetime | None = None, everywhere: bool = False) -> Thread:
    """Pins a thread on top of its space's list (`everywhere`: of all lists) and returns it; again changes how long.

    What everybody's lists show is changed only by who may put it there. Raises TooManyPinned, and ChangedMeanwhile when
    the rules no longer allow it.
    """
    locked = Thread.objects.select_for_update().get(pk=thread.pk)
    if not may_facilitate(by, locked) or ((everywhere or locked.is_announced) and not may_announce_everywhere(by)):
        raise ChangedMeanwhile
    place = {"is_announced": True} if everywhere else {"space_id": locked.space_id, "is_announced": False}
    take_turn(f"pins {'everywhere' if everywhere else locked.space_id}")  # two at once would count the same three
    others = list(Thread.objects.live().pinned().filter(**place).exclude(pk=locked.pk).order_by("pk"))
    if len(others) >= MOST_PINNED:
        raise TooManyPinned(others)
    locked.pinned_at, locked.pinned_until, locked.is_announced = clock.now(), until, everywhere
    return _store(locked, by, "thread.pinned")


@transaction.atomic
def unpin_thread(*, by: Person, thread: Thread) -> Thread:
    """Pins a thread no longer and returns it. Raises ChangedMeanwhile when the rules no longer allow it.

    What everybody's lists show is taken down only by who may put it there.
    """
    locked = Thread.objects.select_for_update().get(pk=thread.pk)
    if not may_facilitate(by, locked) or (locked.is_announced and not may_announce_everywhere(by)):
        raise ChangedMeanwhile
    if locked.pinned_at is None:
        return locked
    locked.pinned_at, locked.pinned_until, locked.is_announced = None, None, False
    return _store(locked, by, "thread.unpinned")


def _store(thread: Thread, by: Person, kind: str) -> Thread:
    thread.save(update_fields=["pinned_at", "pinned_until", "is_announced"])
    emit_all(thread_changes(thread, kind, thread.pk), actor_id=by.pk)
    return thread
