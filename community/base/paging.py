"""Keyset paging: a page starts after a row, never after a count, so page 1,000 costs what page 1 costs.

Numbered pagers are for what has numbers of its own (posts of a thread) or no key (results by relevance).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

Row = TypeVar("Row")
PAGE_SIZE = 20


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows in reading order, with the cursors of the neighbouring pages (None where there is none)."""

    rows: list[Row]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page in a pager; a gap stands for pages left out."""

    number: int
    url: str
    current: bool = False
    gap: bool = False


def page_links(current: int, last: int, url: Callable[[int], str]) -> list[PageLink]:
    """Returns a numbered pager: the ends and the neighbours of the current page; empty for a single page."""
    if last == 1:
        return []
    shown = sorted({1, 2, last - 1, last, *range(current - 1, current + 2)} & set(range(1, last + 1)))
    links: list[PageLink] = []
    for number in shown:
        if links and number - links[-1].number > 1:
            links.append(PageLink(number - 1, "", gap=True))
        links.append(PageLink(number, url(number), current=number == current))
    return links


@dataclass(frozen=True)
class Cursor:
    """A place in a list: beside the row with this moment and id, towards older or newer rows."""

    towards_older: bool
    at: datetime
    id: int

    def __str__(self) -> str:
        side = "o" if self.towards_older else "n"
        return f"{side}{int(self.at.timestamp())}.{self.at.microsecond:06d}.{self.id}"


def read_cursor(token: str) -> Cursor | None:
    """Returns the cursor a link carried, None for the first page; raises Http404 with a sentence when malformed."""
    if not token:
        return None
    try:
        seconds, fraction, row = token[1:].split(".")
        if token[0] not in "on" or not (seconds + fraction + row).isascii() or len(token) > 60:
            raise ValueError(token)
        at = datetime.fromtimestamp(int(seconds), tz=UTC).replace(microsecond=int(fraction))
        return Cursor(token[0] == "o", at, _database_id(int(row)))
    except (ValueError, OverflowError, OSError):
        raise Http404(_("This page of the list does not exist. Start from its beginning.")) from None


def read_page(rows: "QuerySet[Any, Any]", *, field: str, token: str, size: int = PAGE_SIZE) -> "Page[Any]":
    """Returns one page of rows, newest `field` first (ties by id), in one query.

    Rows need `field` and `id` as attributes. Raises Http404 for a malformed token.
    """
    cursor = read_cursor(token)
    backwards = cursor is not None and not cursor.towards_older
    if cursor:
        rows = rows.filter(_beside(field, cursor))
    order = (field, "id") if backwards else (f"-{field}", "-id")
    found = list(rows.order_by(*order)[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    return Page(
        found,
        newer=_token(found, 0, field, older=False) if (has_more if backwards else cursor) else None,
        older=_token(found, -1, field, older=True) if (has_more or backwards) else None,
    )


def _beside(field: str, cursor: Cursor) -> Q:
    side = "lt" if cursor.towards_older else "gt"
    beyond = Q(**{f"{field}__{side}": cursor.at}) | Q(**{field: cursor.at, f"id__{side}": cursor.id})
    return Q(**{f"{field}__{side}e": cursor.at}) & beyond


def _token(rows: list[Any], index: int, field: str, *, older: bool) -> str | None:
    return str(Cursor(older, getattr(rows[index], field), rows[index].id)) if rows else None


def _database_id(number: int) -> int:
    if not 0 <= number < 2**63:
        raise ValueError(number)
    return number
