"""Parts of a page that are a person's own, such as the number on the bell: absolute values, several at once."""

import asyncio
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

from community.live.frames import encode
from community.live.hub.socket import OWN, Socket
from community.live.kinds import person_parts

if TYPE_CHECKING:
    from community.live.hub.hub import Hub

SOON = 0.1


class OwnParts:
    """Collects for a tenth of a second whose parts changed, then asks for all of them in one query a language."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._due: dict[str, dict[Socket, None]] = defaultdict(dict)
        self._timer: asyncio.TimerHandle | None = None
        self._asking: set[str] = set()

    def due(self, name: str, person_ids: Collection[int]) -> None:
        """Takes note that a part of these people changed; who is not here does not matter."""
        for person_id in person_ids:
            for socket in self._hub.people.get(person_id, ()):
                self._later(name, socket)

    def due_for(self, socket: Socket) -> None:
        """Brings a socket that has just come up to date."""
        for name in person_parts:
            self._later(name, socket)

    def _later(self, name: str, socket: Socket) -> None:
        self._due[name][socket] = None
        self._begin_soon()

    def _begin_soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SOON, self._begin)

    def _begin(self) -> None:
        self._timer = None
        for name in self._due.keys() - self._asking:  # one answer at a time, or an older one could come last
            self._asking.add(name)
            self._hub.spawn(self._ask(name, list(self._due.pop(name))))

    async def _ask(self, name: str, sockets: list[Socket]) -> None:
        try:
            await self._send(name, sockets)
        finally:
            self._asking.discard(name)
            if name in self._due:
                self._begin_soon()

    async def _send(self, name: str, sockets: list[Socket]) -> None:
        for language in {socket.language for socket in sockets}:
            those = [(s, s.ticket.person_id) for s in sockets if s.language == language and s.ticket]
            parts = await self._hub.store.parts(name, {person_id for _socket, person_id in those}, language)
            for socket, person_id in those:
                if person_id in parts:
                    socket.push_counter(OWN + name, encode({"t": "person", "parts": parts[person_id]}))
