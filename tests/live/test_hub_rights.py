"""The hub: who may follow, and rights that end."""

import asyncio
from datetime import UTC, datetime

import pytest

from community.live.hints import PEOPLE, Hint, recheck_stream, session_ended
from community.live.hub.rounds import Rounds
from tests.live.fakes import ROOM, Browser, quiet
from tests.live.scenes import played, write


@pytest.mark.parametrize(("key", "person_id"), [("nic:5", 1), (ROOM, 3), ("room:2", 1), ("", 1), ("room", 1)])
def test_unknown_and_foreign_streams_are_refused_in_the_same_words(key, person_id):
    async def scene(world, hub, enter):
        browser = Browser(hub, world, person_id)
        browser.connect()
        await browser.follow(key=key)
        await quiet()
        assert [(frame["t"], frame["s"]) for frame in browser.frames] == [("refused", key)]
        write(world, hub)
        await quiet()
        assert browser.numbers() == []
        return browser.frames[0]["why"]

    played(scene)


def test_a_removed_member_gets_nothing_more_and_is_told():
    async def scene(world, hub, enter):
        anna, ewa = await enter(1), await enter(2)
        world.members.discard(1)
        hub.receive(Hint(PEOPLE, {"do": "recheck", "people": [1]}))
        write(world, hub)
        await quiet()
        assert (anna.numbers(), anna.kinds()[-1]) == ([], "dropped")
        assert ewa.numbers() == [1]

    played(scene)


def test_who_keeps_the_right_misses_nothing_while_it_is_proven():
    async def scene(world, hub, enter):
        anna = await enter(1)
        hub.receive(Hint(PEOPLE, {"do": "recheck", "people": [1]}))
        write(world, hub)
        await quiet()
        write(world, hub)
        await quiet()
        assert (anna.numbers(), anna.jumps) == ([1, 2], 0)

    played(scene)


@pytest.mark.parametrize("turns", range(14))
def test_rights_taken_while_somebody_is_being_let_in_count(turns):
    async def scene(world, hub, enter):
        for n in range(3):
            world.write(n, "tekst")
        browser = Browser(hub, world, 1)
        browser.connect()
        following = asyncio.create_task(browser.follow())
        for _ in range(turns):
            await asyncio.sleep(0)
        world.members.discard(1)
        hub.receive(Hint(PEOPLE, {"do": "recheck", "people": [1]}))
        await following
        write(world, hub)
        await quiet()
        assert (browser.kinds()[-1] in ("refused", "dropped"), browser.numbers()) == (True, [])

    played(scene)


def test_without_a_word_rights_end_with_the_next_round():
    async def scene(world, hub, enter):
        anna, visitor = await enter(1), await enter()
        world.members.discard(1)
        world.open_to_visitors = False
        await Rounds(hub).check_rights()
        write(world, hub)
        await quiet()
        assert (anna.kinds()[-1], visitor.kinds()[-1]) == ("dropped", "dropped")
        assert (anna.numbers(), visitor.numbers(), hub.dropped) == ([], [], 2)

    played(scene)


def test_a_session_that_ended_closes_its_sockets_only():
    async def scene(world, hub, enter):
        anna, ewa = await enter(1), await enter(2)
        hub.receive(session_ended("s1"))
        await quiet()
        assert (anna.closed, ewa.closed) == (4401, None)

    played(scene)


def test_a_session_that_ended_without_a_word_is_found_by_the_clock():
    async def scene(world, hub, enter):
        anna, ewa = await enter(1), await enter(2)
        world.signed_out.add("s1")
        await Rounds(hub).check_tickets()
        await quiet()
        assert (anna.closed, ewa.closed) == (4401, None)

    played(scene)


def test_a_session_that_runs_out_closes_the_socket():
    async def scene(world, hub, enter):
        anna = await enter(1)
        anna.socket.ticket = type(anna.socket.ticket)("s1", 1, "Osoba", datetime(2026, 1, 1, tzinfo=UTC))
        Rounds(hub).sweep(0.0)
        await quiet()
        assert anna.closed == 4401

    played(scene)


def test_the_database_failing_in_between_loses_nothing():
    async def scene(world, hub, enter):
        anna = await enter(1)
        world.fails = 1
        write(world, hub)
        await quiet()
        assert anna.numbers() == []
        await Rounds(hub).read_heads()
        await quiet()
        assert anna.numbers() == [1]

    played(scene)


def test_what_cannot_be_shown_makes_pages_read_themselves_and_stops_nothing(monkeypatch):
    async def scene(world, hub, enter):
        anna = await enter(1)
        monkeypatch.setattr(world, "show", _broken)
        write(world, hub)
        await quiet()
        await Rounds(hub).read_heads()
        await quiet()
        assert [frame.get("facts") for frame in anna.frames if frame["t"] == "event"] == [{"refresh": True}]

    async def _broken(*_):
        raise ValueError("nothing to show")

    played(scene)


def test_a_stream_with_other_readers_drops_who_may_no_longer_follow_it():
    async def scene(world, hub, enter):
        anna, ewa = await enter(1), await enter(2)
        visitor = await enter(None)
        world.members.discard(1)
        world.open_to_visitors = False
        hub.receive(recheck_stream(ROOM))
        write(world, hub)
        await quiet()
        for browser in (anna, visitor):
            assert (browser.numbers(), browser.kinds()[-1]) == ([], "dropped")
        assert ewa.numbers() == [1]

    played(scene)
