"""Searching: one statement finds, ranks and counts, whatever the engine; the rule of visibility is part of it.

    engine's hits → the best passage of each entry → entries visible to the viewer → facets and one page

Each facet is counted under the choices made in the others, so that a choice can be changed as well as added to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language

from community.catalogue import engine
from community.catalogue.engine.terms import Clause
from community.catalogue.models import Entry
from community.catalogue.queries.ignoring import wanted_hits
from community.catalogue.rules import entries_shown_to
from community.catalogue.typed import Typed
from community.spaces.rules import Viewer

RESULTS_ON_A_PAGE = 20
MOST_PAGES = 50
NEWEST = "nowe"
# How much a hit in a profile or a place counts: short as they are, they would outrank threads. By name they are first.
_STANDING = 0.2
_OUTDATED = 0.5  # how much a hit counts whose answer has expired: below its like, and still found
_BEHIND = 1_000  # more than any rank, so that it puts a hit behind all others


@dataclass(frozen=True)
class Narrowing:
    """What was chosen in each facet, as the address says it; empty where nothing was."""

    kind: str = ""
    space: str = ""
    city: str = ""
    size: str = ""
    tag: str = ""
    year: str = ""
    state: str = ""
    author: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """Returns the facets in which something was chosen."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


@dataclass(frozen=True)
class Count:
    """How many entries have a value of a facet; `value` is what the address says, `label` what people read."""

    value: str
    label: str
    entries: int


@dataclass(frozen=True)
class Hit:
    """An entry that was found, by its best passage."""

    entry_id: int
    passage_id: int


@dataclass(frozen=True)
class Found:
    """What was found: how many entries in all, one page of them, and the counts of each facet, largest first."""

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[Count]] = field(default_factory=dict)


def search(
    viewer: Viewer, typed: Typed, narrowing: Narrowing | None = None, *, order: str = "", page: int = 1
) -> Found:
    """Returns one page of what a viewer may find, the best first (or the newest), with the facets. One query.

    What has the words to the letter comes first. When nothing is found, all words are read as if typed without Polish
    letters; that asks once more.
    """
    if typed.is_empty:
        return Found()
    narrowing = narrowing or Narrowing()
    clauses, widest = typed.clauses(), typed.clauses(wide=True)
    found = _find(viewer, clauses, typed.literal_clauses(), narrowing, order=order, page=page)
    if found.facets or widest == clauses:
        return found
    return _find(viewer, widest, widest, narrowing, order=order, page=page)


def _best_hits(viewer: Viewer, clauses: list[Clause], literal: list[Clause]) -> tuple[str, list[Any]]:
    """Returns the engine's hits that a viewer wants; those of the literal clauses first, where the two differ."""
    hits, params = wanted_hits(viewer, *engine.hits(clauses))
    if literal == clauses:
        return hits, params
    better, better_params = engine.hits(literal)
    sql = (
        f"SELECT h.passage_id, h.entry_id, h.number, CASE WHEN b.passage_id IS NULL THEN h.rank + {_BEHIND} "
        f"ELSE h.rank END AS rank FROM ({hits}) h LEFT JOIN ({better}) b ON b.passage_id = h.passage_id"
    )
    return sql, [*params, *better_params]


def which_find(viewer: Viewer, queries: Sequence[list[Clause]]) -> list[bool]:
    """Returns for each of some queries whether a viewer would find something by it. One query, none for no queries."""
    visible, visible_params = _sql(entries_shown_to(viewer).values("pk"))
    parts, params = list[str](), list[Any]()
    for place, clauses in enumerate(queries):
        hits, hit_params = wanted_hits(viewer, *engine.hits(clauses))
        parts.append(f"SELECT {place} WHERE EXISTS (SELECT 1 FROM ({hits}) h WHERE h.entry_id IN ({visible}))")
        params += [*hit_params, *visible_params]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        finding = {row[0] for row in cursor.fetchall()}
    return [place in finding for place in range(len(parts))]


# What each facet counts: the column of `found` it groups by, and where its address word and its label come from.
_FACETS: dict[str, tuple[str, str]] = {
    "kind": ("f.kind", "SELECT 'kind', c.v, c.v, c.n FROM c"),
    "space": ("f.space_id", "SELECT 'space', s.slug, s.name, c.n FROM c JOIN spaces_space s ON s.id = c.v"),
    "city": ("f.city_id", "SELECT 'city', s.slug, s.name, c.n FROM c JOIN spaces_city s ON s.id = c.v"),
    "size": ("f.size_class", "SELECT 'size', c.v, c.v, c.n FROM c"),
    "year": ("f.year", "SELECT 'year', CAST(c.v AS varchar(9)), CAST(c.v AS varchar(9)), c.n FROM c"),
    "state": ("f.state", "SELECT 'state', c.v, c.v, c.n FROM c"),
    "author": ("f.author_id", "SELECT 'author', s.slug, s.name, c.n FROM c JOIN people_person s ON s.id = c.v"),
}
# Entries with their tags, a merged one as the tag that it counts as.
TAGGED = (
    "SELECT et.content_object_id AS entry_id, COALESCE(t.merged_into_id, et.tag_id) AS tag_id "
    "FROM catalogue_entrytag et "
    "LEFT JOIN (SELECT id, merged_into_id FROM tags_tag WHERE merged_into_id IS NOT NULL) t ON t.id = et.tag_id"
)
# The condition of each choice, on rows `e` that also have `size_class` and `state`.
CHOICES = {
    "kind": "e.kind = %s",
    "space": "e.space_id = (SELECT id FROM spaces_space WHERE slug = %s)",
    "city": "e.city_id = (SELECT id FROM spaces_city WHERE slug = %s)",
    "size": "COALESCE(e.size_class, '') = %s",
    "tag": (
        f"e.id IN (SELECT entry_id FROM ({TAGGED}) x WHERE tag_id = "
        "(SELECT COALESCE(merged_into_id, id) FROM tags_tag WHERE slug = %s))"
    ),
    "year": "CAST(e.year AS varchar(9)) = %s",
    "state": "e.state = %s",
    "author": "e.author_id = (SELECT id FROM people_person WHERE slug = %s)",
}
_ORDERS = {
    "": "f.rank, f.group_at DESC, f.subject DESC, f.is_talk, f.last_activity_at DESC, f.id DESC",
    NEWEST: "f.moves DESC, f.published_at DESC, f.id DESC",
}


# Of what is there in two languages, a passage in the reader's is shown before one that counts more.
_FOREIGN = (
    "CASE WHEN page.other_language = '' THEN FALSE "
    "ELSE (SELECT p.language <> %s FROM catalogue_passage p WHERE p.id = hits.passage_id) END"
)
_COLUMNS = (
    "id", "kind", "space_id", "city_id", "author_id", "year", "is_solved", "is_outdated", "moves", "published_at",
    "last_activity_at", "about_id", "other_language",
)  # fmt: skip


def _find(
    viewer: Viewer, clauses: list[Clause], literal: list[Clause], narrowing: Narrowing, *, order: str, page: int
) -> Found:
    """Entries are grouped before anything else is joined, and only a page of them asks for its best passages.

    What is talked about never stands behind its talk, which bears its title and, being short, outranks it; a talk that
    has the words in its title stands right behind.
    """
    hits, hit_params = _best_hits(viewer, clauses, literal)
    titled, titled_params = engine.hits(clauses, titles_only=True)
    visible, visible_params = _sql(entries_shown_to(viewer).values(*_COLUMNS))
    chosen, reading = narrowing.chosen, get_language() or settings.LANGUAGE_CODE
    flags = "".join(f", COALESCE({CHOICES[name]}, 1 = 0) AS is_{name}" for name in chosen)
    by = _ORDERS.get(order, _ORDERS[""])
    sql = f"""
        WITH hits AS MATERIALIZED ({hits}),
        best AS (SELECT entry_id, min(rank) AS rank FROM hits GROUP BY entry_id),
        titled AS MATERIALIZED (SELECT entry_id FROM ({titled}) t),
        e AS (
            SELECT e.id, e.kind, e.space_id, e.city_id, e.author_id, NULLIF(e.year, 0) AS year, e.moves,
                   e.published_at, e.last_activity_at, e.other_language, city.size_class,
                   COALESCE(e.about_id, e.id) AS subject, e.about_id IS NOT NULL AS is_talk,
                   CASE WHEN e.moves AND e.is_outdated AND best.rank > 0
                             THEN {_BEHIND} + (best.rank - {_BEHIND}) * {_OUTDATED}
                        WHEN e.moves AND e.is_outdated THEN best.rank * {_OUTDATED}
                        WHEN e.moves THEN best.rank
                        WHEN e.id IN (SELECT entry_id FROM titled) THEN -{_BEHIND}
                        WHEN best.rank > 0 THEN {_BEHIND} + (best.rank - {_BEHIND}) * {_STANDING}
                        ELSE best.rank * {_STANDING} END AS own_rank,
                   CASE WHEN e.kind <> 'question' THEN NULL WHEN e.is_solved THEN 'solved' ELSE 'open' END AS state
            FROM best JOIN ({visible}) e ON e.id = best.entry_id LEFT JOIN spaces_city city ON city.id = e.city_id
        ),
        f AS MATERIALIZED (
            SELECT e.*, max(e.last_activity_at) OVER (PARTITION BY e.subject) AS group_at,
                   CASE WHEN e.is_talk AND e.id NOT IN (SELECT entry_id FROM titled) THEN e.own_rank
                        ELSE min(e.own_rank) OVER (PARTITION BY e.subject) END AS rank
                   {flags}
            FROM e
        ),
        page AS (
            SELECT f.id, f.other_language, row_number() OVER (ORDER BY {by}) AS place FROM f WHERE {all_but(chosen)}
            ORDER BY {by} LIMIT {RESULTS_ON_A_PAGE} OFFSET {(page - 1) * RESULTS_ON_A_PAGE}
        )
        SELECT 'page' AS facet, CAST(id AS varchar(20)), CAST(passage_id AS varchar(20)), place FROM (
            SELECT page.id, page.place, hits.passage_id,
                   row_number() OVER (PARTITION BY page.id ORDER BY {_FOREIGN}, hits.rank, hits.number) AS better
            FROM hits CROSS JOIN page WHERE page.id = hits.entry_id
        ) shown WHERE better = 1
        UNION ALL SELECT 'total', '', '', count(*) FROM f WHERE {all_but(chosen)}
        {_facet_counts(chosen)}
        UNION ALL SELECT 'tag', t.slug, t.name, c.n FROM (
            SELECT x.tag_id AS v, count(DISTINCT f.id) AS n FROM f JOIN ({TAGGED}) x ON x.entry_id = f.id
            WHERE {all_but(chosen, "tag")} GROUP BY x.tag_id
        ) c JOIN tags_tag t ON t.id = c.v
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [*hit_params, *titled_params, *visible_params, *chosen.values(), reading])
        return _read(cursor.fetchall())


def _facet_counts(chosen: dict[str, str]) -> str:
    counts = []
    for name, (column, labelled) in _FACETS.items():
        counted = (
            f"(SELECT {column} AS v, count(*) AS n FROM f WHERE {column} IS NOT NULL AND {all_but(chosen, name)} "
            f"GROUP BY {column}) c"
        )
        counts.append(f"UNION ALL {labelled.replace('FROM c', f'FROM {counted}')}")
    return "\n".join(counts)


def all_but(chosen: dict[str, str], facet: str = "") -> str:
    """Returns the condition that all choices but those of one facet are met."""
    return " AND ".join(f"f.is_{name}" for name in chosen if name != facet) or "1 = 1"


def _read(rows: list[tuple[str, str, str, int]]) -> Found:
    total, hits = 0, dict[int, Hit]()
    facets: dict[str, list[Count]] = {}
    for facet, value, label, entries in rows:
        if facet == "page":
            hits[entries] = Hit(int(value), int(label))  # the fourth column is the place among all
        elif facet == "total":
            total = entries
        else:
            facets.setdefault(facet, []).append(Count(value, label, entries))
    for counts in facets.values():
        counts.sort(key=lambda count: (-count.entries, count.label, count.value))
    return Found(total, [hits[place] for place in sorted(hits)], facets)


def _sql(rows: "QuerySet[Entry, Any]") -> tuple[str, tuple[Any, ...]]:
    sql, params = rows.query.sql_with_params()
    return sql, params
