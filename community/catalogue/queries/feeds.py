"""What the catalogue's feeds hold: the newest things that happen, as a visitor may see them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import escape
from django.utils.translation import gettext as _

from community.base.languages import localised
from community.catalogue.feeds import MOST_ITEMS, VISITOR, FeedItem, FeedOf
from community.catalogue.models import Entry, EntryTag
from community.catalogue.queries.results import tags_of
from community.catalogue.queries.wording import WORDING, wording_of
from community.catalogue.rules import entries_visible_to
from community.spaces.models import Space
from community.tags.models import Tag

_COLUMNS = (
    "id", *WORDING, "published_at", "last_activity_at",
    "author__name", "author__slug", "author__is_profile_public", "author__is_active",
)  # fmt: skip


def feed_of_all() -> FeedOf:
    """Returns the feed of the whole community, the newest first. Two queries."""
    return FeedOf("all", _("PIM Community"), localised("/"), newest(_moving()))


def feed_of_space(space: Space) -> FeedOf:
    """Returns the feed of a space, the newest first. Two queries."""
    items = newest(_moving().filter(space=space))
    return FeedOf(
        f"space/{space.pk}", _titled(space.name), localised(space.url), items, space.question, space.created_at
    )


def feed_of_tag(tag: Tag) -> FeedOf:
    """Returns the feed of a tag and of those merged into it, the newest first. Two queries."""
    carrying = EntryTag.objects.filter(Q(tag=tag) | Q(tag__merged_into=tag))
    items = newest(_moving().filter(pk__in=carrying.values("content_object_id")))
    return FeedOf(f"tag/{tag.pk}", _titled(tag.name), localised(tag.url), items, tag.description, tag.created_at)


def _titled(name: str) -> str:
    return f"{name} – {_('PIM Community')}"


def _moving() -> QuerySet[Entry]:
    return entries_visible_to(VISITOR).filter(moves=True)


def newest(rows: QuerySet[Entry]) -> list[FeedItem]:
    """Returns the items of a feed of these entries, which a visitor may see, the newest first. Two queries."""
    found = list(rows.order_by("-published_at", "-id").values_list(*_COLUMNS, named=True)[:MOST_ITEMS])
    topics = tags_of([row.id for row in found])
    return [_item(row, tuple(topic.name for topic in topics.get(row.id, []))) for row in found]


def _item(row: Any, topics: tuple[str, ...]) -> FeedItem:
    shown = wording_of(row)
    has_page = row.author__is_profile_public and row.author__is_active
    return FeedItem(
        key=f"entry/{row.id}",
        title=shown.title,
        url=shown.url,
        published=row.published_at,
        updated=row.last_activity_at,
        html=f"<p>{escape(shown.summary)}</p>" if shown.summary else "",
        author=row.author__name or "",
        author_url=localised(f"/ludzie/{row.author__slug}/") if has_page else None,
        language=shown.language,
        topics=topics,
    )
