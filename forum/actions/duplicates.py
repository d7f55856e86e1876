"""Saying that a thread is answered in another one, and taking that back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.live.actions import Change, emit_all
from community.notifications.actions import notify, settle, withdraw
from community.people.models import Person
from forum.actions.answerers import LOOKING_KINDS
from forum.actions.errors import ChangedMeanwhile, ChosenGone, ForumError
from forum.actions.relocating import lock_threads
from forum.actions.writing import list_thread, thread_changes
from forum.models import Post, Thread
from forum.rules import may_call_duplicate_of, may_facilitate


class OfItself(ForumError):
    """A thread is no duplicate of itself, nor of one that is a duplicate of it."""

    said = _("A thread cannot be a duplicate of itself. Choose another one.")
    status = 422


@transaction.atomic
def call_duplicate(*, by: Person, thread: Thread, of: Thread, note: str = "") -> Thread:
    """Says that a thread is answered in another one, closes it, and returns it; both lead to each other.

    The duplicate of a duplicate is one of the original; what was a duplicate of this thread is so, too. Raises
    OfItself, ChosenGone, and ChangedMeanwhile when the rules no longer allow it.
    """
    original_id = of.duplicate_of_id or of.pk
    if original_id == thread.pk or of.pk == thread.pk:
        raise OfItself
    locked = lock_threads([thread.pk, original_id])
    duplicate, original = locked[thread.pk], locked[original_id]
    if original.deleted_at:
        raise ChosenGone
    if original.duplicate_of_id or not may_call_duplicate_of(by, duplicate, original):
        raise ChangedMeanwhile
    led_here = list(Thread.objects.filter(duplicate_of=duplicate))
    Thread.objects.filter(duplicate_of=duplicate).update(duplicate_of=original)
    if duplicate.duplicate_of_id is None:
        duplicate.was_locked = duplicate.locked_at is not None
    duplicate.duplicate_of, duplicate.duplicate_note = original, note
    duplicate.locked_at = duplicate.locked_at or clock.now()
    duplicate.save(update_fields=["duplicate_of", "duplicate_note", "locked_at", "was_locked"])
    list_thread(duplicate)
    withdraw(["forum.duplicate"], object_id=duplicate.pk)
    settle(LOOKING_KINDS, object_ids=Post.objects.filter(thread=duplicate, number=1).values("pk"))
    notify("forum.duplicate", to=[duplicate.author_id] if duplicate.author_id else [], object_id=duplicate.pk, actor=by)
    _emit(by, duplicate, original, *led_here)
    return duplicate


@transaction.atomic
def call_no_duplicate(*, by: Person, thread: Thread) -> Thread:
    """Takes back that a thread is a duplicate, opens it again unless it was closed before, and returns it.

    Nothing happens when it is none.
    """
    duplicate = Thread.objects.select_for_update().get(pk=thread.pk)
    if not may_facilitate(by, duplicate):
        raise ChangedMeanwhile
    original = duplicate.duplicate_of
    if original is None:
        return duplicate
    if not duplicate.was_locked:
        duplicate.locked_at = None
    duplicate.duplicate_of, duplicate.was_locked, duplicate.duplicate_note = None, False, ""
    duplicate.save(update_fields=["duplicate_of", "locked_at", "was_locked", "duplicate_note"])
    list_thread(duplicate)
    withdraw(["forum.duplicate"], object_id=duplicate.pk)
    _emit(by, duplicate, original)
    return duplicate


def _emit(by: Person, duplicate: Thread, *others: Thread) -> None:
    told = [Change(other.stream, "thread.duplicated", other.pk) for other in others]
    emit_all([*thread_changes(duplicate, "thread.duplicated", duplicate.pk), *told], actor_id=by.pk)
