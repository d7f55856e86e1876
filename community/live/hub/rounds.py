"""What a hub does by the clock: it reads heads, checks rights, pings, looks after stalled sockets, prunes."""

import asyncio
import logging
import random
import time
from collections import defaultdict
from collections.abc import Callable

from community.base import clock
from community.live.frames import encode
from community.live.hub.hub import Hub
from community.live.hub.socket import Socket
from community.live.limits import (
    HEADS_EVERY,
    LINGER,
    PING_EVERY,
    PRESENCE_EVERY,
    PRUNE_EVERY,
    RIGHTS_AT_ONCE,
    RIGHTS_EVERY,
    TICKETS_EVERY,
)

logger = logging.getLogger(__name__)

TICK = 1.0
_STREAMS_AT_ONCE = 500


class Rounds:
    """The clocks of a hub. One that is still busy when its time comes again is left to finish."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._busy: dict[str, asyncio.Task[None]] = {}
        now = time.monotonic()
        self._every: dict[str, tuple[float, Callable[[], object]]] = {
            "heads": (HEADS_EVERY, lambda: self._beside("heads", self.read_heads)),
            "rights": (RIGHTS_EVERY, lambda: self._beside("rights", self.check_rights)),
            "ping": (PING_EVERY, self.ping),
            "presence": (PRESENCE_EVERY, hub.signals.repeat),
            "tickets": (TICKETS_EVERY, lambda: self._beside("tickets", self.check_tickets)),
            "prune": (PRUNE_EVERY, lambda: self._beside("prune", self.prune)),
        }
        # Many processes that start together need not ask together.
        self._due = {name: now + every * random.uniform(0.5, 1) for name, (every, _do) in self._every.items()}  # noqa: S311

    async def run(self) -> None:
        """Ticks until cancelled."""
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            _guarded(lambda: self.sweep(time.monotonic()))
            for name, (every, do) in self._every.items():
                if now >= self._due[name]:
                    self._due[name] = now + every
                    _guarded(do)

    def heads_soon(self) -> None:
        """Reads the heads with the next tick: hints were missed."""
        self._due["heads"] = 0.0

    def sweep(self, now: float) -> None:
        """Ends stalled sockets and sessions that ran out, and closes channels that nobody follows."""
        moment = clock.now()
        for socket in list(self._hub.sockets):
            socket.sweep(now)
            if socket.ticket and socket.ticket.expires_at <= moment:
                self._hub.sign_out(socket)
        for channel in list(self._hub.every_channel()):
            if not channel.sockets and now - channel.idle_since > LINGER:
                self._hub.close_channel(channel)

    async def read_heads(self) -> None:
        """Heals what hints have missed: news of every stream. One query for 500 streams."""
        keys = list(self._hub.channels)
        for start in range(0, len(keys), _STREAMS_AT_ONCE):
            heads = await self._hub.store.heads(keys[start : start + _STREAMS_AT_ONCE])
            for key, head in heads.items():
                for channel in self._hub.channels.get(key, {}).values():
                    channel.heard_of(head)

    async def check_rights(self) -> None:
        """Drops whose rights were taken without a word to us: the rule of each stream, once for all its people."""
        keys = list(self._hub.channels)
        for start in range(0, len(keys), RIGHTS_AT_ONCE):
            some = keys[start : start + RIGHTS_AT_ONCE]
            outcomes = await asyncio.gather(*map(self._check_readers, some), return_exceptions=True)
            for key, outcome in zip(some, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    logger.error("The rights of %s cannot be checked, trying again soon.", key, exc_info=outcome)

    async def check_tickets(self) -> None:
        """Signs out whose session is over, account closed or password changed without a word to us."""
        holders: dict[str, list[Socket]] = defaultdict(list)
        for socket in self._hub.sockets:
            if socket.ticket:
                holders[socket.ticket.session_key].append(socket)
        hold = await self._hub.store.tickets(list(holders)) if holders else {}
        for session_key, sockets in holders.items():
            ticket = hold.get(session_key)
            for socket in sockets:
                if ticket is None or ticket.person_id != socket.person_id:
                    self._hub.sign_out(socket)
                else:
                    socket.ticket = ticket

    async def prune(self) -> None:
        """Deletes old events, batch by batch."""
        while await self._hub.store.prune():
            await asyncio.sleep(TICK)

    def ping(self) -> None:
        """Tells every socket the heads of what it follows; sockets that follow the same share the text."""
        texts: dict[tuple[str, ...], str] = {}
        for socket in self._hub.sockets:
            followed = tuple(sorted(socket.following))
            if followed not in texts:
                heads = {key: socket.following[key].last for key in followed}
                texts[followed] = encode({"t": "ping", "heads": heads})
            socket.push_counter("ping", texts[followed])

    async def _check_readers(self, key: str) -> None:
        sockets = [s for channel in self._hub.channels.get(key, {}).values() for s in channel.sockets]
        if not sockets:
            return
        readers = await self._hub.store.readers(key, {s.person_id for s in sockets if s.person_id})
        for socket in sockets:
            may = socket.person_id in readers.people if socket.person_id else readers.visitors
            if not may:
                self._hub.drop(socket, key)

    def _beside(self, name: str, work: Callable[[], object]) -> None:
        if name not in self._busy or self._busy[name].done():
            self._busy[name] = self._hub.spawn(work())  # type: ignore[arg-type]


def _guarded(do: Callable[[], object]) -> None:
    """Does something; its failure is logged and stops no clock."""
    try:
        do()
    except Exception:
        logger.exception("A round of the live layer failed.")
