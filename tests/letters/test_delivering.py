"""Delivery: one connection for a batch, streams in turns, the limit of the minute, leases, no letter that is stale."""

from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.base import clock
from community.base.rounds import MAIL, ending, rounds
from community.letters.actions.delivering import LEASE, SPARE, deliver_batch, deliver_due, take_batch
from community.letters.actions.pacing import take_turn
from community.letters.models import Dispatch, Minute
from community.letters.streams import streams
from community.letters.tokens import message_id, read_stop_token, thread_id
from tests.letters.server import NOON, states

pytestmark = pytest.mark.django_db


def at(minutes):
    return clock.replaying(NOON + timedelta(minutes=minutes))


def test_letter_goes_out_once_and_is_recorded(stream, server, put, deliver, anna):
    put(anna)
    assert (deliver(), deliver()) == (1, 0)
    (row,) = Dispatch.objects.all()
    assert (row.state, row.sent_at, row.taken_until) == ("sent", NOON + timedelta(minutes=1), None)
    assert row.message_id == message_id(anna.pk, "proba", "1")
    assert (server.to, stream.remembered) == ([anna.email], [(anna.pk, "1")])


def test_letter_says_what_mail_programs_go_by(stream, server, put, deliver, anna, settings):
    stream.thread = "entry:7"
    put(anna)
    deliver()
    mail = server.arrived[0].message()
    stop = mail["List-Unsubscribe"]
    token = stop.removeprefix(f"<{settings.SITE_URL}/listy/").removesuffix("/>")
    assert read_stop_token(token).person_id == anna.pk
    told = {name: mail[name] for name in (
        "To", "List-Id", "List-Unsubscribe-Post", "Precedence", "Auto-Submitted", "References", "In-Reply-To",
        "Message-ID",
    )}  # fmt: skip
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    assert told == {
        "To": anna.email, "List-Id": f"<proba.{domain}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk", "Auto-Submitted": "auto-generated", "References": thread_id(anna.pk, "entry:7"),
        "In-Reply-To": thread_id(anna.pk, "entry:7"), "Message-ID": message_id(anna.pk, "proba", "1"),
    }  # fmt: skip


def test_message_id_tells_people_streams_and_keys_apart():
    ids = {message_id(*one) for one in ((1, "a", "1"), (2, "a", "1"), (1, "b", "1"), (1, "a", "2"), (1, "a", "1"))}
    assert len(ids) == 4


def test_batch_is_composed_at_once_and_goes_over_one_connection(stream, server, put, deliver, anna, jan, ewa):
    put(anna, jan, ewa)
    assert deliver() == 3
    assert (stream.batches, server.opened) == ([[anna.pk, jan.pk, ewa.pk]], 1)


def test_letter_that_is_not_due_waits(stream, server, put, deliver, anna):
    put(anna, at=NOON + timedelta(minutes=5))
    assert (deliver(4), deliver(5)) == (0, 1)


def test_letter_without_anything_to_say_does_not_go_out(stream, server, put, deliver, anna, jan):
    stream.silent = {anna.pk}
    put(anna, jan)
    assert deliver() == 1
    assert (states(), server.to) == (["empty", "sent"], [jan.email])


def test_nobody_connects_for_nothing(stream, server, put, deliver, anna):
    stream.silent = {anna.pk}
    put(anna)
    deliver()
    assert server.opened == 0


def test_streams_take_turns(stream, other_stream, server, put, monkeypatch, deliver, anna, jan, ewa):
    for name, one in list(streams.items()):
        monkeypatch.setitem(streams._things, name, replace(one, batch=1))
    put(anna, jan, ewa, at=NOON - timedelta(hours=1))
    put(anna, stream="inne")
    deliver()
    assert [mail["List-Id"].partition(".")[0] for mail in (one.message() for one in server.arrived)] == [
        "<proba", "<inne", "<proba", "<proba"
    ]  # fmt: skip


def test_letters_of_a_stream_that_is_no_more_hold_up_nobody(stream, server, put, deliver, anna):
    put(anna, stream="dawny")
    put(anna)
    assert deliver() == 1


def test_of_several_letters_only_the_latest_goes_out(stream, server, put, deliver, anna, jan):
    for day in range(3):
        put(anna, key=str(day), at=NOON - timedelta(days=7 * (3 - day)))
    put(jan, at=NOON - timedelta(days=20))
    assert deliver() == 2
    assert (stream.remembered, states()) == (
        [(jan.pk, "1"), (anna.pk, "2")], ["merged", "merged", "sent", "sent"]
    )  # fmt: skip


def test_letter_that_fell_due_before_one_that_went_out_stays_at_home(stream, server, put, deliver, anna):
    put(anna, key="2")
    deliver()
    put(anna, key="1", at=NOON - timedelta(days=1))
    assert (deliver(), states()) == (0, ["sent", "merged"])


def test_nobody_gets_two_letters_of_a_stream_at_the_same_time(stream, server, put, deliver, anna):
    put(anna)
    with at(1):
        assert len(take_batch(50)) == 1
    put(anna, key="2", at=NOON + timedelta(minutes=2))
    assert deliver(3) == 0
    assert deliver(1 + LEASE.seconds // 60 + 1) == 1
    assert stream.remembered == [(anna.pk, "2")]


def test_what_a_worker_holds_no_other_takes_until_its_lease_has_run_out(stream, server, put, anna):
    put(anna)
    with at(1):
        assert [row.person_id for row in take_batch(50)] == [anna.pk]
        assert take_batch(50) == []
    with at(2 + LEASE.seconds // 60):
        assert [row.person_id for row in take_batch(50)] == [anna.pk]


def test_worker_whose_time_has_run_out_begins_no_letter(stream, server, put, anna):
    put(anna)
    with at(1):
        batch = take_batch(50)
    with clock.replaying(NOON + timedelta(minutes=1) + LEASE - SPARE + timedelta(seconds=1)):
        assert deliver_batch(batch).goes_on is False
        assert (server.to, deliver_due()) == ([], 1)


def test_worker_that_is_told_to_end_stops_between_two_letters(stream, server, put, deliver, anna, jan):
    put(anna, jan)
    server.before = lambda mail: ending.set()
    try:
        assert deliver() == 1
    finally:
        ending.clear()
    assert (states(), Dispatch.objects.filter(taken_until=None).count()) == (["sent", "waiting"], 2)


def test_limit_of_the_minute_holds_and_the_rest_goes_next(stream, server, put, deliver, settings, anna, jan, ewa):
    settings.LETTERS_A_MINUTE = 2
    put(anna, jan, ewa)
    assert (deliver(1), deliver(1), deliver(2)) == (2, 0, 1)
    assert list(Minute.objects.order_by("at").values_list("sent", flat=True)) == [2, 1]


def test_stream_does_not_use_the_minute_up(stream, other_stream, server, put, deliver, settings, person):
    settings.LETTERS_A_MINUTE = 4
    people = list(type(person("anna-borowik")).objects.filter(is_active=True).order_by("pk")[:6])
    put(*people)
    put(*people, stream="inne")
    assert deliver() == 4
    assert (len(stream.remembered), len(other_stream.remembered)) == (2, 2)


def test_limit_of_none_lets_none_out(stream, server, put, deliver, settings, anna):
    settings.LETTERS_A_MINUTE = 0
    put(anna)
    assert (deliver(), states()) == (0, ["waiting"])


def test_minutes_are_forgotten_after_an_hour():
    for minutes in (0, 30, 70):
        with at(minutes):
            assert take_turn()
    assert Minute.objects.count() == 2


def test_closed_account_gets_none_until_it_is_opened_again(stream, server, put, deliver, anna):
    put(anna)
    anna.is_active = False
    anna.save()
    assert deliver() == 0
    anna.is_active = True
    anna.save()
    assert deliver() == 1


def test_account_that_is_closed_while_a_worker_holds_its_letter_gets_none(stream, server, put, anna, jan):
    put(anna, jan)
    with at(1):
        batch = take_batch(50)
        type(jan).objects.filter(pk=jan.pk).update(is_active=False)
        deliver_batch(batch)
    assert server.to == [anna.email]


def test_letter_goes_to_the_address_of_that_moment(stream, server, put, anna):
    put(anna)
    with at(1):
        batch = take_batch(50)
        type(anna).objects.filter(pk=anna.pk).update(email="nowa@raciborz.example")
        deliver_batch(batch)
    assert server.to == ["nowa@raciborz.example"]


def test_address_that_nobody_has_proven_gets_none(stream, server, put, deliver, anna):
    put(anna)
    EmailAddress.objects.filter(user=anna).update(verified=False)
    assert deliver() == 0
    EmailAddress.objects.filter(user=anna).update(verified=True)
    assert deliver() == 1


def test_address_that_waits_to_be_proven_does_not_hold_up_the_present_one(stream, server, put, deliver, anna):
    EmailAddress.objects.create(user=anna, email="nowa@raciborz.example", verified=False)
    put(anna)
    deliver()
    assert server.to == [anna.email]


def test_delivery_goes_in_a_lane_of_its_own_every_fifteen_seconds():
    one = rounds["letters.deliver"]
    assert (one.run, one.lane, one.every) == (deliver_due, MAIL, timedelta(seconds=15))


def test_cost_of_a_batch_grows_by_letters_only(stream, server, put, deliver, person):
    people = list(type(person("anna-borowik")).objects.filter(is_active=True).order_by("pk")[:12])
    put(*people[:1])
    deliver()
    counts = []
    for some in (people[1:2], people[2:7], people[7:12]):
        put(*some)
        with CaptureQueriesContext(connection) as captured:
            deliver()
        counts.append(len(captured))
    assert counts[1] == counts[2]
    assert (counts[1] - counts[0]) % 4 == 0
