"""What was changed in a tag, and until when it can be undone."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from community.base import clock
from community.base.moments import Moment, moment
from community.tags.models import ChangeKind, Tag, TagChange

UNDONE_WITHIN = timedelta(days=30)
UNDOABLE = (ChangeKind.RENAME, ChangeKind.MERGE, ChangeKind.DESCRIBE, ChangeKind.ALIAS)
LINES = 30


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of a tag's history; `was` and `now` are names or texts, `added` and `removed` synonyms."""

    id: int
    slug: str
    kind: str
    tag: str
    was: str
    now: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    by: str
    at: Moment
    undone_by: str
    undone_at: Moment | None
    undo_until: Moment | None


def history_of(tag: Tag) -> list[ChangeRow]:
    """Returns the changes of a tag and the merges into it that stand, newest first, at most LINES. One query."""
    merges_in = Q(tag__merged_into=tag, kind=ChangeKind.MERGE, undone_at=None)
    rows = TagChange.objects.filter(Q(tag=tag) | merges_in).select_related("tag", "by", "undone_by")
    return [_row(change) for change in rows.order_by("-at", "-pk")[:LINES]]


def undo_ends(change: TagChange) -> bool:
    """Returns whether the time to undo a change is over."""
    return change.at + UNDONE_WITHIN < clock.now()


def _row(change: TagChange) -> ChangeRow:
    before, after = change.before, change.after
    had, has = before.get("names", []), after.get("names", [])
    can_be_undone = change.kind in UNDOABLE and change.undone_at is None and not undo_ends(change)
    return ChangeRow(
        id=change.pk,
        slug=change.tag.slug,
        kind=change.kind,
        tag=change.tag.name,
        was=before.get("name") or before.get("description") or "",
        now=after.get("name") or after.get("description") or "",
        added=tuple(name for name in has if name not in had),
        removed=tuple(name for name in had if name not in has),
        by=change.by.name if change.by else "",
        at=moment(change.at),
        undone_by=change.undone_by.name if change.undone_by else "",
        undone_at=moment(change.undone_at) if change.undone_at else None,
        undo_until=moment(change.at + UNDONE_WITHIN) if can_be_undone else None,
    )
