"""Accepting an answer, and taking it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.base import clock
from community.live.actions import Change, emit_all
from community.notifications.actions import notify, settle, withdraw
from community.people.models import Person
from forum.actions.answerers import LOOKING_KINDS
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.actions.outcomes import WORKED
from forum.actions.writing import list_thread, thread_changes
from forum.models import Post, Thread, ThreadKind
from forum.rules import may_accept


@transaction.atomic
def accept_answer(*, by: Person, post: Post) -> Thread:
    """Makes a post the accepted answer of its question, in place of an earlier one, and returns the thread.

    Raises ForumError when the post was deleted meanwhile, or is not an answer to a question, and ChangedMeanwhile when
    the rules no longer allow it.
    """
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    is_there = Post.objects.filter(pk=post.pk, thread=thread, deleted_at=None, number__gt=1).exists()
    if not is_there or thread.deleted_at or thread.kind != ThreadKind.QUESTION:
        raise ForumError(
            _("This post cannot be the accepted answer: it was deleted or it is not an answer."), status=409
        )
    if not may_accept(by, thread):
        raise ChangedMeanwhile
    if thread.accepted_id == post.pk:
        return thread
    former = thread.accepted_id
    take_acceptance_back(thread)
    thread.accepted, thread.accepted_by, thread.accepted_at = post, by, clock.now()
    thread.save(update_fields=["accepted", "accepted_by", "accepted_at"])
    list_thread(thread)
    settle(LOOKING_KINDS, object_ids=Post.objects.filter(thread=thread, number=1).values("pk"))
    if post.author_id:
        notify("forum.accepted", to=[post.author_id], object_id=post.pk, actor=by, about=f"{thread.kind}:{thread.pk}")
    taken_back = [Change(thread.stream, "answer.unaccepted", former)] if former else []
    emit_all([*taken_back, *thread_changes(thread, "answer.accepted", post.pk)], actor_id=by.pk)
    return thread


@transaction.atomic
def unaccept_answer(*, by: Person, post: Post) -> Thread:
    """Makes a question open again and returns it; nothing happens when this post is not its accepted answer.

    Raises ChangedMeanwhile when the rules no longer allow it.
    """
    locked = Thread.objects.select_for_update().get(pk=post.thread_id)
    if locked.accepted_id != post.pk:
        return locked
    if not may_accept(by, locked):
        raise ChangedMeanwhile
    take_acceptance_back(locked)
    list_thread(locked)
    emit_all(thread_changes(locked, "answer.unaccepted", post.pk), actor_id=by.pk)
    return locked


def take_acceptance_back(thread: Thread) -> None:
    """Clears the accepted answer of a locked thread, and what people were told and asked about it."""
    if thread.accepted_id is None:
        return
    withdraw(["forum.accepted", *WORKED], object_id=thread.accepted_id)
    thread.accepted, thread.accepted_by, thread.accepted_at = None, None, None
    thread.save(update_fields=["accepted", "accepted_by", "accepted_at"])
