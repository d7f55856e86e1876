"""Texts that are not published yet, as their author's list, their form and a facilitator's queue need them."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.spaces.models import Space
from community.spaces.rules import Viewer, may_see, standing_of
from forum.limits import MOST_DRAFTS
from forum.models import Draft, thread_url
from forum.models.drafts import BEING_WRITTEN
from forum.queries.lists import Face, face_of, kind_labels
from forum.rules import drafts_of, held_visible_to

MOST_HELD = 50
_LEAD = 200
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|\*\*|`|^[>#* -]+(?:$|(?<= ))", re.MULTILINE)
_COLUMNS = (
    "id", "title", "kind", "lead", "changed_at", "publish_at", "held_at", "refused_at", "refused_reason", "thread_id",
    "thread__title", "thread__audience", "thread__space_id", "thread__deleted_at", "space_id", "space__name",
    "space__slug", "space__accent", "space__audience", "author_id", "author__name", "author__avatar",
    "author__slug", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One text in a list. `state`: writing, scheduled, held or refused; `at`: when it appears, else its last change.

    `where` is empty when the viewer may no longer see the place; `door` is where its buttons lead to.
    """

    id: int
    state: str
    title: str
    lead: str
    kind_label: str
    where: str
    where_url: str
    accent: str
    url: str
    door: str
    at: Moment
    reason: str
    author: Face
    author_url: str
    version: int
    may_schedule: bool


def draft_list(viewer: Viewer) -> list[DraftRow]:
    """Returns the viewer's own texts that are not published: those that wait or came back first, newest first.

    One query; a hundred at most, which is all that a person can have and a few that came back.
    """
    rows = _rows(drafts_of(viewer).order_by("-changed_at", "-pk"))[: MOST_DRAFTS * 2]
    drawn = [_row(row, viewer) for row in rows]
    return sorted(drawn, key=lambda row: _ORDER.index(row.state))


def held_drafts(viewer: Viewer, space: Space) -> list[DraftRow]:
    """Returns the texts of a space that wait for the viewer's word, longest waiting first. One query."""
    rows = held_visible_to(viewer).filter(space=space).order_by("held_at", "pk")
    return [_row(row, viewer, is_held=True) for row in _rows(rows)[:MOST_HELD]]


def draft_row(viewer: Viewer, draft_id: int) -> DraftRow:
    """Returns one of the viewer's own texts that are not published. One query."""
    return _row(_rows(drafts_of(viewer)).get(pk=draft_id), viewer)


def held_row(viewer: Viewer, draft_id: int) -> DraftRow:
    """Returns a text that waits for the viewer's word. One query."""
    return _row(_rows(held_visible_to(viewer)).get(pk=draft_id), viewer, is_held=True)


def typed_in(draft: Draft | None) -> dict[str, Any]:
    """Returns what a form is filled with from a draft, with its key and version; empty without one."""
    if draft is None:
        return {}
    typed = {"title": draft.title, "kind": draft.kind, "audience": draft.audience, "tags": draft.tags}
    return {
        **{name: value for name, value in typed.items() if value},
        **_poll_fields(draft.poll),
        "text": draft.text,
        "reply_to": draft.reply_to_id,
        "key": draft.client_key,
        "draft_version": draft.version,
    }


def _poll_fields(poll: dict[str, Any]) -> dict[str, Any]:
    """Returns the fields of a poll's form: as they were typed, or as the text waited with them."""
    if "question" not in poll:
        return poll
    return {
        "poll_question": poll["question"], "poll_options": "\n".join(poll["options"]), "poll_kind": poll["kind"],
        "poll_ends": str(poll["days"]),
    }  # fmt: skip


def reply_draft(viewer: Viewer, thread_id: int) -> Draft | None:
    """Returns the reply that the viewer is writing in a thread. One query."""
    return drafts_of(viewer).filter(BEING_WRITTEN, thread=thread_id).first()


def draft_subquery(person_id: int) -> Subquery:
    """Returns a column for rows of threads: the id of the reply that a person is writing there."""
    own = Draft.objects.filter(BEING_WRITTEN, author_id=person_id, thread=OuterRef("pk"))
    return Subquery(own.values("pk")[:1])


_ORDER = ("refused", "held", "scheduled", "writing")


def _rows(rows: QuerySet[Draft]) -> QuerySet[Any, Any]:
    return rows.annotate(lead=Left("text", _LEAD)).values_list(*_COLUMNS, named=True)


def _row(row: Any, viewer: Viewer, *, is_held: bool = False) -> DraftRow:
    before = prefix()
    where, where_url = _place(row, viewer, before)
    space_id = row.thread__space_id or row.space_id
    state = _state(row)
    return DraftRow(
        id=row.id,
        state=state,
        title=row.title or (_("Reply in “%(title)s”") % {"title": where} if row.thread_id and where else ""),
        lead=" ".join(_MARKS.sub(r"\1", row.lead).split()),
        kind_label=kind_labels().get(row.kind, "") if not row.thread_id else pgettext("draft", "reply"),
        where=where,
        where_url=where_url,
        accent=row.space__accent,
        url=f"{before}/szkice/{row.id}/{'decyzja/' if is_held else ''}",
        door=f"{before}/szkice/{row.id}/",
        at=moment(row.publish_at or (row.held_at if is_held else row.changed_at)),
        reason=row.refused_reason if state == "refused" else "",
        author=face_of(row.author_id, row.author__name, row.author__avatar),
        author_url=f"{before}/ludzie/{row.author__slug}/",
        version=row.version,
        may_schedule=state == "writing" and standing_of(viewer).leads(space_id),
    )


def _place(row: Any, viewer: Viewer, before: str) -> tuple[str, str]:
    """Returns the name and address of where a draft belongs, empty when the viewer may no longer see it."""
    if not row.thread_id:
        sees = may_see(viewer, audience=row.space__audience, space_id=row.space_id)
        return (row.space__name, f"{before}/s/{row.space__slug}/") if sees else ("", "")
    sees = may_see(viewer, audience=row.thread__audience, space_id=row.thread__space_id)
    if not sees or row.thread__deleted_at:
        return "", ""
    return row.thread__title, before + thread_url(row.thread_id, row.thread__title)


def _state(row: Any) -> str:
    if row.held_at:
        return "held"
    if row.publish_at:
        return "scheduled"
    return "refused" if row.refused_at else "writing"
