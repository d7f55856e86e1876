"""Django's SQLite backend; a query that comes again is not rewritten again.

Django writes %s where SQLite wants ?, and puts that right in the whole text of each query each time: for the largest
query of a thread's page that costs as much as its answer.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

_KEPT = 500  # queries


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that remembers."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """Returns a query as SQLite reads it."""
        if param_names is not None:
            return str(super().convert_query(query, param_names=param_names))
        return _remembered(query)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose cursors remember."""

    def create_cursor(self, name: str | None = None) -> Any:
        """Returns a new cursor."""
        return self.connection.cursor(factory=Cursor)


@lru_cache(_KEPT)
def _remembered(query: str) -> str:
    rewrite: Any = base.SQLiteCursorWrapper.convert_query  # it does not look at its cursor
    return str(rewrite(None, query))
