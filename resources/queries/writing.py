"""The writer's desk: own texts by state, what waits for editors, what was said about one."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import pgettext
from wagtail.models import Page, WorkflowState

from community.base.moments import Moment, moment
from community.catalogue.sources import entry_kinds
from community.people.models import Person
from resources.models import NoteKind, ReviewNote
from resources.queries.pages import KINDS
from resources.rules import editors

DRAFT, WAITING, CHANGES, CHANGED, PUBLISHED = "draft", "waiting", "changes", "changed", "published"
MOST_ROWS = 200
_ICONS = {
    NoteKind.SUBMITTED: "send", NoteKind.WITHDRAWN: "undo-2", NoteKind.COMMENT: "message-circle",
    NoteKind.CHANGES: "pencil", NoteKind.APPROVED: "circle-check", NoteKind.LINK: "link",
    NoteKind.AGREED: "thumbs-up", NoteKind.OBJECTED: "pencil",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A text on the desk. `state` is one of the words above; `live_url` is empty before the first publication."""

    id: int
    title: str
    kind_label: str
    state: str
    at: Moment | None
    author: str
    live_url: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Something that was said or done about a text: by whom, what, when."""

    id: int
    who: str
    kind: str
    label: str
    icon: str
    text: str
    at: Moment
    is_outside: bool


def own_texts(person: Person) -> list[DeskRow]:
    """Returns a person's own pages of the library, those changed last first, at most MOST_ROWS. One query."""
    return [_row(page) for page in _pages().filter(owner=person)[:MOST_ROWS]]


def waiting_texts(editor: Person) -> list[DeskRow]:
    """Returns what waits for an editor's decision, what was sent last first; own texts only where there is no other

    editor. Two queries.
    """
    waiting = _pages().filter(review=WorkflowState.STATUS_IN_PROGRESS)
    if editors().exclude(pk=editor.pk).exists():
        waiting = waiting.exclude(owner=editor)
    return [_row(page) for page in waiting.order_by("-latest_revision_created_at", "-pk")[:MOST_ROWS]]


def notes_about(page: Any) -> list[NoteRow]:
    """Returns what was said and done about a page, in order. One query."""
    rows = ReviewNote.objects.filter(page_id=page.pk).select_related("author").order_by("at", "pk")
    return [_note(row) for row in rows]


def note_count(page: Any) -> int:
    """Returns how many notes there are about a page. One query."""
    return ReviewNote.objects.filter(page_id=page.pk).count()


def _pages() -> "QuerySet[Any]":
    """Returns the library's pages with how far their review is (`review`)."""
    base = ContentType.objects.get_for_model(Page)
    states = WorkflowState.objects.active().filter(
        base_content_type=base, object_id=Cast(OuterRef("pk"), CharField())
    )  # fmt: skip
    models = [name.replace("_", "") + "page" for name in KINDS if name != "page"] + ["standardpage"]
    rows = Page.objects.filter(content_type__app_label="resources", content_type__model__in=models)
    annotated = rows.annotate(review=Subquery(states.values("status")[:1])).select_related("owner", "locale")
    return annotated.order_by("-latest_revision_created_at", "-pk")


def _row(page: Any) -> DeskRow:
    return DeskRow(
        id=page.pk,
        title=page.draft_title or page.title,
        kind_label=entry_kinds[page.specific_class.kind].one(),
        state=state_word(page, page.review or ""),
        at=moment(page.latest_revision_created_at) if page.latest_revision_created_at else None,
        author=page.owner.name if page.owner else pgettext("person", "former member"),
        live_url=page.url or "" if page.live else "",
    )


def state_word(page: Any, review: str) -> str:
    """Returns the state of a page, given how far its review is."""
    if review == WorkflowState.STATUS_IN_PROGRESS:
        return WAITING
    if review == WorkflowState.STATUS_NEEDS_CHANGES:
        return CHANGES
    if not page.live:
        return DRAFT
    return CHANGED if page.has_unpublished_changes else PUBLISHED


def _note(row: ReviewNote) -> NoteRow:
    kind = NoteKind(row.kind)
    is_outside = not row.author_id and bool(row.name)
    who = row.author.name if row.author else row.name or pgettext("person", "former member")
    return NoteRow(row.pk, who, kind.value, str(kind.label), _ICONS[kind], row.text, moment(row.at), is_outside)
