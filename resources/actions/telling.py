"""What follows from a step of a review, wherever it was made: a note, notifications, and letters that lead to the site.

Called by the receivers of Wagtail's signals (plugs) and by the verbs beside.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community.base.languages import localised
from community.base.mail import send_letter
from community.notifications.actions import notify, settle
from community.people.models import Person
from resources.actions.listing import address_of
from resources.models import NoteKind, ResourcePage, ReviewNote
from resources.models.reviewing import OUTSIDE
from resources.rules import editors, state_of

KINDS = {
    NoteKind.SUBMITTED: "resources.submitted", NoteKind.CHANGES: "resources.changes_asked",
    NoteKind.APPROVED: "resources.approved", NoteKind.COMMENT: "resources.noted", NoteKind.AGREED: "resources.noted",
    NoteKind.OBJECTED: "resources.noted",
}  # fmt: skip


@transaction.atomic
def page_submitted(task_state: Any, by: Person | None) -> None:
    """A page waits for a decision: the editors are told, by letter too."""
    page = task_state.workflow_state.content_object.specific
    if isinstance(page, ResourcePage):
        note = _note(page, NoteKind.SUBMITTED, by, task_state.revision)
        told = [one for one in editors() if one != by]
        notify(KINDS[NoteKind.SUBMITTED], to=[one.pk for one in told], object_id=note.pk, actor=by)
        _write(told, page, note)


@transaction.atomic
def changes_asked(state: Any, by: Person | None) -> None:
    """An editor asks for changes: the author is told, by letter too."""
    _decided(state, by, NoteKind.CHANGES)


@transaction.atomic
def page_approved(state: Any, by: Person | None) -> None:
    """An editor approved a page, which is published: the author is told, by letter too."""
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
    """Tells the author and the editors who take part of a note; before one does, all of them if the page waits.

    Of what a guest says the author is told by letter, too.
    """
    page = note.page.specific
    taking_part = ReviewNote.objects.filter(page=note.page, author__isnull=False).values("author")
    told = set(editors().filter(pk__in=taking_part).exclude(pk=page.owner_id).values_list("pk", flat=True))
    if not told - {note.author_id} and note.author_id == page.owner_id and state_of(page):
        told = set(editors().values_list("pk", flat=True))
    notify(KINDS[NoteKind(note.kind)], to=told | {page.owner_id}, object_id=note.pk, actor=note.author)
    if note.kind in OUTSIDE and page.owner:
        _write([page.owner], page, note)


def _decided(state: Any, by: Person | None, kind: NoteKind) -> None:
    page = state.content_object.specific
    if not isinstance(page, ResourcePage):
        return
    done = state.current_task_state
    note = _note(page, kind, by, done.revision, done.comment)
    _settle(page)
    authors = {one.pk: one for one in (page.owner, state.requested_by) if one is not None and one != by}
    notify(KINDS[kind], to=authors, object_id=note.pk, actor=by)
    _write(authors.values(), page, note)


def _note(page: ResourcePage, kind: NoteKind, by: Person | None, revision: Any, text: str = "") -> ReviewNote:
    return ReviewNote.objects.create(page_id=page.pk, revision=revision, author=by, kind=kind, text=text.strip())


def _settle(page: ResourcePage) -> None:
    asked = ReviewNote.objects.filter(page_id=page.pk, kind=NoteKind.SUBMITTED)
    settle([KINDS[NoteKind.SUBMITTED]], object_ids=asked.values("pk"))


def _write(people: Iterable[Person], page: Any, note: ReviewNote) -> None:
    """Sends a letter about a note to each, in their language."""
    name = note.author.name if note.author else note.name
    for person in people:
        if not person.is_active:
            continue
        with translation.override(person.language):
            said, button, url = _letter(page, note, name)
            context = {
                "person": person, "title": page.draft_title or page.title, "said": said, "words": note.text,
                "button": button, "url": settings.SITE_URL + localised(url),
            }  # fmt: skip
        send_letter(to=person.email, template="page_review", context=context, language=person.language)


def _letter(page: Any, note: ReviewNote, name: str) -> tuple[str, str, str]:
    """Returns what a letter says happened, and the words and the address of its button."""
    names = {"name": name or _("Somebody")}
    desk = f"/pisz/{page.pk}/"
    if note.kind == NoteKind.SUBMITTED:
        return _("%(name)s asks the editors to publish this text.") % names, _("Read and decide"), f"{desk}decyzja/"
    if note.kind == NoteKind.CHANGES:
        return _("%(name)s read your text and asks for changes.") % names, _("Go on writing"), desk
    if note.kind == NoteKind.APPROVED:
        return _("%(name)s approved your text. It is published.") % names, _("See the page"), address_of(page)
    if note.kind == NoteKind.AGREED:
        return _("%(name)s read your text by the link you sent, and agrees with it.") % names, _("Open the text"), desk
    return _("%(name)s read your text by the link you sent, and asks for changes.") % names, _("Open the text"), desk
