"""The crowd of `./dev bench live`: many sockets in a process of its own, which is told by a pipe what to do.

What is counted per socket is its newest number, and what was skipped or came again; per event, how long after its
commit (`at`) it arrived. Frames are searched, not parsed.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import uvloop

from bench.sockets import NotOpened, Socket, open_socket, raise_file_limit

_EVENT, _NUMBER, _MOMENT = b'{"t":"event"', b'"n":', b'"at":'
_AT_ONCE = 40  # handshakes
AHEAD = 999_999_999  # no stream is that far: the answer is `reset` with its head


class Counts:
    """What all listeners have seen since it was made."""

    def __init__(self) -> None:
        self.delivered = self.lost = self.doubled = self.messages = self.bytes = self.resyncs = 0
        self.times: list[float] = []

    def percentiles(self) -> dict[str, float]:
        """Returns p50, p95 and p99 of commit → client in milliseconds."""
        ordered = sorted(self.times)
        return {
            f"p{share}": round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)], 1) if ordered else 0.0
            for share in (50, 95, 99)
        }


class Listener(Socket):
    """One socket that follows one stream."""

    def __init__(self, crowd: "Crowd", port: int, cookie: str) -> None:
        super().__init__(port, cookie, crowd.origin)
        self.crowd, self.stream, self.last = crowd, crowd.stream, 0
        self.followed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        """Stamps the arrival once for all that came together."""
        self.now = time.time() * 1000
        super().data_received(data)

    def message(self, data: bytes, start: int, stop: int) -> None:
        """Counts the events of a message; its other frames are few and may cost more."""
        counts = self.crowd.counts
        counts.bytes += stop - start
        counts.messages += 1
        while start < stop:
            end = data.find(b"\n", start, stop)
            if end < 0:
                end = stop
            if data.startswith(_EVENT, start):
                place = data.find(_NUMBER, start, end) + 4
                number = int(data[place : data.find(b",", place, end)])
                place = data.find(_MOMENT, place, end) + 5
                self._count(counts, number, int(data[place : data.find(b",", place, end)]))
            else:
                self._other(json.loads(data[start:end]))
            start = end + 1

    def _count(self, counts: Counts, number: int, at: int) -> None:
        if number == self.last + 1:
            self.last = number
        elif number <= self.last:
            counts.doubled += 1
            return
        else:
            counts.lost += number - self.last - 1
            self.last = number
        counts.delivered += 1
        counts.times.append(self.now - at)

    def _other(self, frame: dict[str, Any]) -> None:
        kind = frame["t"]
        if kind in ("followed", "reset"):
            if not self.followed.done():
                self.last = frame["n"]
                self.followed.set_result(frame["n"])
        elif kind == "resync":
            self.crowd.counts.resyncs += 1
            self.follow(self.last)
        elif kind in ("refused", "dropped", "error") and not self.followed.done():
            self.followed.set_exception(NotOpened(str(frame)))

    def follow(self, since: int) -> None:
        """Asks for the stream's events after that number."""
        self.send(json.dumps({"do": "follow", "stream": self.stream, "since": since}))


class Uncounted(Socket):
    """One socket whose messages do not count; it notices only whether it was too slow."""

    was_too_slow = False

    def message(self, data: bytes, start: int, stop: int) -> None:
        """Looks for `resync`, which a stalled reader finds when it reads again."""
        self.was_too_slow |= data.find(b'"t":"resync"', start, stop) >= 0


class Crowd:
    """The sockets of one scenario. Its public coroutines are what the pipe may ask for."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.others: list[Uncounted] = []
        self.stalled: list[Uncounted] = []
        self.counts = Counts()
        self.origin = self.stream = ""

    async def open(self, *, ports: list[int], cookies: list[str], count: int, stream: str, origin: str) -> int:
        """Opens sockets until there are `count`, spread over the ports; returns the head that they follow from."""
        self.stream, self.origin = stream, origin
        limit = asyncio.Semaphore(_AT_ONCE)

        async def one(number: int) -> Listener:
            port, cookie = ports[number % len(ports)], cookies[number % len(cookies)] if cookies else ""
            async with limit:
                listener = await open_socket(lambda: Listener(self, port, cookie), port)
                listener.follow(AHEAD)
                await asyncio.wait_for(asyncio.shield(listener.followed), 20)
                return listener

        self.listeners += await asyncio.gather(*(one(n) for n in range(len(self.listeners), count)))
        return max(listener.last for listener in self.listeners)

    async def begin(self) -> None:
        """Counts from here on."""
        self.counts = Counts()

    async def settle(self, head: int, seconds: float = 15.0) -> None:
        """Waits until everybody has this number, but not for ever."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(one.last < head for one in self.listeners):
            await asyncio.sleep(0.02)

    async def report(self, head: int) -> dict[str, float]:
        """Returns what was counted; what is missing up to `head` is lost."""
        counts = self.counts
        missing = sum(max(0, head - one.last) for one in self.listeners)
        closed = sum(one.closed.done() for one in self.listeners)
        size = counts.bytes / counts.delivered if counts.delivered else 0
        return {
            "delivered": counts.delivered, "lost": counts.lost + missing, "doubled": counts.doubled,
            "resyncs": counts.resyncs, "closed": closed, "messages": counts.messages, "bytes": round(size),
            **counts.percentiles(),
        }  # fmt: skip

    async def saturate(self, *, port: int, size: int, seconds: float, batch: int) -> dict[str, float]:
        """Has events made as fast as all sockets take them, up to four batches under way; returns deliveries/s."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        request = f"POST /bench/emit?count={batch}&size={size} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"
        await self.begin()
        sockets, asked, head = len(self.listeners), 0, 0
        begin = time.perf_counter()
        while time.perf_counter() < begin + seconds:
            if self.counts.delivered < (asked - 3 * batch) * sockets:
                await asyncio.sleep(0.001)
                continue
            writer.write(request.encode())
            head = json.loads(await _body(reader))["n"]
            asked += batch
        passed, delivered = time.perf_counter() - begin, self.counts.delivered
        writer.close()
        await self.settle(head)
        return {"rate": round(delivered / passed), **(await self.report(head))}

    async def watch(self, *, port: int, cookie: str, stream: str, receive_buffer: int = 0) -> Uncounted:
        """Adds a socket that follows this stream as well, uncounted, and reads it."""
        one = await open_socket(lambda: Uncounted(port, cookie, self.origin), port, receive_buffer=receive_buffer)
        for wanted in (stream, self.stream):
            one.send(json.dumps({"do": "follow", "stream": wanted, "since": AHEAD}))
        self.others.append(one)
        await asyncio.sleep(0.05)
        return one

    async def stall(self, *, port: int, cookies: list[str], stream: str) -> None:
        """Adds sockets that follow both and never read again."""
        for cookie in cookies:
            one = await self.watch(port=port, cookie=cookie, stream=stream, receive_buffer=4096)
            one.transport.pause_reading()
            self.stalled.append(one)

    async def wake(self) -> int:
        """Lets the stalled read again; returns how many of them had been given up or were told to ask anew."""
        for one in self.stalled:
            one.transport.resume_reading()
        await asyncio.sleep(1.5)
        return sum(one.was_too_slow or one.closed.done() for one in self.stalled)

    async def close(self) -> None:
        """Hangs up all."""
        for one in [*self.listeners, *self.others]:
            one.transport.abort()
        self.listeners, self.others, self.stalled = [], [], []
        await asyncio.sleep(0.2)


async def _body(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    return await reader.readexactly(length)


def _serve(pipe: Connection) -> None:
    """Runs in the crowd's process: does what comes through the pipe until nothing more comes."""
    raise_file_limit()

    async def work() -> None:
        crowd, loop = Crowd(), asyncio.get_running_loop()
        while order := await loop.run_in_executor(None, pipe.recv):
            name, wanted = order
            try:
                done = await getattr(crowd, name)(**wanted)
                pipe.send(None if isinstance(done, Socket) else done)
            except Exception as problem:
                pipe.send(problem)

    uvloop.run(work())


class Remote:
    """The crowd as the bench sees it: `ask` runs one of its coroutines over there and returns what that returned."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def ask(self, name: str, **wanted: Any) -> Any:
        """Raises what was raised over there."""
        self._pipe.send((name, wanted))
        answer = self._pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def crowd() -> Iterator[Remote]:
    """Yields an empty crowd in a new process, which ends with the block."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Remote(ours)
    finally:
        process.kill()
        process.join()
