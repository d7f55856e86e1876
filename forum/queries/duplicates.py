"""Threads about the same: where a thread is answered, and which threads are answered in it."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from community.base.languages import prefix
from community.spaces.rules import Viewer
from forum.models import Thread, thread_url
from forum.rules import threads_visible_to

_MOST = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A thread to be led to; `url` is in the page's language."""

    title: str
    url: str


@dataclass(frozen=True)
class Duplicates:
    """The thread that answers this one, if the viewer may read it, and those that this one answers."""

    original: Link | None = None
    others: list[Link] = field(default_factory=list)


def has_duplicates() -> Exists:
    """Returns whether threads are answered in this one, for the query of the thread's row."""
    return Exists(Thread.objects.live().filter(duplicate_of=OuterRef("pk")))


def duplicates_of(viewer: Viewer, thread: Thread, *, is_original: bool) -> Duplicates:
    """Returns a thread's duplicates, the newest first, five at most. One query; none for most threads."""
    if not (is_original or thread.duplicate_of_id):
        return Duplicates()
    rows = threads_visible_to(viewer).filter(Q(pk=thread.duplicate_of_id or 0) | Q(duplicate_of=thread))
    before = prefix()
    found = {
        thread_id: Link(title, before + thread_url(thread_id, title))
        for thread_id, title in rows.order_by("-pk").values_list("pk", "title")[: _MOST + 1]
    }
    original = found.pop(thread.duplicate_of_id, None) if thread.duplicate_of_id else None
    return Duplicates(original, list(found.values())[:_MOST])
