"""Hiding somebody else's post with a reason: a facilitator's decision, which the author reads and may contest."""

from django.db import transaction

from community.live.actions import emit_all
from community.moderation.actions import DecidedMeanwhile, record
from community.moderation.models import Decision, Verb
from community.people.models import Person
from forum.actions.errors import ChangedMeanwhile
from forum.actions.posts import about, lock_post, take_out
from forum.actions.writing import thread_changes
from forum.models import Post
from forum.rules import may_hide


@transaction.atomic
def hide_post(*, by: Person, post: Post, fault: str, reason: str, settles: bool = False) -> Decision:
    """Hides a post, with post 1 the whole thread, and returns the decision; the author and who reported it are told.

    Raises DecidedMeanwhile when it is hidden already, or, with `settles`, when its reports were settled meanwhile;
    ChangedMeanwhile when the rules no longer allow it.
    """
    thread, current = lock_post(post)
    if current.deleted_at or thread.deleted_at:
        raise DecidedMeanwhile
    if not may_hide(by, current):
        raise ChangedMeanwhile
    take_out(thread, current, by=by, reason=reason)
    decision = record(**about(current), by=by, verb=Verb.HIDDEN, fault=fault, reason=reason, settles=settles)
    emit_all(thread_changes(thread, "post.deleted", post.pk), actor_id=by.pk)
    return decision
