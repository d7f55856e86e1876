"""Between author and editors: sending a page, taking it back, deciding about it, saying something.

Wagtail's workflow is the truth; what follows from its steps (notes, notifications, letters) is in `telling`, which
hears of those made in the admin, too.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import WorkflowState

from community.people.models import Person
from resources.actions.errors import (
    AlreadySaid,
    CannotPublish,
    NobodyDecides,
    NotReady,
    NotWaiting,
    NotYours,
    PageLocked,
)
from resources.actions.telling import page_withdrawn, tell_note
from resources.actions.writing import lock_page, version_of
from resources.models import ArticlePage, NoteKind, ReviewNote
from resources.queries.checklist import missing_in
from resources.rules import lock_on, may_decide, office_lock_on


@transaction.atomic
def submit_article(*, by: Person, page: ArticlePage) -> None:
    """Sends the latest revision of an article to the editors; after changes were asked for, once more.

    Raises PageLocked, NotReady while something is missing, and NobodyDecides without anybody to send it to.
    """
    latest = lock_page(page, by=by)
    if why := lock_on(by, page):
        raise PageLocked(why)
    if latest is None or missing_in(latest.as_object()):
        raise NotReady
    state = page.current_workflow_state
    workflow = page.get_workflow()
    if workflow is None or not workflow.workflow_tasks.filter(task__active=True).exists():
        raise NobodyDecides  # without a step of approval Wagtail would publish at once
    if state is not None and state.current_task_state is None:
        _end(state, by)
        state = None
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        workflow.start(page, by)


@transaction.atomic
def withdraw_page(*, by: Person, page: Any) -> None:
    """Takes a page back that waits for a decision; it is a draft again. Raises NotWaiting and PageLocked."""
    lock_page(page, by=by)
    if why := office_lock_on(by, page):
        raise PageLocked(why)
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise NotWaiting
    _end(state, by)


def _end(state: Any, by: Person) -> None:
    """Ends a review. One whose task was deleted in the admin is ended without Wagtail, which would look for it."""
    if state.current_task_state is not None:
        state.cancel(user=by)
        return
    state.status = WorkflowState.STATUS_CANCELLED
    state.save()
    page_withdrawn(state, by)


@transaction.atomic
def decide_page(*, by: Person, page: Any, version: str, approve: bool, comment: str = "") -> None:
    """Publishes the revision that an editor has read (`version`), or asks its author for changes.

    Raises NotYours, NotWaiting when the page no longer waits or was saved since it was read, and CannotPublish for what
    the page's own checks refuse: it waits on.
    """
    latest = lock_page(page, by=by)
    if not may_decide(by, page):
        raise NotYours
    waiting = page.current_workflow_task_state
    if waiting is None or latest is None or version_of(latest) != version:
        raise NotWaiting
    if waiting.revision_id != latest.pk:  # an editor corrected it in the admin: what was read is what is decided about
        waiting.revision = latest
        waiting.save(update_fields=["revision"])
    try:
        with transaction.atomic():
            waiting.task.specific.on_action(waiting, by, "approve" if approve else "reject", comment=comment.strip())
    except ValidationError as problem:
        raise CannotPublish(" ".join(problem.messages)) from None


def comment_page(*, by: Person, page: Any, text: str, key: str = "") -> ReviewNote:
    """Says something about a page to its author and its editors, and returns the note.

    The same `key` with the same text returns the note that is there already; with another it raises AlreadySaid.
    """
    try:
        return _comment(by, page, text=text.strip(), key=key)
    except IntegrityError:
        said = ReviewNote.objects.filter(author=by, client_key=key).exclude(client_key="").first()
        if said is None:
            raise
        if (said.page_id, said.text) != (page.pk, text.strip()):
            raise AlreadySaid from None
        return said


@transaction.atomic
def _comment(by: Person, page: Any, *, text: str, key: str) -> ReviewNote:
    lock_page(page, by=by)
    note = ReviewNote.objects.create(
        page_id=page.pk, revision_id=page.latest_revision_id, author=by, kind=NoteKind.COMMENT, text=text,
        client_key=key,
    )  # fmt: skip
    tell_note(note)
    return note
