"""Stopping, pausing and beginning again: what waits does not go out, not even from a worker's hands."""

from datetime import timedelta

import pytest

from community.base import clock
from community.base.registry import UnknownKey
from community.letters.actions.delivering import deliver_batch, take_batch
from community.letters.actions.scheduling import KEPT_FOR, drop_hopeless, schedule_letters
from community.letters.actions.stopping import pause_stream, restart_stream, stop_stream
from community.letters.models import Dispatch, MailAddress, Pause, Unsubscription
from tests.letters.server import NOON, states

pytestmark = pytest.mark.django_db


def test_stopped_stream_lets_nothing_out_that_waited(stream, server, put, deliver, anna, jan):
    put(anna, jan)
    assert stop_stream(person=anna, stream="proba") is True
    assert (deliver(), server.to, states()) == (1, [jan.email], ["empty", "sent"])
    assert stream.stopped == {anna.pk}


def test_stopping_twice_is_stopping_once(stream, anna):
    assert [stop_stream(person=anna, stream="proba", is_one_click=True) for _time in range(2)] == [True, False]
    assert list(Unsubscription.objects.values_list("person", "stream", "is_one_click")) == [(anna.pk, "proba", True)]


def test_stopping_what_is_no_stream_is_an_error(stream, anna):
    with pytest.raises(UnknownKey):
        stop_stream(person=anna, stream="inne")


def test_letter_that_a_worker_holds_does_not_go_out_after_its_stream_was_stopped(stream, server, put, anna, jan):
    put(anna, jan)
    with clock.replaying(NOON):
        batch = take_batch(50)
        server.before = lambda mail: stop_stream(person=jan, stream="proba")
        deliver_batch(batch)
    assert (server.to, states()) == ([anna.email], ["sent", "empty"])


def test_stream_that_begins_again_sends_what_is_new(stream, server, put, deliver, anna):
    stop_stream(person=anna, stream="proba")
    restart_stream(person=anna, stream="proba")
    put(anna)
    assert (deliver(), stream.stopped) == (1, set())


def test_paused_stream_rests_and_comes_again_by_itself(stream, server, put, deliver, anna, jan):
    with clock.replaying(NOON):
        assert pause_stream(person=anna, stream="proba", weeks=2) == NOON + timedelta(weeks=2)
    week = 7 * 24 * 60
    for number in range(3):
        put(anna, jan, key=str(number), at=NOON + timedelta(weeks=number))
        deliver(number * week + 1)
    told = [key for pk, key in stream.remembered if pk == anna.pk]
    assert (told, states()[::2]) == (["2"], ["empty", "empty", "sent"])


def test_pause_ends_at_a_press_and_with_a_stop(stream, anna):
    for end in (restart_stream, stop_stream):
        pause_stream(person=anna, stream="proba", weeks=1)
        end(person=anna, stream="proba")
        assert Pause.objects.count() == 0


def test_key_that_is_there_already_stays_as_it_is(stream, put, anna):
    (row,) = put(anna)
    schedule_letters("proba", [(anna.pk, "1", NOON + timedelta(days=1))])
    assert list(Dispatch.objects.values_list("pk", "due_at")) == [(row.pk, NOON)]


def test_hopeless_letters_are_given_up_and_old_ones_forgotten(stream, put, anna, jan):
    put(anna, jan)
    MailAddress.objects.create(email="niczyj@x.example")
    MailAddress.objects.create(email=anna.email)
    with clock.replaying(NOON + timedelta(days=29)):
        assert drop_hopeless() == 1
    with clock.replaying(NOON + timedelta(days=31)):
        assert (drop_hopeless(), states()) == (2, ["failed", "failed"])
    with clock.replaying(NOON + KEPT_FOR + timedelta(days=1)):
        assert (drop_hopeless(), states()) == (2, [])
    assert list(MailAddress.objects.values_list("email", flat=True)) == [anna.email]
