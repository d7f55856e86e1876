"""What follows from a step of a review, wherever it was made: a note, and who is told of it.

Called by the receivers of Wagtail's signals (plugs) and by the verbs beside.
"""

from typing import Any

from django.db import transaction

from community.notifications.actions import notify, settle
from community.people.models import Person
from resources.models import NoteKind, ResourcePage, ReviewNote
from resources.rules import editors, state_of

KINDS = {
    NoteKind.SUBMITTED: "resources.submitted", NoteKind.CHANGES: "resources.changes_asked",
    NoteKind.APPROVED: "resources.approved", NoteKind.COMMENT: "resources.noted", NoteKind.AGREED: "resources.noted",
    NoteKind.OBJECTED: "resources.noted",
}  # fmt: skip


@transaction.atomic
def page_submitted(task_state: Any, by: Person | None) -> None:
    """A page waits for a decision: the editors are told."""
    page = task_state.workflow_state.content_object.specific
    if isinstance(page, ResourcePage):
        note = _note(page, NoteKind.SUBMITTED, by, task_state.revision)
        told = [one for one in editors() if one != by]
        notify(KINDS[NoteKind.SUBMITTED], to=[one.pk for one in told], object_id=note.pk, actor=by)


@transaction.atomic
def changes_asked(state: Any, by: Person | None) -> None:
    """An editor asks for changes: the author is told."""
    _decided(state, by, NoteKind.CHANGES)


@transaction.atomic
def page_approved(state: Any, by: Person | None) -> None:
    """An editor approved a page, which is published: the author is told."""
    _decided(state, by, NoteKind.APPROVED)


@transaction.atomic
def page_withdrawn(state: Any, by: Person | None) -> None:
    """A page no longer waits: it stands in the notes, and the editors need not look."""
    page = state.content_object.specific
    if isinstance(page, ResourcePage):
        task = state.current_task_state  # None when the task itself was deleted in the admin
        _note(page, NoteKind.WITHDRAWN, by, task.revision if task else None)
        _settle(page)


@transaction.atomic
def tell_note(note: ReviewNote) -> None:
    """Tells the author and the editors who take part of a note; before one does, all of them if the page waits."""
    page = note.page.specific
    taking_part = ReviewNote.objects.filter(page=note.page, author__isnull=False).values("author")
    told = set(editors().filter(pk__in=taking_part).exclude(pk=page.owner_id).values_list("pk", flat=True))
    if not told - {note.author_id} and note.author_id == page.owner_id and state_of(page):
        told = set(editors().values_list("pk", flat=True))
    notify(KINDS[NoteKind(note.kind)], to=told | {page.owner_id}, object_id=note.pk, actor=note.author)


def _decided(state: Any, by: Person | None, kind: NoteKind) -> None:
    page = state.content_object.specific
    if not isinstance(page, ResourcePage):
        return
    done = state.current_task_state
    note = _note(page, kind, by, done.revision, done.comment)
    _settle(page)
    authors = {one.pk: one for one in (page.owner, state.requested_by) if one is not None and one != by}
    notify(KINDS[kind], to=authors, object_id=note.pk, actor=by)


def _note(page: ResourcePage, kind: NoteKind, by: Person | None, revision: Any, text: str = "") -> ReviewNote:
    return ReviewNote.objects.create(page_id=page.pk, revision=revision, author=by, kind=kind, text=text.strip())


def _settle(page: ResourcePage) -> None:
    asked = ReviewNote.objects.filter(page_id=page.pk, kind=NoteKind.SUBMITTED)
    settle([KINDS[NoteKind.SUBMITTED]], object_ids=asked.values("pk"))
