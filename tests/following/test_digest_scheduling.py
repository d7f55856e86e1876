"""When digests fall due: on the day and at the hour that somebody chose, by their own clocks, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from community.base import clock
from community.following.digests.scheduling import next_due, schedule_digests, since_of
from community.following.models import Follow
from community.letters.models import Dispatch
from community.notifications.models import Preference
from tests.following.digesting import ask, follow_all, make_old, warsaw

pytestmark = pytest.mark.django_db
MONDAY = warsaw(2026, 11, 23, 8)


@pytest.fixture(autouse=True)
def _nobody_follows(db):
    make_old()
    Dispatch.objects.all().delete()


@pytest.fixture()
def reader(olaf, zielona):
    """Returns a function: Olaf, who follows Sieć Zielona in this rhythm since long ago, with these wishes."""

    def follows(level="weekly", **wishes):
        follow_all(olaf, level, space=zielona)
        Follow.objects.update(created_at=warsaw(2026, 1, 1, 8))
        if wishes:
            Preference.objects.update_or_create(person=olaf, defaults=wishes)
        return olaf

    return follows


def due_at(*moments, goes_out=True):
    """Schedules at these moments; returns what was put into the queue: stream, key and when it is due (UTC)."""
    for moment in moments:
        with clock.replaying(moment):
            schedule_digests()
        if goes_out:
            Dispatch.objects.update(state="sent")
    rows = Dispatch.objects.order_by("due_at", "pk").values_list("stream", "key", "due_at")
    return [(stream, key, due.astimezone(UTC)) for stream, key, due in rows]


def test_weekly_digest_is_due_on_monday_at_eight_once(reader):
    reader()
    assert due_at(MONDAY - timedelta(minutes=1)) == []
    again = (MONDAY, MONDAY + timedelta(minutes=3), MONDAY + timedelta(hours=30))
    assert due_at(*again) == [("weekly", "2026-W48", MONDAY.astimezone(UTC))]


def test_daily_digest_is_due_every_day_at_eight(reader):
    reader("daily")
    days = [MONDAY + timedelta(days=number, minutes=5) for number in range(3)]
    keys = ["2026-11-23", "2026-11-24", "2026-11-25"]
    assert [row[:2] for row in due_at(*days)] == [("daily", key) for key in keys]


@pytest.mark.parametrize(
    ("zone", "weekday", "hour", "due"),
    [
        ("Europe/Warsaw", 4, 17, datetime(2026, 11, 20, 16, tzinfo=UTC)),
        ("Europe/London", 4, 17, datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ("America/New_York", 0, 0, datetime(2026, 11, 16, 5, tzinfo=UTC)),
        ("No/Where", 4, 17, datetime(2026, 11, 20, 16, tzinfo=UTC)),
    ],
)
def test_day_and_hour_are_those_that_one_chose_by_ones_own_clocks(reader, zone, weekday, hour, due):
    reader(zone=zone, digest_weekday=weekday, digest_hour=hour)
    assert [row[2] for row in due_at(due - timedelta(seconds=1), due)] == [due]


@pytest.mark.parametrize(
    ("hour", "before", "on", "after"),
    [
        # In spring clocks go from 2 to 3 on 29 March 2026, in autumn from 3 to 2 on 25 October 2026.
        (8, (2026, 3, 28, 7), (2026, 3, 29, 6), (2026, 3, 30, 6)),
        (2, (2026, 3, 28, 1), (2026, 3, 29, 1), (2026, 3, 30, 0)),
        (8, (2026, 10, 24, 6), (2026, 10, 25, 7), (2026, 10, 26, 7)),
        (2, (2026, 10, 24, 0), (2026, 10, 25, 0), (2026, 10, 26, 1)),
    ],
)
def test_hour_is_kept_over_both_changes_of_the_clock(reader, hour, before, on, after):
    reader("daily", digest_hour=hour)
    moments = [datetime(*numbers, tzinfo=UTC) for numbers in (before, on, after)]
    asked = [moment + timedelta(minutes=minutes) for moment in moments for minutes in (-1, 0, 61)]
    assert [row[2] for row in due_at(*asked)[-3:]] == moments


@pytest.mark.parametrize(
    ("now", "weekly", "daily"),
    [
        (warsaw(2026, 3, 28, 9), warsaw(2026, 3, 30, 8), warsaw(2026, 3, 29, 8)),
        (warsaw(2026, 10, 24, 9), warsaw(2026, 10, 26, 8), warsaw(2026, 10, 25, 8)),
        (warsaw(2026, 11, 23, 7, 59), warsaw(2026, 11, 23, 8), warsaw(2026, 11, 23, 8)),
        (warsaw(2026, 11, 23, 8), warsaw(2026, 11, 30, 8), warsaw(2026, 11, 24, 8)),
    ],
)
def test_next_one_is_told_before_it_comes(reader, now, weekly, daily):
    with clock.replaying(now):
        assert (next_due(reader(), "weekly"), next_due(reader(), "daily")) == (weekly, daily)


class TestNone:
    def test_for_who_follows_nothing_in_that_rhythm(self, reader):
        for level in ("watch", "instant", "muted", "daily"):
            reader(level)
            assert [row for row in due_at(MONDAY) if row[0] == "weekly"] == []

    @pytest.mark.parametrize(("wish", "left"), [("has_weekly", ["daily"]), ("has_daily", ["weekly"])])
    def test_for_who_stopped_it_and_the_other_stays(self, reader, anna, wish, left):
        follow_all(reader(**{wish: False}), "daily", person=anna)
        Follow.objects.update(created_at=warsaw(2026, 1, 1, 8))
        assert [row[0] for row in due_at(MONDAY)] == left

    def test_for_who_began_to_follow_only_after_it_was_due(self, reader):
        reader()
        Follow.objects.update(created_at=MONDAY + timedelta(hours=1))
        assert due_at(MONDAY + timedelta(hours=2)) == []

    def test_long_after_it_was_due(self, reader):
        reader()
        assert due_at(MONDAY + timedelta(hours=37)) == []

    def test_for_a_closed_account(self, reader):
        person = reader()
        person.is_active = False
        person.save()
        assert due_at(MONDAY) == []

    def test_while_one_waits_already(self, reader):
        reader()
        weeks = [MONDAY + timedelta(days=7 * number) for number in range(3)]
        assert [row[1] for row in due_at(*weeks, goes_out=False)] == ["2026-W48"]

    def test_second_one_in_a_week_for_who_moves_it(self, reader):
        person = reader()
        assert len(due_at(MONDAY)) == 1
        Preference.objects.create(person=person, digest_weekday=2)
        assert len(due_at(MONDAY + timedelta(days=2))) == 1


class TestSince:
    @pytest.mark.parametrize(
        ("state", "days"), [("sent", 3), ("empty", 3), ("failed", 10), ("waiting", 10)]
    )  # fmt: skip
    def test_goes_on_from_the_last_one_that_told_something_or_found_nothing(self, olaf, state, days):
        Dispatch.objects.create(
            person=olaf, stream="weekly", key="last", state=state, due_at=MONDAY - timedelta(days=3)
        )  # fmt: skip
        settled = timedelta(minutes=2) if days == 3 else timedelta()
        assert since_of([olaf.pk], "weekly", MONDAY) == {olaf.pk: MONDAY - timedelta(days=days) - settled}

    @pytest.mark.parametrize(("sent", "failed", "days"), [(41, 34, 31), (None, 14, 21), (21, 14, 21), (5, None, 5)])
    def test_what_no_letter_told_is_told_by_the_next_a_month_at_most(self, sent, failed, days, olaf):
        for state, ago in (("sent", sent), ("failed", failed)):
            if ago:
                due = MONDAY - timedelta(days=ago)
                Dispatch.objects.create(person=olaf, stream="weekly", key=state, state=state, due_at=due)
        Dispatch.objects.create(person=olaf, stream="weekly", key="now", due_at=MONDAY)
        at = MONDAY - since_of([olaf.pk], "weekly", MONDAY)[olaf.pk]
        assert at - timedelta(days=days) in (timedelta(), timedelta(minutes=2))

    def test_first_one_that_goes_out_late_covers_a_period_until_it_was_due(self, olaf):
        Dispatch.objects.create(person=olaf, stream="weekly", key="now", due_at=MONDAY)
        late = MONDAY + timedelta(hours=30)
        assert since_of([olaf.pk], "weekly", late) == {olaf.pk: MONDAY - timedelta(days=7)}

    def test_first_daily_one_covers_a_day(self, olaf):
        assert since_of([olaf.pk], "daily", MONDAY) == {olaf.pk: MONDAY - timedelta(days=1)}


def test_command_schedules_and_delivers(reader, anna, zielona, mailoutbox, capsys):
    reader()
    with clock.replaying(MONDAY - timedelta(hours=2)):
        ask(anna, zielona, "Kto liczy drzewa?")
    with clock.replaying(MONDAY + timedelta(minutes=1)):
        call_command("send_digests")
        call_command("send_digests")
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [(["olaf@outside.example"], "Kto liczy drzewa?")]
    first, second = capsys.readouterr().out.splitlines()
    assert first == "1 digests fell due, 1 letters went out, 0 digests wait."
    assert second == "0 digests fell due, 0 letters went out, 0 digests wait."
