"""What the feed of a thread holds: its posts as a visitor may read them, the newest first."""

from typing import Any

from community.base.languages import localised, localised_html
from community.base.plain_text import summary
from community.catalogue.feeds import MOST_ITEMS, VISITOR, FeedItem, FeedOf, author_of
from forum.models import Thread, place_of
from forum.rules import posts_visible_to

_LEAD = 80
_COLUMNS = (
    "id", "number", "html", "created_at", "edited_at",
    "author__name", "author__slug", "author__is_profile_public", "author__is_active",
)  # fmt: skip


def feed_of_thread(thread: Thread) -> FeedOf:
    """Returns the feed of a thread that a visitor may read, without deleted posts. One query."""
    rows = posts_visible_to(VISITOR).filter(thread=thread).order_by("-number")
    items = [_item(row, thread) for row in rows.values_list(*_COLUMNS, named=True)[:MOST_ITEMS]]
    return FeedOf(f"thread/{thread.pk}", thread.title, localised(thread.url), items, since=thread.created_at)


def _item(row: Any, thread: Thread) -> FeedItem:
    has_page = row.author__is_profile_public and row.author__is_active
    lead = f"{author_of(row.author__name)}: {summary(row.html, _LEAD)}"
    return FeedItem(
        key=f"post/{row.id}",
        title=thread.title if row.number == 1 else lead,
        url=localised(thread.url) + place_of(row.number),
        published=row.created_at,
        updated=row.edited_at or row.created_at,
        html=localised_html(row.html),
        author=row.author__name or "",
        author_url=localised(f"/ludzie/{row.author__slug}/") if has_page else None,
        is_whole=True,
    )
