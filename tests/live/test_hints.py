"""Hints: they leave after commit, never before, and a fault in sending undoes nothing."""

import asyncio
import time
from datetime import timedelta

import pytest
from django.db import transaction
from redis.connection import Connection

from community.base import clock
from community.live.actions import Change, emit_all, end_session, person_changed, prune_events, recheck_people
from community.live.bus.in_process import LocalBus
from community.live.bus.redis import RedisPublisher, channel_of
from community.live.hints import Hint, decoded, digest_of
from community.live.models import Event, Stream
from community.programs import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture()
def sent(monkeypatch):
    """What was published."""
    found = []
    monkeypatch.setattr("community.live.actions.publish", found.extend)
    return found


def test_hints_name_the_events_and_leave_when_the_transaction_stands(sent, anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        emit_all([Change("t:2", "b", 2), Change("t:1", "a", 1), Change("t:1", "c", 3)], actor_id=anna.pk)
        person_changed("inbox", [3, 1, 3])
        recheck_people([7])
        assert sent == []
    assert [(hint.topic, dict(hint.body)) for hint in sent] == [
        ("t:1", {"do": "events", "events": [[1, "a", 1], [2, "c", 3]], "by": anna.pk}),
        ("t:2", {"do": "events", "events": [[1, "b", 2]], "by": anna.pk}),
        ("people", {"do": "parts", "name": "inbox", "people": [1, 3]}),
        ("people", {"do": "recheck", "people": [7]}),
    ]


def test_what_is_rolled_back_is_not_hinted(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        emit_all([Change("t:1", "a", 1)])
        transaction.set_rollback(True)
    assert sent == []


def test_nobody_and_nothing_are_not_hinted(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        emit_all([])
        person_changed("inbox", [])
        recheck_people([])
    assert sent == []


def test_a_hint_of_a_session_does_not_hold_its_key(sent):
    end_session("secretsecretsecret0123")
    assert "secretsecretsecret" not in sent[0].encoded()
    assert sent[0].body["session"] == digest_of("secretsecretsecret0123")


def test_a_hint_survives_being_encoded_and_others_lines_are_none():
    hint = Hint("thread:5", {"do": "events", "events": [[1, "a", 1]], "by": None}).sent_now()
    assert decoded(hint.encoded()) == hint
    assert abs(hint.body["at"] - time.time() * 1000) < 1000
    assert [decoded(line) for line in ("", "7", "[]", "{}", "x", b"\xff")] == [None] * 6


def test_the_local_bus_hands_over_from_any_thread_and_forgets_a_closed_loop():
    bus, heard = LocalBus(), []

    async def listen():
        bus.listen(heard.append)
        await asyncio.to_thread(bus.publish, [Hint("a"), Hint("b")])
        await asyncio.sleep(0)

    asyncio.run(listen())
    assert [hint.topic for hint in heard] == ["a", "b"]
    bus.publish([Hint("c")])
    bus.publish([Hint("d")])
    assert len(heard) == 2


def test_a_dead_redis_is_waited_for_once_and_then_left_alone(monkeypatch):
    publisher, tries = RedisPublisher(f"redis://127.0.0.1:{free_port()}/0"), []
    connect = Connection.connect
    monkeypatch.setattr(Connection, "connect", lambda self: tries.append(self) or connect(self))
    publisher.publish([Hint("a")])
    after_the_first = len(tries)
    for _ in range(1000):
        publisher.publish([Hint("a")])
    assert (after_the_first > 0, len(tries)) == (True, after_the_first)


def test_two_sites_on_one_redis_do_not_hear_each_other(settings):
    here = channel_of("thread:5")
    settings.SITE_URL = "https://another.example"
    assert (here == channel_of("thread:5"), here.endswith(":thread:5")) == (False, True)


def test_events_older_than_thirty_days_go_and_heads_stay():
    emit_all([Change("old:1", "a", n) for n in range(3)])
    events = Event.objects.filter(stream__key="old:1")
    events.filter(seq__lte=2).update(created_at=clock.now() - timedelta(days=31))
    while prune_events():
        pass
    assert list(events.values_list("seq", flat=True)) == [3]
    assert Stream.objects.get(key="old:1").head == 3
