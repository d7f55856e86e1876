"""Moving a thread to another space, or to other readers in its own."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Entry
from community.live.actions import Change, emit_all, recheck_stream
from community.moderation.actions import move_cases
from community.notifications.actions import notify, withdraw
from community.people.models import Person
from community.spaces.models import Audience, Membership, Space
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.actions.marks import keep_marks
from forum.actions.relocating import lock_threads
from forum.actions.submitting import ask_anew, waiting_in
from forum.actions.writing import list_thread, set_tags
from forum.models import Draft, Post, TaggedThread, Thread
from forum.rules import audiences_within, may_move_to


class NowhereElse(ForumError):
    """The thread stands there already, for the same readers."""

    said = _("The thread stands there already, for these readers. Choose another place.")
    status = 422


class TooWide(ForumError):
    """The space lets fewer people read than the chosen audience."""

    said = _("Fewer people may read in that place. Choose its readers, or fewer.")
    status = 422


@transaction.atomic
def move_thread(*, by: Person, thread: Thread, space: Space, audience: str, note: str = "") -> Thread:
    """Moves a thread to a space for an audience and returns it. Follows, bookmarks and what is read stay.

    Whoever may no longer read it is dropped from its stream at once. In another space it is pinned no longer; it keeps
    the topics that everybody may know or that belong to the space. Raises NowhereElse, TooWide, ChangedMeanwhile.
    """
    locked = lock_threads([thread.pk])[thread.pk]
    if not may_move_to(by, locked, space):
        raise ChangedMeanwhile
    if (locked.space_id, locked.audience) == (space.pk, audience):
        raise NowhereElse
    if audience not in audiences_within(space):
        raise TooWide
    relocate(locked, space=space, audience=audience, note=note, by=by)
    return locked


def relocate(locked: Thread, *, space: Space, audience: str, note: str, by: Person | None) -> None:
    """Moves a thread, whose row is locked, to a space for an audience; the rules were asked before."""
    left = Change(locked.list_stream, "thread.changed", locked.pk)
    changes_place = locked.space_id != space.pk
    if changes_place:
        _leave(locked, space)
        posts = Post.objects.filter(thread=locked).values_list("pk", flat=True)
        move_cases(kind="post", subject_ids=list(posts), space=space)
    locked.space, locked.audience, locked.note = space, audience, note
    changed = ["space", "audience", "note", "pinned_at", "pinned_until", "is_announced", "escalated_at"]
    locked.save(update_fields=changed)
    set_tags(locked, [row.tag for row in _allowed_tags(locked, space)])
    Draft.objects.filter(thread=locked).update(space=space)
    if changes_place:
        ask_anew(waiting_in(locked))
    list_thread(locked)
    withdraw(["forum.moved"], object_id=locked.pk)
    notify("forum.moved", to=[locked.author_id] if locked.author_id else [], object_id=locked.pk, actor=by)
    recheck_stream(locked.stream)
    arrived = Change(locked.list_stream, "thread.added", locked.pk)
    emit_all([left, arrived, Change(locked.stream, "thread.moved", locked.pk)], actor_id=by.pk if by else None)


def _leave(thread: Thread, space: Space) -> None:
    """Takes along what is read in the old space; the pin stays behind, and what its facilitators were told.

    Those of the new place are told of a question without an answer with the next round.
    """
    thread.pinned_at, thread.pinned_until, thread.is_announced = None, None, False
    if thread.escalated_at:
        thread.escalated_at = None
        withdraw(["forum.waits"], object_id=Post.objects.get(thread=thread, number=1).pk)
    entry = Entry.objects.filter(kind=thread.kind, subject_id=thread.pk).first()
    if entry:
        people = Membership.objects.filter(space=space).values_list("person_id", flat=True)
        keep_marks(thread, entry, newcomers=people)


def _allowed_tags(thread: Thread, space: Space) -> list[TaggedThread]:
    """Returns the tags that stay: of nobody, of the new space, or of a network whose vocabulary everybody may read."""
    rows = TaggedThread.objects.filter(content_object=thread).select_related("tag__space")
    return [row for row in rows if row.tag.space in (None, space) or row.tag.space.audience == Audience.PUBLIC]
