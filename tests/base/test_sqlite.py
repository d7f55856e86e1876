"""The SQLite backend: a query reads as Django writes it, and the database understands it."""

import pytest
from django.db import ConnectionHandler
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from community.base.sqlite.base import Cursor

QUERIES = ("SELECT 1", "SELECT %s", "SELECT '%%s', %s, 100 %% %s", "SELECT '%%', 'ż' || %s", "")


@pytest.mark.parametrize("query", QUERIES)
def test_query_is_rewritten_as_django_does(query):
    wanted = SQLiteCursorWrapper.convert_query(None, query)
    assert [Cursor.convert_query(None, query) for _ in range(2)] == [wanted, wanted]


@pytest.mark.django_db
def test_sqlite_understands_what_it_is_asked():
    connection = ConnectionHandler({"default": {"ENGINE": "community.base.sqlite", "NAME": ":memory:"}})["default"]
    with connection.cursor() as cursor:
        for value in (1, "50 %", None):
            cursor.execute("SELECT %s, '5 %%'", [value])
            assert cursor.fetchone() == (value, "5 %")
        cursor.execute("SELECT %(a)s + %(b)s", {"a": 2, "b": 3})
        assert cursor.fetchone() == (5,)
        cursor.execute("CREATE TABLE city (slug text, name text)")
        cursor.executemany("INSERT INTO city VALUES (%s, %s)", [("brzeg", "Brzeg"), ("lodz", "Łódź")])
        cursor.execute("SELECT name FROM city WHERE slug IN (%s, %s) ORDER BY slug", ["brzeg", "lodz"])
        assert cursor.fetchall() == [("Brzeg",), ("Łódź",)]
    connection.close()
