"""The hub: interleavings that once went wrong, each with the sockets and channels that were left behind."""

import asyncio
import json

import pytest

from community.live.hints import PEOPLE, Hint, session_ended
from community.live.hub import Socket
from community.live.hub.rounds import Rounds
from community.live.kinds import Readers, Shown
from community.live.limits import LARGEST_PARTS, QUEUE_BYTES
from tests.live.fakes import ROOM, Browser, quiet, until
from tests.live.scenes import played, write

RECHECK = Hint(PEOPLE, {"do": "recheck", "people": [1]})


def left_in_channels(hub):
    return [socket for channel in hub.every_channel() for socket in channel.sockets if socket not in hub.sockets]


@pytest.mark.parametrize("turns", range(14))
def test_who_leaves_while_being_let_in_is_in_no_channel(turns):
    async def scene(world, hub, enter):
        world.write(1, "tekst")
        browser = Browser(hub, world, 1)
        browser.connect()
        following = asyncio.create_task(browser.follow())
        for _ in range(turns):
            await asyncio.sleep(0)
        hub.exit(browser.socket)
        await asyncio.gather(following, return_exceptions=True)
        await quiet()
        assert (left_in_channels(hub), hub.sockets) == ([], {})

    played(scene)


@pytest.mark.parametrize("turns", range(14))
def test_who_follows_anew_while_rights_are_proven_is_in_one_channel_only(turns):
    async def scene(world, hub, enter):
        anna = await enter(1)
        hub.receive(RECHECK)
        for _ in range(turns):
            await asyncio.sleep(0)
        await hub.follow(anna.socket, {ROOM: 0}, "en")
        await quiet()
        assert sum(anna.socket in channel.sockets for channel in hub.every_channel()) == 1
        world.members.discard(1)
        hub.receive(RECHECK)
        before = len(anna.numbers())
        write(world, hub, text="SECRET")
        await quiet()
        assert len(anna.numbers()) == before

    played(scene)


@pytest.mark.parametrize("turns", range(6))
def test_who_leaves_a_stream_while_rights_are_proven_is_not_let_in_again(turns):
    async def scene(world, hub, enter):
        anna = await enter(1)
        hub.receive(RECHECK)
        for _ in range(turns):
            await asyncio.sleep(0)
        hub.leave(anna.socket, [ROOM])
        await quiet()
        hub.leave(anna.socket, [ROOM])
        assert (anna.socket.following, anna.socket.suspended) == ({}, {})

    played(scene)


def test_one_stream_that_fails_leaves_no_other_behind(monkeypatch):
    async def scene(world, hub, enter):
        browser = Browser(hub, world, 1)
        browser.connect()
        world.fails = 1
        with pytest.raises(ConnectionError):
            await hub.follow(browser.socket, {ROOM: 0, "nic:1": 0}, "pl")
        hub.exit(browser.socket)
        await quiet()
        assert left_in_channels(hub) == []

    played(scene)


@pytest.mark.parametrize("turns", range(10))
def test_catching_up_beside_the_pump_ends(turns):
    async def scene(world, hub, enter):
        await enter(1)
        for n in range(3):
            world.write(n, "bez słowa")
        write(world, hub, 3)
        for _ in range(turns):
            await asyncio.sleep(0)
        world.write(4, "bez słowa")
        late = await asyncio.wait_for(enter(2, since=world.head), 5)
        assert late.kinds()[-1] == "followed"

    played(scene)


def test_a_replay_that_failed_is_tried_again():
    async def scene(world, hub, enter):
        for n in range(3):
            world.write(n, "tekst")
        anna = Browser(hub, world, 1)
        anna.connect()
        original = world.show

        async def broken(*_):
            raise ConnectionError("away")

        world.show = broken
        with pytest.raises(ConnectionError):
            await anna.follow(since=1)
        world.show = original
        await anna.follow(since=1)
        await quiet()
        assert anna.numbers() == [2, 3]

    played(scene)


@pytest.mark.parametrize("is_kept", [True, False], ids=["from the ring", "from the database"])
def test_who_is_very_far_behind_reads_the_page_again(is_kept):
    async def scene(world, hub, enter):
        if is_kept:
            await enter(2)
        for n in range(40):
            write(world, hub, n, "x" * 6000)
            await quiet(5)
        await quiet()
        anna = await enter(1, since=1)
        assert (anna.kinds(), anna.closed) == (["reset", "followed"], None)

    played(scene)


def test_who_comes_back_to_many_streams_with_much_in_each_gets_all_of_it():
    """Together more than the queue holds: they come as fast as the line takes them, without a word to ask again."""

    async def scene(world, hub, enter):
        async def everybody(_key, person_ids):
            return Readers(True, frozenset(person_ids))

        async def heads(keys):
            return dict.fromkeys(keys, world.head)

        world.readers, world.heads, sent = everybody, heads, []
        for n in range(30):
            world.write(n, "x" * 3000)

        async def slow_line(message):
            await asyncio.sleep(0.001)
            sent.append(message.get("text", ""))

        def received():
            return [json.loads(line) for text in sent for line in text.split("\n")]

        socket = Socket(slow_line)
        hub.enter(socket)
        socket.writer = hub.spawn(socket.write())
        await hub.follow(socket, {f"room:{n}": 0 for n in range(10)}, "pl")
        await until(lambda: len(received()) >= 310)
        frames = received()
        assert [frame["t"] for frame in frames].count("event") == 300
        assert {frame["t"] for frame in frames} == {"event", "followed"}
        assert not socket.is_closing

    played(scene)


def test_a_very_large_post_is_fetched_with_the_page_and_throws_nobody_out():
    async def scene(world, hub, enter):
        anna = await enter(1)
        for _ in range(3):
            write(world, hub, text="x" * (LARGEST_PARTS + 1))
            await quiet()
        assert [frame.get("facts") for frame in anna.frames if frame["t"] == "event"] == [{"refresh": True}] * 3
        assert (anna.closed, "resync" in anna.kinds(), QUEUE_BYTES > LARGEST_PARTS) == (None, False, True)

    played(scene)


def test_who_signed_out_a_moment_ago_is_not_let_in_by_the_old_session():
    async def scene(world, hub, enter):
        hub.receive(session_ended("s1"))
        anna, ewa = await enter(1), await enter(2)
        write(world, hub)
        await quiet()
        assert (anna.closed, anna.numbers(), ewa.closed, ewa.numbers()) == (4401, [], None, [1])

    played(scene)


def test_what_waits_for_a_slow_socket_goes_with_the_right():
    async def scene(world, hub, enter):
        anna = await enter(1)
        gate = asyncio.Event()
        get = anna._get

        async def slow(message):
            await gate.wait()
            await get(message)

        anna.socket._send = slow
        for _ in range(3):
            write(world, hub, text="tylko dla członków")
            await quiet()
        world.members.discard(1)
        hub.receive(RECHECK)
        await quiet()
        gate.set()
        await quiet()
        assert len(anna.numbers()) <= 1  # the one that was on the wire already
        assert anna.kinds()[-1] == "dropped"

    played(scene)


def test_a_round_that_fails_stops_no_clock(monkeypatch):
    async def scene(world, hub, enter):
        anna = await enter(1)
        rounds = Rounds(hub)
        monkeypatch.setattr("community.live.hub.rounds.TICK", 0.01)
        monkeypatch.setattr(rounds, "sweep", lambda _now: 1 / 0)
        running = asyncio.create_task(rounds.run())
        rounds.heads_soon()
        world.write(1, "bez słowa")
        await until(anna.numbers)
        assert (anna.numbers(), running.done()) == ([1], False)
        running.cancel()

    played(scene)


def test_one_stream_whose_rule_fails_does_not_keep_others_their_rights(monkeypatch):
    async def scene(world, hub, enter):
        anna = await enter(1)
        world.members.discard(1)
        asked = world.readers

        async def readers(key, people):
            if key == "broken:1":
                raise ValueError(key)
            return await asked(key, people)

        hub.channels = {"broken:1": dict(hub.channels[ROOM]), **hub.channels}
        monkeypatch.setattr(world, "readers", readers)
        await Rounds(hub).check_rights()
        await quiet()
        assert anna.kinds()[-1] == "dropped"
        del hub.channels["broken:1"]

    played(scene)


def test_a_name_that_changed_is_drawn_anew_for_who_comes_back():
    async def scene(world, hub, enter):
        await enter(1)
        write(world, hub, text="Stare Nazwisko")
        await quiet()
        world.posts[1] = "Nowe Nazwisko"  # no event of the stream
        hub.receive(Hint(PEOPLE, {"do": "redraw"}))
        late = await enter(2, since=0)
        assert [frame["parts"] for frame in late.frames if frame["t"] == "event"] == [{"post-1": "Nowe Nazwisko"}]

    played(scene)


def test_facts_go_with_the_part_they_came_with():
    async def scene(world, hub, enter):
        async def show(_key, happenings, _view):
            return [Shown({"post-1": f"t{e.seq}"}, {"author": f"a{e.seq}"}) for e in happenings]

        world.show = show
        await enter(1)
        write(world, hub)
        await quiet()
        write(world, hub)
        await quiet()
        late = await enter(2, since=0)
        assert [frame.get("facts") for frame in late.frames if frame["t"] == "event"] == [None, {"author": "a2"}]

    played(scene)
