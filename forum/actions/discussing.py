"""The discussion of something in the catalogue: a thread that follows its subject's readers, and closes with it."""

from django.db import transaction
from django.db.models import F

from community.base import clock
from community.catalogue.models import Entry
from community.people.models import Person
from forum.actions.moving import relocate
from forum.actions.relocating import lock_threads
from forum.actions.threads import set_open, start_thread
from forum.models import Thread, ThreadKind


@transaction.atomic
def keep_discussion(*, entry: Entry, author: Person | None, title: str, text: str, key: str) -> Thread | None:
    """Returns the discussion of an entry: started by the author when there is none, else brought to its readers.

    It is opened again when it was closed with its subject. What people renamed, locked, merged or deleted themselves
    stays so. None where there is none and nobody, or no place, to start it in; one that is there keeps its place then.
    """
    thread, space = discussion_of(entry), entry.space
    if thread is None:
        return start_thread(
            author=author, space=space, kind=ThreadKind.DISCUSSION, title=title, text=text, key=key,
            audience=entry.audience, about=entry,
        ) if author and space else None  # fmt: skip
    if thread.merged_into_id:
        return thread
    locked = lock_threads([thread.pk])[thread.pk]
    space = space or locked.space
    if (locked.space_id, locked.audience) != (space.pk, entry.audience):
        relocate(locked, space=space, audience=entry.audience, note="", by=author)
    if locked.closed_with_subject:
        _set_closed(locked, is_closed=False, by=author)
    return locked


@transaction.atomic
def close_discussion(*, kind: str, subject_id: int) -> None:
    """Closes the discussion of a subject that is shown no more; nothing happens when it is closed or has none."""
    entry = Entry.objects.filter(kind=kind, subject_id=subject_id).first()
    thread = discussion_of(entry) if entry else None
    if thread is None or thread.merged_into_id:
        return
    locked = lock_threads([thread.pk])[thread.pk]
    if locked.locked_at is None and locked.deleted_at is None:
        _set_closed(locked, is_closed=True, by=None)


def lock_discussion(*, kind: str, subject_id: int) -> None:
    """Makes others wait who write in the discussion of a subject. Two queries, one where there is no entry yet.

    Whoever lists a subject and then brings its discussion along calls this first: threads come before entries.
    """
    entry = Entry.objects.filter(kind=kind, subject_id=subject_id).first()
    thread = discussion_of(entry) if entry else None
    if thread is not None:
        lock_threads([thread.pk])


def discussion_of(entry: Entry) -> Thread | None:
    """Returns the thread about an entry, even a merged or deleted one; None when there never was one. One query."""
    return Thread.objects.filter(about=entry).order_by(F("merged_into").asc(nulls_first=True), "pk").first()


def _set_closed(thread: Thread, *, is_closed: bool, by: Person | None) -> None:
    thread.closed_with_subject = is_closed
    thread.save(update_fields=["closed_with_subject"])
    set_open(thread, None if not is_closed else clock.now(), by)
