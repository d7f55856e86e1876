"""Keyset pages: every row once, in order, both ways, whatever the ties."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.base.paging import Cursor, page_links, read_cursor, read_page
from community.notifications.models import Notification

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 6).map(lambda n: START + timedelta(microseconds=n * 333_333)), max_size=15)


def walk(rows, size, token="", way="older"):
    """Returns the pages met on the way, first the one of the token."""
    pages = []
    while token is not None:
        pages.append(read_page(rows, field="created_at", token=token, size=size))
        token = getattr(pages[-1], way)
        assert len(pages) < 50
    return pages


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOMENTS, st.integers(1, 6))
def test_walking_older_and_back_meets_each_row_once(anna, moments, size):
    Notification.objects.filter(person=anna).delete()
    Notification.objects.bulk_create(
        Notification(person=anna, kind="k", object_id=n, created_at=at) for n, at in enumerate(moments)
    )
    rows = Notification.objects.filter(person=anna)
    wanted = [row.pk for row in rows.order_by("-created_at", "-id")]
    older = walk(rows, size)
    assert [row.pk for page in older for row in page.rows] == wanted
    if len(older) > 1:
        newer = walk(rows, size, older[-1].newer, "newer")
        assert [row.pk for page in reversed(newer) for row in page.rows] + [r.pk for r in older[-1].rows] == wanted


def test_row_written_meanwhile_does_not_move_the_next_page(anna):
    Notification.objects.filter(person=anna).delete()
    rows = Notification.objects.filter(person=anna)
    for n in range(4):
        Notification.objects.create(person=anna, kind="k", object_id=n, created_at=START + timedelta(days=n))
    first = read_page(rows, field="created_at", token="", size=2)
    Notification.objects.create(person=anna, kind="k", object_id=9, created_at=START + timedelta(days=9))
    second = read_page(rows, field="created_at", token=first.older, size=2)
    assert [row.object_id for row in first.rows + second.rows] == [3, 2, 1, 0]
    assert read_page(rows, field="created_at", token=second.newer, size=9).rows[0].object_id == 9


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.integers(0, 2**63 - 1),
    st.booleans(),
)
def test_cursor_survives_its_token(at, row, towards_older):
    cursor = Cursor(towards_older, at, row)
    assert read_cursor(str(cursor)) == cursor


@settings(max_examples=300)
@given(st.one_of(st.text(min_size=1, max_size=80), st.from_regex(r"[onx][0-9.\-]{0,70}", fullmatch=True)))
def test_any_token_is_a_cursor_or_not_found(token):
    try:
        sentence = f"{type(read_cursor(token)).__name__}."
    except Http404 as refusal:
        sentence = str(refusal)
    assert sentence.endswith(".")
    assert sentence != "NoneType."


def test_no_token_is_the_first_page():
    assert read_cursor("") is None


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [
        (1, 1, ""),
        (1, 2, "[1] 2"),
        (2, 3, "1 [2] 3"),
        (1, 5, "[1] 2 … 4 5"),
        (3, 5, "1 2 [3] 4 5"),
        (4, 7, "1 2 3 [4] 5 6 7"),
        (1, 50, "[1] 2 … 49 50"),
        (10, 50, "1 2 … 9 [10] 11 … 49 50"),
        (49, 50, "1 2 … 48 [49] 50"),
        (50, 50, "1 2 … 49 [50]"),
    ],
)
def test_numbered_pager_shows_the_ends_and_the_neighbours(current, last, shown):
    links = page_links(current, last, "/lista/?strona={}".format)
    marks = ["…" if link.gap else f"[{link.number}]" if link.current else str(link.number) for link in links]
    assert " ".join(marks) == shown
    assert [link.url for link in links] == ["" if link.gap else f"/lista/?strona={link.number}" for link in links]
