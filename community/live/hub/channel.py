"""A stream as one group of sockets sees it: the last number, the last frames, and who gets the next one."""

import asyncio
import logging
import time
from collections.abc import Sequence

from community.live import frames
from community.live.hub.ring import Ring
from community.live.hub.socket import Socket
from community.live.kinds import Happening, Shown, View
from community.live.limits import LARGEST_PARTS, MOST_BEHIND, MOST_BEHIND_BYTES, PACE, RING
from community.live.store import Store

logger = logging.getLogger(__name__)

_LOOK_AGAIN = Shown(facts={"refresh": True})


class Channel:
    """Delivers the events of a stream in their order, each once, to the sockets that look at it in one way.

    `last` is the number of the newest frame that went out. What a hint brings out of order waits; what is missing
    is read from the database, by one reader at a time.
    """

    def __init__(self, key: str, view: View, store: Store, turn: asyncio.Semaphore) -> None:
        self.key, self.view = key, view
        self.sockets: dict[Socket, None] = {}
        self.last = -1  # not known before `open`
        self.idle_since = time.monotonic()
        self.delivered = 0
        self._store, self._turn = store, turn
        self._wanted = 0
        self._hinted: dict[int, tuple[Happening, int | None]] = {}
        self._ring = Ring()
        self._pump: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None
        self._replays: dict[tuple[int, int], asyncio.Task[list[str] | None]] = {}
        self._failed = -1
        self._delivered_at = float("-inf")

    async def open(self) -> None:
        """Reads the stream's head, once, before anybody follows."""
        if self._opening is None or (self._opening.done() and self.last < 0):
            self._opening = asyncio.create_task(self._open())
        await asyncio.shield(self._opening)

    async def catch_up(self) -> None:
        """Returns when everything that the database has now went out."""
        head = (await self._store.heads([self.key]))[self.key]
        self.heard_of(head)
        while self._pump is not None and not self._pump.done() and self.last < head:
            await asyncio.shield(self._pump)

    def hinted(self, happenings: Sequence[Happening], at_ms: int | None) -> None:
        """Takes the news of a hint, in whatever order and however often it comes."""
        for happening in happenings:
            if happening.seq > self.last and len(self._hinted) < RING:
                self._hinted[happening.seq] = (happening, at_ms)
        self.heard_of(max((happening.seq for happening in happenings), default=0))

    def heard_of(self, head: int) -> None:
        """Takes note of the stream's head and fetches what lies between, unless that is on its way already."""
        self._wanted = max(self._wanted, head)
        if 0 <= self.last < self._wanted and self._pump is None:
            self._pump = asyncio.create_task(self._fetch())
            self._pump.add_done_callback(self._fetched)

    async def missed(self, number: int) -> list[str] | None:
        """Returns the frames beyond a number up to `last`, None when they are too many or pruned.

        `last` may have moved when it returns; the caller asks again for the rest.
        """
        behind = self._ring.after(number, self.last)
        if behind is not None:
            return behind if _are_few(behind) else None
        reach = (number, self.last)
        if reach not in self._replays:  # after a restart everybody is behind by the same: read and render it once
            self._replays[reach] = asyncio.create_task(self._replay(number, self.last))
            self._replays[reach].add_done_callback(lambda _task: self._replays.pop(reach, None))
        return await asyncio.shield(self._replays[reach])

    def add(self, socket: Socket) -> None:
        """Gives the socket every frame from now on."""
        self.sockets[socket] = None

    def remove(self, socket: Socket) -> None:
        """Gives it none any more; a socket that has none is no error."""
        self.sockets.pop(socket, None)
        if not self.sockets:
            self.idle_since = time.monotonic()

    def forget_frames(self) -> None:
        """Draws what is asked for from now on anew: something changed that is no event, such as a name."""
        self._ring.clear()

    def close(self) -> None:
        """Stops fetching."""
        for task in (self._pump, self._opening, *self._replays.values()):
            if task:
                task.cancel()

    async def _open(self) -> None:
        head = (await self._store.heads([self.key]))[self.key]
        self.last = max(self.last, head)
        self.heard_of(self._wanted)

    async def _replay(self, number: int, last: int) -> list[str] | None:
        if last - number > MOST_BEHIND:
            return None
        async with self._turn:
            return await self._read_and_draw(number, last)

    async def _read_and_draw(self, number: int, last: int) -> list[str] | None:
        happenings = await self._store.events(self.key, number, MOST_BEHIND)
        happenings = [happening for happening in happenings if happening.seq <= last]
        if [happening.seq for happening in happenings] != list(range(number + 1, last + 1)):
            return None
        shown = await self._store.show(self.key, happenings, self.view)
        pairs = zip(happenings, shown, strict=True)
        found = [
            frames.encode(frames.event(self.key, happening, _bounded(what), self.view)) for happening, what in pairs
        ]
        return found if _are_few(found) else None

    async def _fetch(self) -> None:
        try:
            while self.last < self._wanted:
                await self._pace()
                await self._fetch_batch()
        finally:
            self._pump = None  # here and not in the callback: whoever waits for the pump goes on before that

    async def _pace(self) -> None:
        """Waits a moment when the last delivery is only just over: what comes meanwhile leaves in one message."""
        wait = self._delivered_at + PACE - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)

    async def _fetch_batch(self) -> None:
        batch = self._next_hinted() or [
            (happening, None) for happening in await self._store.events(self.key, self.last, RING)
        ]
        if not batch:
            self._wanted = self.last  # a hint of what the database does not hold
        elif batch[0][0].seq != self.last + 1:
            self._start_afresh(batch[0][0].seq - 1)
        else:
            await self._deliver(batch)

    def _fetched(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception():
            logger.error("The stream %s cannot be read, trying again soon.", self.key, exc_info=task.exception())
            self._wanted = self.last
        elif self.last < self._wanted:
            self.heard_of(self._wanted)

    def _next_hinted(self) -> list[tuple[Happening, int | None]]:
        """Returns what was hinted and follows the last frame without a hole, and forgets what is too old."""
        batch: list[tuple[Happening, int | None]] = []
        while (pair := self._hinted.pop(self.last + 1 + len(batch), None)) is not None:
            batch.append(pair)
        if self._hinted and min(self._hinted) <= self.last:
            self._hinted = {seq: pair for seq, pair in self._hinted.items() if seq > self.last}
        return batch

    async def _deliver(self, batch: list[tuple[Happening, int | None]]) -> None:
        shown = await self._shown([happening for happening, _at in batch])
        for (happening, at_ms), what in zip(batch, shown, strict=True):
            self._hinted.pop(happening.seq, None)
            frame = frames.event(self.key, happening, _bounded(what), self.view, at_ms=at_ms)
            text = self._ring.add(happening.seq, frame)
            self.last = happening.seq
            self.delivered += len(self.sockets)
            for socket in self.sockets:
                socket.push(text)
        self._delivered_at = time.monotonic()

    async def _shown(self, happenings: list[Happening]) -> list[Shown]:
        """Renders a batch. What cannot be rendered twice running makes pages read themselves again."""
        try:
            return await self._store.show(self.key, happenings, self.view)
        except Exception:
            if self._failed != happenings[0].seq:
                self._failed = happenings[0].seq
                raise
            logger.exception("Events of %s cannot be shown, pages will be read again.", self.key)
            return [_LOOK_AGAIN] * len(happenings)

    def _start_afresh(self, number: int) -> None:
        """Goes on from here where events were pruned; readers fetch the page again."""
        self._ring.clear()
        self.last = number
        for socket in self.sockets:
            socket.push_frame(t="reset", s=self.key, n=number)


def _are_few(texts: list[str]) -> bool:
    """Returns whether frames are fewer than reading the page again would cost, and fit into a socket's queue."""
    return sum(map(len, texts)) <= MOST_BEHIND_BYTES


def _bounded(shown: Shown) -> Shown:
    """Returns what a happening changes; where that is very much, the word to read the page again instead."""
    return shown if sum(map(len, shown.parts.values())) <= LARGEST_PARTS else _LOOK_AGAIN
