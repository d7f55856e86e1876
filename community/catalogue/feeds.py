"""What feeds say: a feed and its items, as queries make them. How they are written is `views.atom`'s business.

Feeds are read by programs that never sign in, so every feed shows what a visitor may see, whoever opens it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import pgettext

MOST_ITEMS = 30
VISITOR = AnonymousUser()
# When nothing has happened yet: a date that stays the same from one reading to the next.
_NEVER = datetime(2017, 6, 20, tzinfo=UTC)


@dataclass(frozen=True)
class FeedItem:
    """One item. `key` names it for good (“entry/12”); `url` and `author_url` are paths in the feed's language.

    `html` is safe HTML: the whole text when `is_whole`, otherwise its beginning.
    """

    key: str
    title: str
    url: str
    published: datetime
    updated: datetime
    html: str
    author: str = ""
    author_url: str | None = None
    is_whole: bool = False
    language: str = "pl"
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeedOf:
    """What a feed is of, with its items. `key` names it for good (“space/3”); `url` is its page's path."""

    key: str
    title: str
    url: str
    items: list[FeedItem]
    subtitle: str = ""
    since: datetime = _NEVER


def author_of(name: str | None) -> str:
    """Returns who wrote, as feeds say it; people who erased their account have no name."""
    return name or pgettext("person", "former member")
