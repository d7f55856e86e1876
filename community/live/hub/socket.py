"""One browser's socket: a bounded queue of shared frames and the one task that sends them."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from community.live.frames import encode
from community.live.kinds import View
from community.live.limits import (
    COUNTERS,
    GIVEN_UP_AFTER,
    MESSAGE_BYTES,
    QUEUE_BYTES,
    RESYNC_AGAIN_WITHIN,
    ROOM_AGAIN,
    STALLED_AFTER,
)
from community.live.tickets import Ticket

if TYPE_CHECKING:
    from community.live.hub.channel import Channel

Send = Callable[[dict[str, Any]], Awaitable[None]]
RESYNC = encode({"t": "resync"})
STALLED = 4008
OWN = "person "  # what is a person's own is never dropped: nothing says it again
_LONGEST_REASON = 120  # bytes; RFC 6455 lets a close frame hold 123


class Socket:
    """What the hub holds of a connection; `following` holds its channels by stream."""

    __slots__ = (
        "_bytes", "_closing", "_counters", "_queue", "_resync", "_resynced_at", "_send", "_sending_since", "_waker",
        "address", "epoch", "following", "is_given_up", "language", "last_typing", "suspended", "ticket", "writer",
    )  # fmt: skip

    def __init__(self, send: Send, *, ticket: Ticket | None = None, language: str = "pl", address: str = "") -> None:
        self._send, self.ticket, self.language, self.address = send, ticket, language, address
        self.following: dict[str, Channel] = {}
        self.suspended: dict[str, tuple[int, str]] = {}
        self.epoch = 0
        self.last_typing = 0.0
        self.is_given_up = False
        self.writer: asyncio.Task[None] | None = None
        self._queue: deque[str] = deque()
        self._bytes = 0
        self._counters: dict[str, str] = {}
        self._waker: asyncio.Future[None] | None = None
        self._closing: tuple[int, str] | None = None
        self._sending_since = 0.0
        self._resync = False
        self._resynced_at = float("-inf")

    @property
    def person_id(self) -> int | None:
        """Returns whose socket it is, None for a visitor's."""
        return self.ticket.person_id if self.ticket else None

    @property
    def queued_bytes(self) -> int:
        """Returns how much waits to be sent; the texts themselves are shared between sockets."""
        return self._bytes

    def view(self, language: str) -> View:
        """Returns how this socket looks at a stream."""
        return View(language, self.ticket is not None)

    def push(self, text: str) -> None:
        """Queues a frame. A socket that cannot keep up loses its queue and is told to ask again."""
        if self._closing:
            return
        self._bytes += len(text)
        if self._bytes > QUEUE_BYTES and self._queue:
            self._overflow()
        else:
            self._queue.append(text)
        self._wake()

    def push_counter(self, name: str, text: str) -> None:
        """Queues an unstored signal: only the newest of each name, behind everything else; too many are dropped."""
        is_one_too_many = name not in self._counters and len(self._counters) >= COUNTERS
        if self._closing or (is_one_too_many and not name.startswith(OWN)):
            return
        self._counters[name] = text
        self._wake()

    def push_frame(self, **frame: Any) -> None:
        """Queues a frame that is for this socket only."""
        self.push(encode(frame))

    async def room(self) -> None:
        """Returns when at most half of the queue is taken, or nothing more will be queued."""
        while self._bytes > QUEUE_BYTES // 2 and not self._closing:
            await asyncio.sleep(ROOM_AGAIN)

    def close(self, code: int, why: str = "") -> None:
        """Closes it once what is queued was sent; the first reason stands."""
        if self._closing is None:
            self._closing = (code, why)
            self._wake()

    def forget(self, key: str) -> None:
        """Throws away what waits to be sent of a stream."""
        begins = encode({"t": "event", "s": key})[:-1] + ","
        self._queue = deque(text for text in self._queue if not text.startswith(begins))
        self._bytes = sum(map(len, self._queue))
        self._counters = {name: text for name, text in self._counters.items() if key not in name.split(" ")}

    def send_away(self, code: int, why: str) -> None:
        """Throws away what waits, says why, and closes."""
        self._queue.clear()
        self._counters.clear()
        self._bytes = 0
        self._resync = False
        self.push_frame(t="error", why=why)
        self.close(code, why.encode()[:_LONGEST_REASON].decode(errors="ignore"))

    @property
    def is_closing(self) -> bool:
        """Returns whether nothing more will be queued."""
        return self._closing is not None

    async def write(self) -> None:
        """Sends what is queued until the socket is closed. One await a message: no timer, no lock."""
        loop = asyncio.get_running_loop()
        while True:
            text = self._take()
            if text is None:
                if self._closing:
                    break
                self._waker = loop.create_future()
                await self._waker
                continue
            self._sending_since = time.monotonic()
            await self._send({"type": "websocket.send", "text": text})
            self._sending_since = 0.0
        code, why = self._closing
        self._sending_since = time.monotonic()
        await self._send({"type": "websocket.close", "code": code, "reason": why})

    def sweep(self, now: float) -> None:
        """Looks, every second, whether a message has been on its way for too long."""
        if not self._sending_since:
            return
        stalled = now - self._sending_since
        if stalled > GIVEN_UP_AFTER and self.writer:
            self.is_given_up = True
            self.writer.cancel()
        elif stalled > STALLED_AFTER and self._queue:
            self._overflow()

    def _overflow(self) -> None:
        now = time.monotonic()
        self._queue.clear()
        self._counters = {name: text for name, text in self._counters.items() if name.startswith(OWN)}
        self._bytes = 0
        if now - self._resynced_at < RESYNC_AGAIN_WITHIN and not self._resync:
            self.close(STALLED, "too slow")
        self._resync = True
        self._resynced_at = now

    def _take(self) -> str | None:
        if self._resync:
            self._resync = False
            return RESYNC
        if self._queue:
            return self._take_queued()
        if self._counters:
            return self._counters.pop(next(iter(self._counters)))
        return None

    def _take_queued(self) -> str:
        text = self._queue.popleft()
        if not self._queue:
            self._bytes = 0
            return text
        lines, size = [text], len(text)
        while self._queue and size < MESSAGE_BYTES:
            lines.append(self._queue.popleft())
            size += len(lines[-1])
        self._bytes = max(0, self._bytes - size)
        return "\n".join(lines)

    def _wake(self) -> None:
        if self._waker is not None and not self._waker.done():
            self._waker.set_result(None)
