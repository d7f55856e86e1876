"""Rights that end: a membership, an account, a session. Frames stop first; then whoever may is let in again."""

import time
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from community.live.hints import digest_of
from community.live.hub.socket import Socket
from community.live.limits import REMEMBER_ENDED
from community.live.tickets import Ticket

if TYPE_CHECKING:
    from community.live.hub.hub import Hub


class Rights:
    """What a hub does when rights change. `news` counts such changes: what was read before may be out of date."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self.news = 0
        self._ended: dict[str, float] = {}

    def recheck(self, person_ids: Collection[int]) -> None:
        """Stops the frames of these people now, and goes on where each may still follow."""
        self._recheck(socket for person_id in person_ids for socket in self._hub.people.get(person_id, ()))

    def recheck_stream(self, key: str) -> None:
        """Does the same for all who follow a stream, visitors too: it has other readers now."""
        self._recheck(socket for channel in self._hub.channels.get(key, {}).values() for socket in channel.sockets)

    def _recheck(self, sockets: Iterable[Socket]) -> None:
        self.news += 1
        for socket in list(sockets):
            self._hub.suspend(socket)
            self._hub.spawn(self._prove(socket))

    def end(self, session: str) -> None:
        """Signs the sockets of a session out (its digest), now and for a minute: the database may not know it yet."""
        now = time.monotonic()
        self._ended = {digest: at for digest, at in self._ended.items() if now - at < REMEMBER_ENDED}
        self._ended[session] = now
        self.news += 1
        for socket in list(self._hub.sockets):
            if self.has_ended(socket.ticket):
                self._hub.sign_out(socket)

    def has_ended(self, ticket: Ticket | None) -> bool:
        """Returns whether a session was ended a moment ago."""
        return ticket is not None and digest_of(ticket.session_key) in self._ended

    async def _prove(self, socket: Socket) -> None:
        """Checks session and account again, then each stream by its rule, and goes on where it was."""
        try:
            await self._prove_or_fail(socket)
        except Exception:
            socket.push_frame(t="resync")  # it asks again by itself, and is let in only by the rules
            raise

    async def _prove_or_fail(self, socket: Socket) -> None:
        hub, ticket = self._hub, socket.ticket
        if ticket and ticket.session_key not in await hub.store.tickets([ticket.session_key]):
            return hub.sign_out(socket)
        for key in list(socket.suspended):
            may = await hub.may_follow(socket, key)
            number, language = socket.suspended.pop(key, (0, ""))
            if not language or socket.is_closing:
                continue  # left, or followed anew by itself meanwhile
            if may:
                await hub.let_in(socket, key, number, language)
            else:
                hub.drop(socket, key)
        return None
