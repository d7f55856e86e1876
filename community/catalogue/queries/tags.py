"""What the pages of tags show: the index with counts, a tag's entries, and the tags beside it.

Every number counts entries that the viewer may see, each once, also where two of its tags count as one.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from community.base.languages import localised
from community.base.letters import sort_key
from community.base.paging import Page, read_page
from community.catalogue.models import Entry, EntryTag
from community.catalogue.queries.lists import ENTRY_COLUMNS, EntryRow, entry_row
from community.catalogue.rules import entries_shown_to
from community.spaces.models import Space, SpaceKind
from community.spaces.rules import Viewer, spaces_visible_to
from community.tags.models import Tag, TagName, tag_url
from community.tags.rules import may_create_in, tags_visible_to

RELATED = 8


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag in a list; `entries` is how many the viewer may see, `url` is in the page's language."""

    name: str
    url: str
    slug: str
    description: str
    entries: int


@dataclass(frozen=True, slots=True)
class TagGroup:
    """The tags of a network, or (`is_for_all`) of the whole community, by name."""

    name: str
    slug: str
    accent: str
    is_for_all: bool
    may_create: bool
    tags: list[TagRow]


def tag_index(viewer: Viewer) -> list[TagGroup]:
    """Returns the tags a viewer may know of by network, those of everybody last.

    Networks without tags appear to whoever may add one. Three queries at most.
    """
    counts = _counts(entries_shown_to(viewer))
    rows: dict[int | None, list[TagRow]] = {}
    for tag in tags_visible_to(viewer).filter(merged_into=None).order_by("sort_key", "pk"):
        rows.setdefault(tag.space_id, []).append(_row(tag, counts.get(tag.pk, 0)))
    shown = Q(kind__in=(SpaceKind.NETWORK, SpaceKind.COMMUNITY)) | Q(pk__in=[pk for pk in rows if pk])
    spaces = spaces_visible_to(viewer).filter(shown).select_related("network__edition")
    ordered = sorted(spaces, key=lambda space: (space.kind == SpaceKind.COMMUNITY, space.kind, space.pk))
    groups = [_group(viewer, space, rows) for space in ordered]
    if None in rows and not any(group.is_for_all for group in groups):
        groups.append(TagGroup("", "", "", True, False, rows[None]))
    return [group for group in groups if group.tags or group.may_create]


def tagged_entries(viewer: Viewer, tag: Tag, *, token: str = "") -> Page[EntryRow]:
    """Returns a page of what carries a tag and the viewer may see, newest activity first, in one query.

    Raises Http404 for a malformed cursor.
    """
    rows = _with_tag(viewer, tag).values_list("id", *ENTRY_COLUMNS, named=True)
    page = read_page(rows, field="last_activity_at", token=token)
    return Page([entry_row(row[1:]) for row in page.rows], page.newer, page.older)


def count_tagged(viewer: Viewer, tag: Tag) -> int:
    """Returns how many entries that a viewer may see carry a tag. One query."""
    return _with_tag(viewer, tag).count()


def related_tags(viewer: Viewer, tag: Tag) -> list[TagRow]:
    """Returns the tags that stand beside a tag most often, at most RELATED; `entries` have both. Two queries."""
    counts = _counts(_with_tag(viewer, tag))
    counts.pop(tag.pk, None)
    tags = tags_visible_to(viewer).in_bulk(list(counts))
    most = sorted(tags, key=lambda pk: (-counts[pk], pk))[:RELATED]
    return [_row(tags[pk], counts[pk]) for pk in most]


def other_names(tag: Tag) -> list[str]:
    """Returns the synonyms of a tag, the names of the tags merged into it among them, in Polish order. One query."""
    merged = Tag.objects.filter(merged_into=tag).values_list("name")
    named = TagName.objects.filter(Q(tag=tag) | Q(tag__merged_into=tag)).values_list("name")
    return sorted((name for (name,) in merged.union(named, all=True)), key=lambda name: (sort_key(name), name))


def _with_tag(viewer: Viewer, tag: Tag) -> QuerySet[Entry]:
    carried = EntryTag.objects.filter(Q(tag=tag) | Q(tag__merged_into=tag)).values("content_object_id")
    return entries_shown_to(viewer).filter(pk__in=carried)


def _counts(entries: QuerySet[Entry]) -> dict[int, int]:
    """Returns how many of the entries carry each tag, by its id; a merged one counts as the tag it points to."""
    carried = EntryTag.objects.filter(content_object__in=entries.values("pk"))
    counted = carried.annotate(counts_as=Coalesce("tag__merged_into_id", "tag_id")).values("counts_as")
    return dict(counted.annotate(n=Count("content_object_id", distinct=True)).values_list("counts_as", "n"))


def _row(tag: Tag, entries: int) -> TagRow:
    return TagRow(tag.name, localised(tag_url(tag.slug)), tag.slug, tag.description, entries)


def _group(viewer: Viewer, space: Space, rows: dict[int | None, list[TagRow]]) -> TagGroup:
    is_for_all = space.kind == SpaceKind.COMMUNITY
    tags: Any = rows.get(None if is_for_all else space.pk, [])
    return TagGroup(space.name, space.slug, space.accent, is_for_all, may_create_in(viewer, space), tags)
