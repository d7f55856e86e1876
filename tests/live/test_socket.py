"""A socket's queue: bounded, in order, and never in anybody else's way."""

import asyncio
import time

from community.live.hub.socket import RESYNC, STALLED, Socket
from community.live.limits import GIVEN_UP_AFTER, QUEUE_BYTES, STALLED_AFTER
from tests.live.fakes import quiet


class Wire:
    """What the server sends to a browser; `stall` makes it wait, as a full buffer does."""

    def __init__(self):
        self.sent, self.free = [], asyncio.Event()
        self.free.set()

    async def __call__(self, message):
        await self.free.wait()
        self.sent.append(message.get("text", message.get("code")))

    def stall(self):
        self.free.clear()


def played(scene):
    async def play():
        wire = Wire()
        socket = Socket(wire)
        socket.writer = asyncio.create_task(socket.write())
        await scene(wire, socket)
        socket.writer.cancel()

    asyncio.run(play())


def test_frames_that_wait_together_go_in_one_message_in_their_order():
    async def scene(wire, socket):
        for text in ("1", "2", "3"):
            socket.push(text)
        await quiet()
        assert wire.sent == ["1\n2\n3"]
        assert socket.queued_bytes == 0

    played(scene)


def test_of_a_counter_only_the_newest_is_sent_behind_the_frames():
    async def scene(wire, socket):
        wire.stall()
        socket.push("first")
        await quiet()
        for count in range(100):
            socket.push_counter("readers", f"readers {count}")
        socket.push("second")
        wire.free.set()
        await quiet()
        assert wire.sent == ["first", "second", "readers 99"]

    played(scene)


def test_a_reader_who_stalls_loses_the_queue_and_is_told_to_ask_again():
    async def scene(wire, socket):
        wire.stall()
        for _ in range(400):
            socket.push("x" * 1024)
            assert socket.queued_bytes <= QUEUE_BYTES
        socket.push("newest")
        wire.free.set()
        await quiet()
        assert wire.sent[0] in ("x" * 1024, RESYNC)
        assert RESYNC in wire.sent
        assert wire.sent[-1].endswith("newest")
        assert not socket.is_closing

    played(scene)


def test_who_stalls_twice_in_a_minute_is_closed():
    async def scene(wire, socket):
        for _ in range(2):
            wire.stall()
            socket.push("on its way")
            await quiet()
            for _ in range(300):
                socket.push("x" * 1024)
            wire.free.set()
            await quiet()
        assert wire.sent[-1] == STALLED

    played(scene)


def test_a_message_on_its_way_for_ten_seconds_empties_the_queue():
    async def scene(wire, socket):
        wire.stall()
        socket.push("on its way")
        await quiet()
        socket.push("waits")
        socket.sweep(time.monotonic() + STALLED_AFTER - 1)
        assert socket.queued_bytes > 0
        socket.sweep(time.monotonic() + STALLED_AFTER + 1)
        assert socket.queued_bytes == 0
        wire.free.set()
        await quiet()
        assert wire.sent == ["on its way", RESYNC]

    played(scene)


def test_a_dead_reader_is_given_up():
    async def scene(wire, socket):
        wire.stall()
        socket.push("on its way")
        await quiet()
        socket.sweep(time.monotonic() + GIVEN_UP_AFTER + 1)
        await quiet()
        assert (socket.writer.cancelled(), socket.is_given_up) == (True, True)

    played(scene)


def test_closing_sends_what_waits_and_takes_nothing_more():
    async def scene(wire, socket):
        socket.push("last")
        socket.close(4401, "over")
        socket.close(1012, "later")
        socket.push("too late")
        await quiet()
        assert wire.sent == ["last", 4401]

    played(scene)
