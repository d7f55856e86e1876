"""The library as one browses it: what is published, narrowed and counted, a page at a time.

Each facet is counted under the choices made in the others, as searching does it, so that a choice can be changed as
well as added to. What a choice means is said once (`_condition`), for the page and for the counts.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.numbers import number_in
from community.base.paging import Page, read_page
from community.catalogue.feeds import VISITOR, FeedOf
from community.catalogue.models import Entry, EntryTag, EntryTrait
from community.catalogue.queries.around import Chip
from community.catalogue.queries.feeds import newest
from community.catalogue.queries.results import tags_of
from community.catalogue.queries.search import TAGGED, Count, all_but
from community.catalogue.queries.wording import WORDING, wording_of
from community.catalogue.rules import entries_shown_to, entries_visible_to
from community.catalogue.sources import entry_kinds
from community.spaces.rules import Viewer, spaces_visible_to
from resources.models import KINDS, CostBand, RecommendationStatus

# What the traits of an entry tell apart; kind, tag and year are told by other tables.
TRAITS = ("network", "city", "size", "cost", "status", "matter", "language")
_NEVER = 9_999  # a year in which nothing was published
_COLUMNS = (
    "id", *WORDING, "audience", "is_outdated", "published_at", "author__name", "space__name", "space__slug",
    "space__accent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A page of the library in its list; `url` is for the reader, `lang` the language of its words if it is another.

    `status` is what became of a recommendation, `cost` what a practice cost, in words; empty for other kinds.
    """

    kind_label: str
    icon: str
    title: str
    url: str
    summary: str
    lang: str
    audience: str
    is_outdated: bool
    at: Moment
    author: str
    space: str
    space_url: str
    accent: str
    status: str
    cost: str
    tags: list[Chip]


@dataclass(frozen=True)
class Shelf:
    """What the library has under some choices: how many in all, one page of it, and the counts of each facet."""

    total: int
    page: Page[LibraryRow]
    counts: dict[str, list[Count]]


def library_shelf(viewer: Viewer, chosen: dict[str, str], *, token: str = "") -> Shelf:
    """Returns what a viewer may see of the library under choices by facet, the newest first. Four queries at most.

    Raises Http404 for a malformed cursor.
    """
    total, counts = _counted(viewer, chosen)
    return Shelf(total, _page(viewer, chosen, token), counts)


def feed_of_library() -> FeedOf:
    """Returns the feed of the library, the newest first. Two queries."""
    items = newest(entries_visible_to(VISITOR).filter(kind__in=KINDS))
    return FeedOf("library", f"{_('Library')} – {_('PIM Community')}", localised("/biblioteka/"), items)


def _listed(viewer: Viewer) -> QuerySet[Entry]:
    return entries_shown_to(viewer).filter(kind__in=KINDS)


def _condition(viewer: Viewer, facet: str, value: str) -> Q:
    """Returns what an entry has to be under a choice."""
    if facet == "kind":
        return Q(kind=value)
    if facet == "year":
        return Q(year=number_in(value, digits=4) or _NEVER)
    if facet == "tag":
        carrying = EntryTag.objects.filter(Q(tag__slug=value) | Q(tag__merged_into__slug=value))
        return Q(pk__in=carrying.values("content_object"))
    having = EntryTrait.objects.filter(facet=facet, value=value)
    if facet == "network":  # what a network has, only those learn who may know of it
        having = having.filter(value__in=spaces_visible_to(viewer).values("slug"))
    return Q(pk__in=having.values("entry"))


def _counted(viewer: Viewer, chosen: dict[str, str]) -> tuple[int, dict[str, list[Count]]]:
    """Returns how many entries meet all choices, and the counts of each facet, the largest first. One query."""
    flags = {
        f"is_{facet}": ExpressionWrapper(_condition(viewer, facet, value), BooleanField())
        for facet, value in chosen.items()
    }
    entries, params = _sql(_listed(viewer).annotate(**flags).values("id", "kind", "year", *flags))
    known, known_params = _sql(spaces_visible_to(viewer).values("slug"))
    told = " ".join(f"WHEN '{trait}' THEN {all_but(chosen, trait)}" for trait in TRAITS)
    sql = f"""
        WITH f AS MATERIALIZED ({entries})
        SELECT 'total', '', '', count(*) FROM f WHERE {all_but(chosen)}
        UNION ALL SELECT 'kind', f.kind, f.kind, count(*) FROM f WHERE {all_but(chosen, "kind")} GROUP BY f.kind
        UNION ALL SELECT 'year', CAST(f.year AS varchar(9)), CAST(f.year AS varchar(9)), count(*) FROM f
            WHERE {all_but(chosen, "year")} GROUP BY f.year
        UNION ALL SELECT 'tag', t.slug, t.name, c.n FROM (
            SELECT x.tag_id AS v, count(DISTINCT f.id) AS n FROM f JOIN ({TAGGED}) x ON x.entry_id = f.id
            WHERE {all_but(chosen, "tag")} GROUP BY x.tag_id
        ) c JOIN tags_tag t ON t.id = c.v
        UNION ALL SELECT c.facet, c.value, COALESCE(city.name, space.name, c.value), c.n FROM (
            SELECT t.facet, t.value, count(*) AS n FROM f JOIN catalogue_entrytrait t ON t.entry_id = f.id
            WHERE CASE t.facet {told} ELSE 1 = 0 END AND (t.facet <> 'network' OR t.value IN ({known}))
            GROUP BY t.facet, t.value
        ) c LEFT JOIN spaces_city city ON c.facet = 'city' AND city.slug = c.value
        LEFT JOIN spaces_space space ON c.facet = 'network' AND space.slug = c.value
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *known_params])
        return _read(cursor.fetchall())


def _read(rows: list[tuple[str, str, str, int]]) -> tuple[int, dict[str, list[Count]]]:
    total, counts = 0, dict[str, list[Count]]()
    for facet, value, label, entries in rows:
        if facet == "total":
            total = entries
        else:
            counts.setdefault(facet, []).append(Count(value, label, entries))
    for values in counts.values():
        values.sort(key=lambda count: (-count.entries, count.label, count.value))
    return total, counts


def _page(viewer: Viewer, chosen: dict[str, str], token: str) -> Page[LibraryRow]:
    """Returns a page of what meets all choices. Three queries at most."""
    entries = _listed(viewer)
    for facet, value in chosen.items():
        entries = entries.filter(_condition(viewer, facet, value))
    page = read_page(entries.values_list(*_COLUMNS, named=True), field="published_at", token=token)
    ids = [row.id for row in page.rows]
    tags, traits = (tags_of(ids), _traits_of(ids)) if ids else ({}, {})
    rows = [_row(row, tags.get(row.id, []), traits.get(row.id, {})) for row in page.rows]
    return Page(rows, page.newer, page.older)


def _traits_of(entry_ids: list[int]) -> dict[int, dict[str, str]]:
    """Returns status and cost of some entries, by entry and facet. One query."""
    rows = EntryTrait.objects.filter(entry__in=entry_ids, facet__in=("status", "cost"))
    found: dict[int, dict[str, str]] = {}
    for entry_id, facet, value in rows.values_list("entry_id", "facet", "value"):
        found.setdefault(entry_id, {})[facet] = value
    return found


def _row(row: Any, tags: list[Chip], traits: dict[str, str]) -> LibraryRow:
    kind, shown = entry_kinds[row.kind], wording_of(row)
    return LibraryRow(
        kind_label=kind.one(),
        icon=kind.icon,
        title=shown.title,
        url=shown.url,
        summary=shown.summary,
        lang=shown.lang,
        audience=row.audience,
        is_outdated=row.is_outdated,
        at=moment(row.published_at),
        author=row.author__name or "",
        space=row.space__name or "",
        space_url=localised(f"/s/{row.space__slug}/") if row.space__slug else "",
        accent=row.space__accent or "",
        status=word_of(RecommendationStatus, traits.get("status", "")),
        cost=word_of(CostBand, traits.get("cost", "")),
        tags=tags,
    )


def word_of(choices: Any, value: str) -> str:
    """Returns one of some choices in words; what is none of them as it is."""
    return str(choices(value).label) if value in choices.values else value


def _sql(rows: "QuerySet[Any, Any]") -> tuple[str, tuple[Any, ...]]:
    sql, params = rows.query.sql_with_params()
    return sql, params
