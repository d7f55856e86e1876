"""Recommendations and practices as files: CSV for spreadsheets, JSON for programs. What the asking viewer may read."""

import json
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.base.http import methods
from community.base.spreadsheets import BOM, csv_line
from resources.queries.export_columns import Column, Row, practice_columns, recommendation_columns
from resources.queries.exporting import practice_rows, recommendation_rows


@methods("GET")
def recommendations(request: HttpRequest, shape: str) -> StreamingHttpResponse:
    """Sends all recommendations that the viewer may read, with their history and the cities that confirm them."""
    rows = recommendation_rows(request.user, get_language() or "pl")
    return _sent(shape, "zalecenia", "recommendations", rows, recommendation_columns())


@methods("GET")
def practices(request: HttpRequest, shape: str) -> StreamingHttpResponse:
    """Sends all practices that the viewer may read, with their transfer sheet and the cities that follow them."""
    rows = practice_rows(request.user, get_language() or "pl")
    return _sent(shape, "praktyki", "practices", rows, practice_columns())


def _sent(shape: str, name: str, key: str, rows: Iterable[Row], columns: list[Column]) -> StreamingHttpResponse:
    if shape == "csv":
        response = StreamingHttpResponse(_csv(rows, columns), content_type="text/csv; charset=utf-8")
    elif shape == "json":
        response = StreamingHttpResponse(_json(key, rows), content_type="application/json; charset=utf-8")
    else:
        raise Http404(_("There is no such file. Data is here as .csv and .json."))
    response["Content-Disposition"] = f'attachment; filename="{name}.{shape}"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _csv(rows: Iterable[Row], columns: list[Column]) -> Iterator[str]:
    yield BOM + csv_line(heading for heading, _value in columns)
    for row in rows:
        yield csv_line(value(row) for _heading, value in columns)


def _json(key: str, rows: Iterable[Row]) -> Iterator[str]:
    yield f'{{"{key}": ['
    for number, row in enumerate(rows):
        yield ("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"
