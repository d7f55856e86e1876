"""Quiet hours and hours of digests: over midnight, weekends and both changes of the clock, in whatever zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from community.notifications.hours import Quiet, last_due, local, zone_of

pytestmark = pytest.mark.same_everywhere

WARSAW = ZoneInfo("Europe/Warsaw")


def moment(text, zone=WARSAW, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def ends(quiet, text, fold=0):
    """Returns when mail may go out, as the clocks of the zone show it."""
    return quiet.earliest(moment(text, quiet.zone, fold)).astimezone(quiet.zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-03-03 12:30", "2026-03-03 12:30"),
        ("2026-03-03 19:59", "2026-03-03 19:59"),
        ("2026-03-03 20:00", "2026-03-04 07:00"),
        ("2026-03-03 23:59", "2026-03-04 07:00"),
        ("2026-03-04 00:00", "2026-03-04 07:00"),
        ("2026-03-04 06:59", "2026-03-04 07:00"),
        ("2026-03-04 07:00", "2026-03-04 07:00"),
    ],
)
def test_night_lasts_over_midnight(at, goes):
    assert ends(Quiet(20, 7, False, WARSAW), at) == goes


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-03-06 19:30", "2026-03-06 19:30"),
        ("2026-03-06 21:00", "2026-03-09 07:00"),  # Friday night, Saturday, Sunday and the night after
        ("2026-03-07 12:00", "2026-03-09 07:00"),
        ("2026-03-08 23:59", "2026-03-09 07:00"),
        ("2026-03-09 00:00", "2026-03-09 07:00"),
    ],
)
def test_weekend_and_the_nights_around_it_are_one(at, goes):
    assert ends(Quiet(20, 7, True, WARSAW), at) == goes


@pytest.mark.parametrize(
    ("begins", "until", "at", "goes"),
    [
        (12, 14, "2026-03-03 13:10", "2026-03-03 14:00"),
        (12, 14, "2026-03-03 14:00", "2026-03-03 14:00"),
        (12, 14, "2026-03-07 13:00", "2026-03-09 00:00"),
        (0, 0, "2026-03-03 03:00", "2026-03-03 03:00"),
        (0, 0, "2026-03-07 03:00", "2026-03-09 00:00"),
    ],
)
def test_quiet_by_day_or_never_leaves_nights_alone(begins, until, at, goes):
    assert ends(Quiet(begins, until, True, WARSAW), at) == goes


def test_night_in_which_an_hour_is_skipped():
    assert ends(Quiet(20, 2, False, WARSAW), "2026-03-29 01:30") == "2026-03-29 03:00"
    assert ends(Quiet(20, 7, False, WARSAW), "2026-03-28 22:00") == "2026-03-29 07:00"
    night = moment("2026-03-29 07:00") - Quiet(20, 7, False, WARSAW).earliest(moment("2026-03-28 22:00"))
    assert night == timedelta(0)


@pytest.mark.parametrize(("fold", "utc"), [(0, "2026-10-25 00:30"), (1, "2026-10-25 01:30")])
def test_night_in_which_an_hour_comes_twice(fold, utc):
    at = moment("2026-10-25 02:30", fold=fold)
    assert at.astimezone(UTC).strftime("%Y-%m-%d %H:%M") == utc
    assert ends(Quiet(20, 7, False, WARSAW), "2026-10-25 02:30", fold) == "2026-10-25 07:00"
    assert Quiet(20, 2, False, WARSAW).earliest(at) == at  # quiet ended when it was two for the first time


def test_hours_are_those_of_the_persons_zone():
    at = moment("2026-03-03 12:00")  # 6 in New York, 20 in Tokyo
    goes = [Quiet(20, 7, False, zone_of(name)).earliest(at).astimezone(UTC).hour for name in (
        "Europe/Warsaw", "America/New_York", "Asia/Tokyo",
    )]  # fmt: skip
    assert goes == [11, 12, 22]


def test_zone_that_there_is_not_is_that_of_warsaw():
    assert [zone_of(name).key for name in ("Mars/Olympus", "", "../etc/passwd", "Asia/Tokyo")] == [
        "Europe/Warsaw", "Europe/Warsaw", "Europe/Warsaw", "Asia/Tokyo",
    ]  # fmt: skip


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("at", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"])
def test_what_is_put_off_goes_out_when_nothing_is_quiet(at, hour):
    for begins, until in ((20, 7), (22, 2), (23, 3), (1, 3), (2, 3)):
        quiet = Quiet(begins, until, True, WARSAW)
        goes = quiet.earliest(moment(f"{at} {hour:02}:30"))
        assert quiet.earliest(goes) == goes
        assert moment(f"{at} {hour:02}:30").astimezone(UTC) <= goes.astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "weekday", "due"),
    [
        ("2026-03-02 07:59", 0, "2026-02-23 08:00"),
        ("2026-03-02 08:00", 0, "2026-03-02 08:00"),
        ("2026-03-08 23:00", 0, "2026-03-02 08:00"),
        ("2026-03-08 07:00", None, "2026-03-07 08:00"),
        ("2026-03-08 09:00", None, "2026-03-08 08:00"),
        ("2026-03-30 08:00", 0, "2026-03-30 08:00"),  # the Monday after the clocks went forward
        ("2026-10-26 08:00", 0, "2026-10-26 08:00"),
    ],
)
def test_digest_falls_due_at_its_hour_whatever_the_season(now, weekday, due):
    day, at = last_due(moment(now), weekday=weekday, hour=8, zone=WARSAW)
    assert (at.astimezone(WARSAW).strftime("%Y-%m-%d %H:%M"), day.isoformat()) == (due, due[:10])


def test_digest_at_an_hour_that_is_skipped_or_comes_twice():
    assert local(date(2026, 3, 29), 2, WARSAW) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert local(date(2026, 10, 25), 2, WARSAW) == datetime(2026, 10, 25, 0, tzinfo=UTC)
