"""Between author and editors: sending a page, taking it back, deciding about it, saying something.

Wagtail's workflow is the truth; what follows from its steps (notes, notifications, letters) is in `telling`, which
hears of those made in the admin, too.
"""

from typing import Any

from django.db import transaction
from wagtail.models import WorkflowState

from community.people.models import Person
from resources.actions.errors import NotReady, NotWaiting, NotYours, PageLocked
from resources.actions.telling import tell_note
from resources.actions.writing import lock_page, version_of
from resources.models import ArticlePage, NoteKind, ReviewNote
from resources.queries.checklist import missing_in
from resources.rules import lock_on, may_decide


@transaction.atomic
def submit_article(*, by: Person, page: ArticlePage) -> None:
    """Sends the latest revision of an article to the editors; after changes were asked for, once more.

    Raises PageLocked, and NotReady while something is missing.
    """
    latest = lock_page(page)
    if why := lock_on(by, page):
        raise PageLocked(why)
    if latest is None or missing_in(latest.as_object()):
        raise NotReady
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        page.get_workflow().start(page, by)


@transaction.atomic
def withdraw_page(*, by: Person, page: Any) -> None:
    """Takes a page back that waits for a decision; it is a draft again. Raises NotWaiting."""
    lock_page(page)
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise NotWaiting
    state.cancel(user=by)


@transaction.atomic
def decide_page(*, by: Person, page: Any, version: str, approve: bool, comment: str = "") -> None:
    """Publishes the revision that an editor has read (`version`), or asks its author for changes.

    Raises NotYours, and NotWaiting when the page no longer waits or was saved since it was read.
    """
    latest = lock_page(page)
    if not may_decide(by, page):
        raise NotYours
    waiting = page.current_workflow_task_state
    if waiting is None or latest is None or version_of(latest) != version:
        raise NotWaiting
    if waiting.revision_id != latest.pk:  # an editor corrected it in the admin: what was read is what is decided about
        waiting.revision = latest
        waiting.save(update_fields=["revision"])
    waiting.task.specific.on_action(waiting, by, "approve" if approve else "reject", comment=comment.strip())


@transaction.atomic
def comment_page(*, by: Person, page: Any, text: str) -> ReviewNote:
    """Says something about a page to its author and its editors, and returns the note."""
    note = ReviewNote.objects.create(
        page_id=page.pk, revision_id=page.latest_revision_id, author=by, kind=NoteKind.COMMENT, text=text.strip()
    )
    tell_note(note)
    return note
