"""The hub: limits, signals that are not stored, and a person's own parts."""

import asyncio

import pytest

from community.live.hints import PEOPLE, Hint
from community.live.hub.rounds import Rounds
from community.live.kinds import Readers, StreamKind, person_parts, stream_kinds
from community.live.limits import LINGER, SOCKETS_A_PERSON, SOCKETS_AN_ADDRESS, STREAMS_A_SOCKET
from tests.live.fakes import ROOM, Browser, quiet, until
from tests.live.scenes import played, write


def test_a_page_follows_no_more_streams_than_one_socket_may(monkeypatch):
    async def scene(world, hub, enter):
        monkeypatch.setattr(world, "readers", _everybody)
        browser = Browser(hub, world, 1)
        browser.connect()
        await hub.follow(browser.socket, {f"room:{n}": 0 for n in range(STREAMS_A_SOCKET + 3)}, "pl")
        await quiet()
        assert browser.kinds().count("refused") == 3
        assert len(browser.socket.following) == STREAMS_A_SOCKET

    async def _everybody(key, person_ids):

        return Readers(True, frozenset(person_ids))

    played(scene)


def test_the_ninth_browser_of_a_person_ends_the_first():
    async def scene(world, hub, enter):
        browsers = [await enter(1) for _ in range(SOCKETS_A_PERSON + 1)]
        await quiet()
        assert [browser.closed for browser in browsers] == [4429] + [None] * SOCKETS_A_PERSON

    played(scene)


def test_visitors_of_one_address_have_a_limit():
    async def scene(world, hub, enter):
        browsers = [Browser(hub, world) for _ in range(SOCKETS_AN_ADDRESS)]
        for browser in browsers:
            browser.connect()
        with pytest.raises(AssertionError):
            Browser(hub, world).connect()
        browsers[0].disconnect()
        Browser(hub, world).connect()

    played(scene)


def test_an_empty_channel_is_closed_after_a_while_and_not_before():
    async def scene(world, hub, enter):
        anna = await enter(1)
        anna.disconnect()
        channel = next(hub.every_channel())
        Rounds(hub).sweep(channel.idle_since + LINGER - 1)
        assert list(hub.channels) == [ROOM]
        Rounds(hub).sweep(channel.idle_since + LINGER + 1)
        assert (list(hub.channels), hub.sockets, dict(hub.people)) == ([], {}, {})

    played(scene)


@pytest.fixture()
def talkative(monkeypatch):
    """The room's kind knows typing and readers."""
    kinds = {"room": StreamKind(lambda *_: None, lambda *_: [], frozenset({"typing", "readers"}))}
    monkeypatch.setattr(stream_kinds, "_things", kinds)
    monkeypatch.setattr("community.live.hub.signals.publish", lambda hints: None)


def test_typing_reaches_the_others_who_are_signed_in(talkative):
    async def scene(world, hub, enter):
        anna, ewa, visitor = await enter(1), await enter(2), await enter()
        hub.signals.typing(anna.socket, ROOM)
        hub.signals.typing(anna.socket, ROOM)  # at most every two seconds
        hub.signals.typing(visitor.socket, ROOM)
        await quiet()
        typing = [frame for frame in ewa.frames if frame["t"] == "signal" and frame["k"] == "typing"]
        assert typing == [{"t": "signal", "s": ROOM, "k": "typing", "id": 1, "name": "Osoba 1"}]
        assert "typing" not in [frame.get("k") for frame in anna.frames + visitor.frames]

    played(scene)


def test_readers_are_counted_once_each_and_over_processes(talkative):
    async def scene(world, hub, enter):
        anna, _again, ewa = await enter(1), await enter(1), await enter(2)

        def counts():
            return [frame["count"] for frame in anna.frames if frame.get("k") == "readers"]

        await until(counts)
        hub.receive(Hint(ROOM, {"do": "signal", "hub": "other", "k": "readers", "people": [2, 3, 4]}))
        await until(lambda: len(counts()) > 1)
        assert counts() == [2, 4]
        ewa.disconnect()
        await asyncio.sleep(0.4)
        assert counts() == [2, 4]

    played(scene)


def test_own_parts_come_on_arrival_and_with_every_change(monkeypatch):
    monkeypatch.setattr(person_parts, "_things", {"bell": None})

    async def scene(world, hub, enter):
        anna, ewa = await enter(1), await enter(2)

        def parts(browser):
            return [frame["parts"] for frame in browser.frames if frame["t"] == "person"]

        await until(lambda: parts(anna) and parts(ewa))
        for _ in range(5):
            hub.receive(Hint(PEOPLE, {"do": "parts", "name": "bell", "people": [1, 99]}))
        await until(lambda: len(parts(anna)) > 1)
        await asyncio.sleep(0.2)
        assert (parts(anna), parts(ewa)) == ([{"bell": "pl 1"}] * 2, [{"bell": "pl 2"}])
        assert world.asked.count("parts") == 2

    played(scene)


def test_a_channel_is_not_closed_under_who_is_being_let_in():
    async def scene(world, hub, enter):
        (await enter(1)).disconnect()
        channel = next(hub.every_channel())
        channel.idle_since -= LINGER + 5
        late = Browser(hub, world, 2)
        late.connect()
        following = asyncio.create_task(late.follow())
        for _ in range(4):
            await asyncio.sleep(0)
        Rounds(hub).sweep(channel.idle_since)
        await following
        write(world, hub)
        await quiet()
        assert late.numbers() == [1]

    played(scene)
