"""Fields for days and hours show what was typed, whatever it was."""

from datetime import UTC, date, datetime

import pytest

from community.base.widgets import DayInput, HourInput


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 12, 31), 'type="date" name="d" value="2026-12-31"'),
        ("2026-12-31", 'type="date" name="d" value="2026-12-31"'),
        (None, 'type="date" name="d"'),
        ("", 'type="date" name="d"'),
        ("jutro", 'type="text" name="d" value="jutro"'),
        ("2026-02-30", 'type="text" name="d" value="2026-02-30"'),
    ],
)
def test_day_is_a_calendar_and_anything_else_is_text(value, expected):
    assert expected in DayInput().render("d", value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 12, 31, 9, 5, tzinfo=UTC), 'type="datetime-local" name="h" value="2026-12-31T09:05"'),
        ("2026-12-31T09:05", 'type="datetime-local" name="h" value="2026-12-31T09:05"'),
        ("o świcie", 'type="text" name="h" value="o świcie"'),
    ],
)
def test_hour_is_a_calendar_with_a_clock_and_anything_else_is_text(value, expected):
    assert expected in HourInput().render("h", value)
