"""The hub: order and catching up. Its store is a small world in memory."""

import asyncio

import pytest

from community.live.hints import Hint
from community.live.hub.rounds import Rounds
from community.live.limits import MOST_BEHIND
from tests.live.fakes import ROOM, Browser, hint_of, quiet, until
from tests.live.scenes import played, write


def test_everybody_gets_a_new_event_at_once():
    async def scene(world, hub, enter):
        anna, visitor = await enter(1), await enter()
        write(world, hub)
        await quiet()
        assert (anna.numbers(), visitor.numbers()) == ([1], [1])
        assert anna.shown == {"post-1": "tekst"}

    played(scene)


def test_one_rendering_serves_all_who_look_the_same_way():
    async def scene(world, hub, enter):
        for person_id in (1, 2, None, None):
            await enter(person_id)
        world.asked.clear()
        write(world, hub)
        await quiet()
        assert world.asked == ["show", "show"]  # members, visitors; no event is read, the hint named it

    played(scene)


def test_hints_out_of_order_twice_and_from_the_past_are_put_right():
    async def scene(world, hub, enter):
        anna = await enter(1)
        events = [world.write(n, f"tekst {n}") for n in range(1, 6)]
        for place in (2, 0, 2, 4, 1, 0, 3, 4):
            hub.receive(Hint(ROOM, hint_of(events[place])))
        await quiet()
        assert anna.numbers() == [1, 2, 3, 4, 5]

    played(scene)


def test_a_lost_hint_is_found_with_the_next_one_by_one_reader():
    async def scene(world, hub, enter):
        anna = await enter(1)
        for n in range(1, 4):
            world.write(n, "bez słowa")
        world.asked.clear()
        write(world, hub, 4)
        write(world, hub, 5)
        await quiet()
        assert anna.numbers() == [1, 2, 3, 4, 5]
        assert world.asked.count("events") == 1

    played(scene)


def test_many_events_at_once_leave_together_and_one_leaves_at_once(monkeypatch):
    monkeypatch.setattr("community.live.hub.channel.PACE", 0.5)

    async def scene(world, hub, enter):
        reader = await enter()
        messages = []
        get = reader._get

        async def counted(message):
            messages.append(message)
            await get(message)

        reader.socket._send = counted
        write(world, hub)
        await quiet()
        assert (reader.numbers(), len(messages)) == ([1], 1)
        for n in range(10):
            write(world, hub, n)
            await quiet()
        assert len(messages) == 1
        await until(lambda: len(messages) > 1)
        await quiet()
        assert (reader.numbers(), len(messages)) == (list(range(1, 12)), 2)

    played(scene)


def test_a_lost_tail_is_found_by_reading_heads():
    async def scene(world, hub, enter):
        anna = await enter(1)
        world.write(1, "bez słowa")
        await quiet()
        assert anna.numbers() == []
        await Rounds(hub).read_heads()
        await quiet()
        assert anna.numbers() == [1]

    played(scene)


def test_a_hint_of_what_was_never_committed_changes_nothing():
    async def scene(world, hub, enter):
        anna = await enter(1)
        hub.receive(Hint(ROOM, {"do": "events", "events": [[7, "x", 1]], "by": None, "at": 1}))
        await quiet()
        write(world, hub)
        await quiet()
        assert anna.numbers() == [1]

    played(scene)


def test_hints_that_make_no_sense_are_dropped():
    async def scene(world, hub, enter):
        anna = await enter(1)
        for body in ({}, {"do": "events"}, {"do": "events", "events": 3, "by": 1, "at": 1}, {"do": "signal"}):
            hub.receive(Hint(ROOM, body))
        write(world, hub)
        await quiet()
        assert anna.numbers() == [1]

    played(scene)


def test_who_comes_back_gets_what_was_missed_first():
    async def scene(world, hub, enter):
        await enter(1)
        for n in range(1, 4):
            write(world, hub, n)
        await quiet()
        world.asked.clear()
        late = await enter(2, since=1)
        assert [frame.get("n") for frame in late.frames] == [2, 3, 3]
        assert late.kinds() == ["event", "event", "followed"]
        assert "show" not in world.asked  # from the ring

    played(scene)


def test_after_a_restart_a_hundred_who_missed_the_same_cost_one_rendering():
    async def scene(world, hub, enter):
        for n in range(1, 4):
            world.write(n, "tekst")
        browsers = [Browser(hub, world, person_id=1 + n % 2) for n in range(6)]
        for browser in browsers:
            browser.connect()
        await asyncio.gather(*(browser.follow(since=1) for browser in browsers))
        await quiet()
        assert [browser.numbers() for browser in browsers] == [[2, 3]] * 6
        assert world.asked.count("show") == 1

    played(scene)


@pytest.mark.parametrize("since", [-1, 99, -(2**60), 2**60])
def test_numbers_that_cannot_be_make_the_page_read_itself(since):
    async def scene(world, hub, enter):
        write(world, hub)
        anna = await enter(1, since=since)
        assert anna.kinds() == ["reset", "followed"]
        write(world, hub)
        await quiet()
        assert anna.numbers() == [2]

    played(scene)


def test_too_far_behind_and_pruned_make_the_page_read_itself():
    async def scene(world, hub, enter):
        for n in range(MOST_BEHIND + 2):
            world.write(n, "tekst")
        assert (await enter(1, since=1)).kinds() == ["reset", "followed"]
        world.first = world.head - 3
        assert (await enter(1, since=world.head - 5)).kinds() == ["reset", "followed"]
        assert (await enter(1, since=world.head - 4)).kinds()[-1] == "followed"

    played(scene)


def test_a_hub_that_finds_a_pruned_hole_starts_afresh():
    async def scene(world, hub, enter):
        anna = await enter(1)
        for n in range(1, 6):
            world.write(n, "tekst")
        world.first = 4
        await Rounds(hub).read_heads()
        await quiet()
        assert anna.kinds() == ["followed", "reset", "event", "event"]
        assert anna.numbers() == [4, 5]

    played(scene)
