"""The discussion of something in the catalogue, as the page of that thing shows it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.plain_text import summary
from community.base.prepared import Prepared
from community.spaces.rules import Viewer
from community.spaces.standing import rows_for
from forum.models import place_of, thread_url
from forum.rules import posts_shown_to

LATEST = 3
_COLUMNS = (
    "thread_id", "thread__title", "thread__reply_count", "thread__locked_at", "number", "html", "created_at",
    "author__name", "city__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """The beginning of a post; `url` leads to it."""

    author: str
    city: str
    text: str
    url: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Discussion:
    """A thread about a thing, and what was said there last, oldest first."""

    url: str
    thread_id: int
    replies: int
    is_closed: bool
    latest: list[Said]


def discussion_about(viewer: Viewer, entry_id: int) -> Discussion | None:
    """Returns the discussion of an entry as far as a viewer may read it, None where there is none. One query."""
    found = rows_for(viewer, _LATEST, entry_id=entry_id)
    if not found:
        return None
    thread_id, title, replies, locked_at = found[0][:4]
    url = localised(thread_url(thread_id, title))
    latest = [_said(get_language(), url, row[4:]) for row in reversed(found[:LATEST]) if row[4] > 1]
    return Discussion(url, thread_id, replies, locked_at is not None, latest)


@lru_cache(500)
def _said(_language: str | None, url: str, columns: tuple[Any, ...]) -> Said:
    number, html, at, name, city = columns
    return Said(name or "", city or "", summary(html, 240), url + place_of(number), moment(at))


def _latest_rows(viewer: Viewer, *, entry_id: Any) -> "QuerySet[Any, tuple[Any, ...]]":
    rows = posts_shown_to(viewer).filter(thread__about=entry_id, thread__merged_into=None)
    return rows.order_by("-number").values_list(*_COLUMNS)[: LATEST + 1]


_LATEST = Prepared(_latest_rows)
