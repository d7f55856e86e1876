"""What search engines may list: addresses without a language prefix, with the day of the last change where known."""

from typing import Any

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce

from community.catalogue.feeds import VISITOR
from community.catalogue.models import Entry, EntryTag
from community.catalogue.rules import entries_visible_to
from community.tags.rules import tags_visible_to

_COLUMNS = ("url", "last_activity_at", "moves", "kind", "language", "other_language", "other_url")


def public_entries() -> "QuerySet[Entry, Any]":
    """Returns address, last activity and whether it moves of each entry that a visitor may see, the oldest first.

    With its kind, its language, and the other one, if there is one, with the address there.
    """
    return entries_visible_to(VISITOR).order_by("pk").values_list(*_COLUMNS, named=True)


def public_tags() -> "QuerySet[EntryTag, Any]":
    """Returns slug and last activity of each tag under which a visitor finds something that moves, by slug.

    What carries a merged tag counts for the tag it was merged into.
    """
    rows = EntryTag.objects.annotate(counts_as=Coalesce("tag__merged_into", "tag")).filter(
        counts_as__in=tags_visible_to(VISITOR).values("pk"),
        content_object__in=entries_visible_to(VISITOR).filter(moves=True),
    )
    slug = Coalesce("tag__merged_into__slug", "tag__slug")
    return (
        rows.annotate(slug=slug).values("slug").annotate(at=Max(F("content_object__last_activity_at")))
        .order_by("slug").values_list("slug", "at")
    )  # fmt: skip
