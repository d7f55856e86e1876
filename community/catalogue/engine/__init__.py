"""The search engine behind one narrow interface: SQLite's FTS5 or PostgreSQL's tsvector, whichever the database is.

Both keep one table, `catalogue_words`, with a row for each passage under the passage's id. Five functions are all
that the rest of the catalogue knows of it; a third engine would be a third module of the same shape.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from django.db import connection

from community.catalogue.engine import postgres, sqlite
from community.catalogue.engine.terms import Clause, Words

__all__ = ["erase", "hits", "names", "one_by_one", "retitle", "write"]


def _engine() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite


def write(rows: Sequence[tuple[int, Words]]) -> None:
    """Stores the words of passages, by passage id, in place of what was stored before."""
    if rows:
        with connection.cursor() as cursor:
            _engine().write(cursor, rows)


def retitle(rows: Sequence[tuple[int, Words]]) -> None:
    """Replaces the title's words of passages, by passage id; these words carry nothing but the title's."""
    if rows:
        with connection.cursor() as cursor:
            _engine().retitle(cursor, rows)


def erase(passage_ids: Sequence[int]) -> None:
    """Forgets the words of passages."""
    if passage_ids:
        with connection.cursor() as cursor:
            _engine().erase(cursor, passage_ids)


def one_by_one(work: str) -> None:
    """Makes whoever does this work wait for who is doing it now, until the transaction ends.

    Two who write the same rows in another order would wait for each other in a circle otherwise.
    """
    with connection.cursor() as cursor:
        _engine().one_by_one(cursor, work)


def hits(clauses: Sequence[Clause], *, any_of: bool = False, titles_only: bool = False) -> tuple[str, list[Any]]:
    """Returns SQL, and its parameters, for the passages that meet all clauses (or any).

    Columns: `passage_id`, `rank` (a smaller one is a better hit), and `entry_id` and `number`, where the passage is.
    `titles_only` looks at the titles of entries, at their first passages.
    """
    sql, params = _engine().hits(clauses, any_of=any_of, titles_only=titles_only)
    return sql, params


def names(words: Sequence[str]) -> tuple[str, list[Any]]:
    """Returns SQL, and its parameters, for the passages whose title has words beginning with all of these (folded)."""
    sql, params = _engine().names(words)
    return sql, params
