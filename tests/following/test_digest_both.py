"""Who gets the weekly and the daily digest at one time gets the weekly one alone, whichever goes out when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.letters.models import Dispatch, Unsubscription
from community.notifications.actions import choose_ways
from tests.following.digesting import ask, deliver, follow_all, make_old, titles, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _much_of_annas(db, olaf, anna, zielona):
    make_old()
    follow_all(olaf, space=zielona)
    follow_all(olaf, "daily", person=anna)
    for number in range(23):
        ask(anna, zielona, f"Pytanie numer {number} o zieleń?")


def test_what_the_weekly_one_had_no_room_for_makes_no_second_letter_that_day(olaf):
    due = timezone.now()
    weekly, daily = (waiting(olaf, stream, due_at=due) for stream in ("weekly", "daily"))
    assert len(titles(deliver(weekly)[0])) == 20
    assert deliver(daily) == [None]


def test_weekly_one_of_another_day_takes_nothing_from_the_daily_one(olaf, anna, zielona):
    deliver(waiting(olaf, "weekly", due_at=timezone.now() - timedelta(days=1)))
    ask(anna, zielona, "A co dzisiaj?")
    assert "A co dzisiaj?" in titles(deliver(waiting(olaf, "daily"))[0])


@pytest.mark.parametrize("stream", ["weekly", "daily"])
def test_digest_that_is_switched_off_in_the_settings_goes_out_no_more_and_is_counted(stream, olaf):
    row = waiting(olaf, stream)
    chosen = {"channels": {}, "has_daily": stream != "daily", "has_weekly": stream != "weekly"}
    for _time in range(2):
        choose_ways(person=olaf, has_notices=True, **chosen)
    assert Dispatch.objects.get(pk=row.pk).state == "empty"
    assert list(Unsubscription.objects.values_list("person", "stream")) == [(olaf.pk, stream)]
