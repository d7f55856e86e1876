"""Queries of hot pages: their SQL is composed once, later calls only put their values in.

Django composes the SQL of a queryset anew each time, which costs ten times what SQLite needs to answer it. Here the
queryset is composed for values that are not known yet; a call fills them in. Model instances are read by Django's own
iterable, plain rows by a shorter way; both are exactly those of the queryset. Measured in community/README.md.

    _posts = Prepared(lambda *, thread: Post.objects.filter(thread=thread).values_list("number", named=True))
    rows = _posts(thread=7)
"""

import json
from collections.abc import Callable, Collection, Mapping
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.query import FlatValuesListIterable, NamedValuesListIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.utils import create_namedtuple_class

Row = TypeVar("Row")
_SHAPES = 64  # so many forms of one query are kept


class Given(Expression):
    """A value of a prepared query: a number, a word, a key, a moment, never None. Stands wherever an expression may."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """Returns the place for the value, and itself in the value's stead."""
        return "%s", [self]


class GivenList(Given):
    """Several numbers of a prepared query, to be looked into by `__in`; one parameter, however many there are."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """Returns a subquery with the values as rows, and itself in their stead."""
        return _LISTED[connection.vendor], [self]


_LISTED = {"sqlite": "(SELECT value FROM json_each(%s))", "postgresql": "(SELECT unnest(%s::bigint[]))"}


def listed(values: "Collection[int] | GivenList", vendor: str) -> tuple[str, list[Any]]:
    """Returns what stands behind IN in SQL written by hand, and its parameters; for known values or given ones."""
    if isinstance(values, GivenList):
        return _LISTED[vendor], [values]
    return f"({', '.join(['%s'] * len(values))})", list(values)


class Prepared(Generic[Row]):
    """A query that is composed once for each shape.

    `compose` takes what the shape of the SQL depends on by position (hashable, also kept: few different ones) and the
    values by name, which are Given, or GivenList for collections. It must not look at the moment, the language or
    anything else that changes between calls.
    """

    def __init__(self, compose: "Callable[..., QuerySet[Any, Row]]") -> None:
        self._compose = compose
        self._known: dict[tuple[Any, ...], _Composed] = {}

    def __call__(self, *shape: Any, **values: Any) -> list[Row]:
        """Returns the rows, in one query."""
        return self.rows(shape, values, {})

    def rows(self, shape: tuple[Any, ...], values: Mapping[str, Any], brought: Mapping[str, Any]) -> list[Row]:
        """Returns the rows, in one query; `brought` are values of what the shape itself holds of Given ones."""
        key = (connections[DEFAULT_DB_ALIAS].vendor, shape)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _SHAPES:
                self._known.clear()
            given = {name: (GivenList if _is_list(value) else Given)(name) for name, value in values.items()}
            known = self._known[key] = _Composed(self._compose(*shape, **given))
        return known.rows({**values, **brought})


class _Composed:
    """A queryset with its SQL, and where in its parameters each value goes."""

    def __init__(self, queryset: "QuerySet[Any, Any]") -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = "", ()
        self.params: list[Any] = list(params)
        self.places = [(place, given.name) for place, given in enumerate(self.params) if isinstance(given, Given)]
        self.is_plain = queryset._iterable_class in (
            ValuesListIterable,
            NamedValuesListIterable,
            FlatValuesListIterable,
        )
        if self.sql:
            columns = [part[0] for part in self.compiler.select]
            self.converters = self.compiler.get_converters(columns)
            self.is_plain = self.is_plain and not self.compiler.has_composite_fields(columns)

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        """Returns the rows for these values."""
        if not self.sql:
            return []
        if self.is_plain:
            return self._plain_rows(values)
        bound: Any = QuerySet.__new__(QuerySet)
        bound.__dict__.update(self.queryset.__dict__, _query=_Query(self, values))
        iterable: Any = self.queryset._iterable_class
        return list(iterable(bound))

    def _plain_rows(self, values: Mapping[str, Any]) -> list[Any]:
        """Returns rows of values; a column's converters are asked about what is there, never about None."""
        rows: list[Any] = self.fetch(values)[0]
        if self.converters:
            connection = connections[DEFAULT_DB_ALIAS]
            rows = [list(row) for row in rows]
            for place, (converters, expression) in self.converters.items():
                for row in rows:
                    for converter in converters if row[place] is not None else ():
                        row[place] = converter(row[place], expression, connection)
        if self.queryset._iterable_class is FlatValuesListIterable:
            return [row[0] for row in rows]
        return list(map(self.row_class._make if self.row_class else tuple, rows))

    @cached_property
    def row_class(self) -> Any:
        """Returns the class of named rows, None for others."""
        if self.queryset._iterable_class is not NamedValuesListIterable:
            return None
        queryset: Any = self.queryset
        query = queryset.query
        names = queryset._fields or [*query.extra_select, *query.values_select, *query.annotation_select]
        return create_namedtuple_class(*names)

    def fetch(self, values: Mapping[str, Any]) -> list[list[Any]]:
        """Returns what the database answers, as one chunk."""
        connection = connections[DEFAULT_DB_ALIAS]
        params = list(self.params)
        for place, name in self.places:
            params[place] = _adapted(values[name], connection)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return [cursor.fetchall()]


class _Query:
    """Stands for the queryset's query while its rows are read: hands out a compiler that has composed already."""

    def __init__(self, composed: _Composed, values: Mapping[str, Any]) -> None:
        self._composed, self._values = composed, values

    def __getattr__(self, name: str) -> Any:
        return getattr(self._composed.queryset.query, name)

    def get_compiler(self, *args: Any, **kwargs: Any) -> SQLCompiler:
        """Returns the compiler with its columns, reading the answer to these values."""
        composed, values = self._composed, self._values
        compiler: Any = copy(composed.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.execute_sql = lambda *args, **kwargs: composed.fetch(values)
        compiler.get_converters = lambda expressions: composed.converters
        ready: SQLCompiler = compiler
        return ready


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple | set | frozenset)


def _adapted(value: Any, connection: Any) -> Any:
    """Returns a value as the database's driver takes it."""
    if _is_list(value):
        return json.dumps(list(value)) if connection.vendor == "sqlite" else list(value)
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
