"""Signals that are not stored: somebody is typing, so many are reading. The newest is enough, and losing one too."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from community.live.bus import publish
from community.live.frames import encode
from community.live.hints import Hint, signalled
from community.live.hub.presence import Presence
from community.live.hub.socket import Socket
from community.live.kinds import stream_kinds
from community.live.limits import COUNTERS_EVERY, TYPING_EVERY

if TYPE_CHECKING:
    from community.live.hub.hub import Hub

TYPING, READERS = "typing", "readers"


class Signals:
    """Typing and presence of one hub; other processes hear of both over the bus."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self.presence = Presence()
        self._due: dict[str, list[Socket]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def typing(self, socket: Socket, key: str) -> None:
        """Says to the others on a stream that this person is typing, at most every two seconds."""
        ticket, now = socket.ticket, time.monotonic()
        may = ticket is not None and key in socket.following and has_signal(key, TYPING)
        if not ticket or not may or now - socket.last_typing < TYPING_EVERY:
            return
        socket.last_typing = now
        self._show_typing(key, ticket.person_id, ticket.name)
        self._tell([signalled(key, {"hub": self._hub.id, "k": TYPING, "id": ticket.person_id, "name": ticket.name})])

    def came_or_went(self, key: str, came: Socket | None = None) -> None:
        """Counts the readers of a stream again, soon: at most four times a second for all streams together."""
        if not has_signal(key, READERS):
            return
        newcomers = self._due.setdefault(key, [])
        if came:
            newcomers.append(came)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(COUNTERS_EVERY, self._count)

    def heard(self, key: str, body: Mapping[str, Any]) -> None:
        """Takes a signal of another process."""
        if body["hub"] == self._hub.id:
            return
        if body["k"] == TYPING:
            self._show_typing(key, body["id"], body["name"])
        elif body["k"] == READERS and key in self._hub.channels:
            self.presence.heard(key, body["hub"], body["people"])
            self._show_readers(key, set(self.readers_here(key)))

    def repeat(self) -> None:
        """Says to the other processes who is here; they forget what is not repeated."""
        keys = [key for key in self._hub.channels if has_signal(key, READERS)]
        self._tell([self._readers_hint(key, people) for key in keys if (people := self.readers_here(key))])
        for key in keys:
            self._show_readers(key, set(self.readers_here(key)))

    def readers_here(self, key: str) -> list[int]:
        """Returns the people of this process who have the stream open."""
        channels = self._hub.channels.get(key, {}).values()
        return sorted({s.ticket.person_id for channel in channels for s in channel.sockets if s.ticket})

    def _count(self) -> None:
        self._timer = None
        due, self._due = self._due, {}
        self._tell([self._readers_hint(key, self.readers_here(key)) for key in due])
        for key, newcomers in due.items():
            self._show_readers(key, set(self.readers_here(key)), newcomers)

    def _readers_hint(self, key: str, people: list[int]) -> Hint:
        return signalled(key, {"hub": self._hub.id, "k": READERS, "people": people})

    def _show_readers(self, key: str, here: set[int], newcomers: Sequence[Socket] = ()) -> None:
        count = self.presence.count(key, here)
        text = encode({"t": "signal", "s": key, "k": READERS, "count": count})
        if self.presence.is_news(key, count):
            newcomers = [socket for channel in self._hub.channels.get(key, {}).values() for socket in channel.sockets]
        for socket in newcomers:
            if key in socket.following:
                socket.push_counter(f"{READERS} {key}", text)

    def _show_typing(self, key: str, person_id: int, name: str) -> None:
        text = encode({"t": "signal", "s": key, "k": TYPING, "id": person_id, "name": name})
        for channel in self._hub.channels.get(key, {}).values():
            for socket in channel.sockets:
                if socket.ticket and socket.ticket.person_id != person_id:
                    socket.push_counter(f"{TYPING} {key} {person_id}", text)

    def _tell(self, hints: list[Hint]) -> None:
        """Publishes from a thread: a slow Redis must not hold the sockets up."""
        if hints:
            asyncio.get_running_loop().run_in_executor(None, publish, hints)


def has_signal(key: str, signal: str) -> bool:
    """Returns whether the stream's kind knows this signal."""
    kind = key.partition(":")[0]
    return kind in stream_kinds and signal in stream_kinds[kind].signals
