"""What stands beside an entry on its page: its tags and its relatives, in one query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, FloatField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from community.base.languages import prefix
from community.base.prepared import Prepared
from community.catalogue.models import Entry, EntryTag, Related
from community.catalogue.queries.wording import worded
from community.catalogue.rules import entries_shown_to
from community.spaces.models import Space
from community.spaces.rules import Viewer
from community.spaces.standing import rows_for
from community.tags.models import tag_url

MOST_RELATED = 5
MOST_TOPICS = 10


@dataclass(frozen=True, slots=True)
class Chip:
    """A tag as pages show it; `url` is in the page's language."""

    name: str
    url: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """An entry about the same. `lang`: the language of its title, where it is not the reader's."""

    title: str
    url: str
    is_solved: bool
    lang: str


@dataclass(frozen=True, slots=True)
class Around:
    """The tags of an entry by name, and its relatives, the nearest first."""

    tags: list[Chip]
    related: list[RelatedRow]


def around(viewer: Viewer, entry_id: int | None) -> Around:
    """Returns what stands beside an entry, as far as a viewer may see it. One query."""
    if entry_id is None:
        return Around([], [])
    before = prefix()
    chips: dict[str, Chip] = {}
    related: list[RelatedRow] = []
    for sort, name, address, is_solved, _score, *said in rows_for(viewer, _AROUND, entry_id=entry_id):
        if sort == "tag":
            chips[address] = Chip(name, before + tag_url(address), address)
        else:
            kind, language, *other = said
            shown = worded(kind, language, name, address, "", *other, "")
            related.append(RelatedRow(shown.title, shown.url, is_solved, shown.lang))
    return Around(list(chips.values()), related[:MOST_RELATED])


def space_topics(viewer: Viewer, space: Space) -> list[Chip]:
    """Returns the tags that a space's entries carry most, as far as a viewer may see those, by use. One query."""
    carried = EntryTag.objects.filter(content_object__in=entries_shown_to(viewer).filter(space=space).values("pk"))
    named = carried.annotate(
        name=Coalesce("tag__merged_into__name", "tag__name"), slug=Coalesce("tag__merged_into__slug", "tag__slug")
    )
    used = named.values_list("name", "slug").annotate(n=Count("content_object_id", distinct=True))
    before = prefix()
    return [Chip(name, before + tag_url(slug), slug) for name, slug, _n in used.order_by("-n", "name")[:MOST_TOPICS]]


_OF_ENTRY = ("kind", "language", "other_language", "other_title", "other_url")
_COLUMNS = ("sort", "name", "address", "solved", "score", *(f"its_{name}" for name in _OF_ENTRY))


def _tag_rows(entry_id: int) -> "QuerySet[EntryTag, Any]":
    rows = EntryTag.objects.filter(content_object=entry_id).annotate(
        sort=Value("tag", output_field=CharField()),
        name=Coalesce("tag__merged_into__name", "tag__name"),
        address=Coalesce("tag__merged_into__slug", "tag__slug"),
        solved=Value(False),
        score=Value(0.0),
        **{f"its_{name}": Value("", output_field=CharField()) for name in _OF_ENTRY},
    )
    return rows.values_list(*_COLUMNS)


def _related_rows(viewer: Viewer, entry_id: int) -> "QuerySet[Entry, Any]":
    near = Related.objects.filter(entry=entry_id, other=OuterRef("pk")).values("score")[:1]
    rows = entries_shown_to(viewer).filter(pk__in=Related.objects.filter(entry=entry_id).values("other"))
    return rows.annotate(
        sort=Value("near", output_field=CharField()),
        name=F("title"),
        address=F("url"),
        solved=F("is_solved"),
        score=Subquery(near, output_field=FloatField()),
        **{f"its_{name}": F(name) for name in _OF_ENTRY},
    ).values_list(*_COLUMNS)


def _rows_around(viewer: Viewer, entry_id: int) -> "QuerySet[Any, Any]":
    rows: Any = _tag_rows(entry_id).union(_related_rows(viewer, entry_id), all=True)
    ordered: QuerySet[Any, Any] = rows.order_by("sort", "-score", "name", "address")
    return ordered


_AROUND = Prepared(_rows_around)
