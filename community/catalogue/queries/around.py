"""What stands beside an entry on its page: its tags and its relatives, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, F, FloatField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from community.base.languages import prefix
from community.base.prepared import Prepared
from community.catalogue.models import Entry, EntryTag, Related
from community.catalogue.queries.wording import Wording, worded
from community.catalogue.rules import entries_shown_to
from community.spaces.models import Space
from community.spaces.rules import Viewer
from community.spaces.standing import rows_for
from community.tags.models import tag_url

MOST_RELATED = 5
MOST_TOPICS = 10
# What rows of entries have besides, so that they can be told in the reader's words.
_WORDS = {"lang": "language", "other": "other_language", "other_name": "other_title", "other_at": "other_url"}
_COLUMNS = ("sort", "name", "address", "solved", "score", "sort_kind", *_WORDS, "number")
Row = tuple[str, str, str, bool, float, str, str, str, str, str, int]


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
    return around_of(rows_for(viewer, _AROUND, entry_id=entry_id))


def around_of(rows: Iterable[Row]) -> Around:
    """Returns what rows of `rows_around` say; rows of another sort are left to those who asked for them."""
    before = prefix()
    chips: dict[str, Chip] = {}
    related: list[RelatedRow] = []
    for row in rows:
        sort, name, address, is_solved = row[:4]
        if sort == "tag":
            chips[address] = Chip(name, before + tag_url(address), address)
        elif sort == "near" and len(related) < MOST_RELATED:
            shown = words_in(row)
            related.append(RelatedRow(shown.title, shown.url, is_solved, shown.lang))
    return Around(list(chips.values()), related)


def space_topics(viewer: Viewer, space: Space) -> list[Chip]:
    """Returns the tags that a space's entries carry most, as far as a viewer may see those, by use. One query."""
    carried = EntryTag.objects.filter(content_object__in=entries_shown_to(viewer).filter(space=space).values("pk"))
    named = carried.annotate(
        name=Coalesce("tag__merged_into__name", "tag__name"), slug=Coalesce("tag__merged_into__slug", "tag__slug")
    )
    used = named.values_list("name", "slug").annotate(n=Count("content_object_id", distinct=True))
    before = prefix()
    return [Chip(name, before + tag_url(slug), slug) for name, slug, _n in used.order_by("-n", "name")[:MOST_TOPICS]]


def words_in(row: Row) -> Wording:
    """Returns the words of the entry that a row of `as_rows` is, for the reader; without its summary."""
    _sort, title, url, _solved, _score, kind, language, other, other_title, other_url, _subject = row
    return worded(kind, language, title, url, "", other, other_title, other_url, "")


def as_rows(entries: QuerySet[Entry], sort: str, score: Any = None) -> "QuerySet[Entry, Row]":
    """Returns entries as rows of `rows_around`, under the name of their sort."""
    return entries.annotate(
        sort=Value(sort, output_field=CharField()),
        name=F("title"),
        address=F("url"),
        solved=F("is_solved"),
        score=Value(0.0) if score is None else score,
        sort_kind=F("kind"),
        number=F("subject_id"),
        **{name: F(column) for name, column in _WORDS.items()},
    ).values_list(*_COLUMNS)


def rows_around(viewer: Viewer, entry_id: Any, *more: "QuerySet[Entry, Row]") -> "QuerySet[Any, Row]":
    """Returns the tags of an entry and its relatives as rows, and `more` made by `as_rows`; for `around_of`."""
    near = Related.objects.filter(entry=entry_id, other=OuterRef("pk")).values("score")[:1]
    entries = entries_shown_to(viewer).filter(pk__in=Related.objects.filter(entry=entry_id).values("other"))
    related = as_rows(entries, "near", Subquery(near, output_field=FloatField()))
    rows: Any = _tag_rows(entry_id).union(related, *more, all=True)
    ordered: QuerySet[Any, Row] = rows.order_by("sort", "-score", "name", "address")
    return ordered


def _tag_rows(entry_id: int) -> "QuerySet[EntryTag, Row]":
    rows = EntryTag.objects.filter(content_object=entry_id).annotate(
        sort=Value("tag", output_field=CharField()),
        name=Coalesce("tag__merged_into__name", "tag__name"),
        address=Coalesce("tag__merged_into__slug", "tag__slug"),
        solved=Value(False),
        score=Value(0.0),
        sort_kind=Value("", output_field=CharField()),
        number=Value(0, output_field=BigIntegerField()),
        **{name: Value("", output_field=CharField()) for name in _WORDS},
    )
    return rows.values_list(*_COLUMNS)


_AROUND = Prepared(rows_around)
