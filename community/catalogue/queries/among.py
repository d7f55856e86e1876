"""Which of some entries a search finds: the catalogue's search without a page, an order or a reader."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from community.catalogue import engine
from community.catalogue.models import Entry
from community.catalogue.queries.search import CHOICES, Narrowing
from community.catalogue.typed import Typed

_AT_ONCE = 20  # searches in one statement
_COLUMNS = ("id", "kind", "space_id", "city_id", "author_id", "year", "is_solved")


def found_among(entries: QuerySet[Entry], searches: Sequence[tuple[Typed, Narrowing]]) -> list[set[int]]:
    """Returns for each search the ids of those of these entries that it finds, in the order of the searches.

    No rule of visibility is asked: whoever calls this asks it of what was found. Words are read as typed, and not more
    widely where nothing is found. One query for twenty searches.
    """
    found: list[set[int]] = [set() for _search in searches]
    asked = [(place, search) for place, search in enumerate(searches) if not search[0].is_empty]
    for start in range(0, len(asked), _AT_ONCE):
        parts, params = [], list[Any]()
        for place, (typed, narrowing) in asked[start : start + _AT_ONCE]:
            sql, values = _one(entries, typed, narrowing)
            parts.append(f"SELECT {place}, x.id FROM ({sql}) x")
            params += values
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            for place, entry_id in cursor.fetchall():
                found[place].add(entry_id)
    return found


def _one(entries: QuerySet[Entry], typed: Typed, narrowing: Narrowing) -> tuple[str, list[Any]]:
    """Returns SQL, and its parameters, for the ids of the entries that one search finds."""
    hits, params = engine.hits(typed.clauses())
    among, among_params = entries.order_by().values(*_COLUMNS).query.sql_with_params()
    chosen = narrowing.chosen
    where = " AND ".join(["1 = 1", *(CHOICES[name] for name in chosen)])
    sql = f"""
        SELECT e.id FROM (
            SELECT n.id, n.kind, n.space_id, n.city_id, n.author_id, NULLIF(n.year, 0) AS year, city.size_class,
                   CASE WHEN n.kind <> 'question' THEN NULL WHEN n.is_solved THEN 'solved' ELSE 'open' END AS state
            FROM ({among}) n LEFT JOIN spaces_city city ON city.id = n.city_id
        ) e WHERE e.id IN (SELECT h.entry_id FROM ({hits}) h) AND {where}
    """
    return sql, [*among_params, *params, *chosen.values()]
