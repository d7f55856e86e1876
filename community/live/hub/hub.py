"""The hub of a process: lets sockets follow streams, takes hints, and drops who may no longer follow.

It lives on the event loop; whatever asks the database goes through the store. Its clocks tick in `rounds`.
"""

import asyncio
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Collection, Coroutine, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from community.live import sentences
from community.live.hints import PEOPLE, Hint
from community.live.hub.channel import Channel
from community.live.hub.own_parts import OwnParts
from community.live.hub.rights import Rights
from community.live.hub.signals import Signals
from community.live.hub.socket import Socket
from community.live.hub.topics import NO_TOPICS, Topics
from community.live.kinds import Happening, View
from community.live.limits import (
    REPLAYS_AT_ONCE,
    SOCKETS_A_PERSON,
    SOCKETS_AN_ADDRESS,
    STREAMS_A_SOCKET,
)
from community.live.sentences import said
from community.live.store import Store

logger = logging.getLogger(__name__)

GONE, SIGNED_OUT, TOO_MANY = 1000, 4401, 4429


class Hub:
    """Sockets, the channels they follow, and whose they are."""

    def __init__(self, store: Store) -> None:
        self.id = secrets.token_hex(4)
        self.store = store
        self.topics: Topics = NO_TOPICS
        self.sockets: dict[Socket, None] = {}
        self.people: dict[int, dict[Socket, None]] = defaultdict(dict)
        self.addresses: dict[str, int] = defaultdict(int)
        self.channels: dict[str, dict[View, Channel]] = {}
        self.signals = Signals(self)
        self.rights = Rights(self)
        self.own_parts = OwnParts(self)
        self.delivered_before = 0
        self._turn = asyncio.Semaphore(REPLAYS_AT_ONCE)
        self.dropped = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Runs something beside; its failure is logged."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_ended)
        return task

    def enter(self, socket: Socket) -> bool:
        """Takes a socket in; False when visitors of its address have too many. A person's oldest makes room.

        Whoever signed out a moment ago is sent away, even where the database does not know it yet.
        """
        if socket.ticket is None:
            if self.addresses[socket.address] >= SOCKETS_AN_ADDRESS:
                return False
            self.addresses[socket.address] += 1
        else:
            mine = self.people[socket.ticket.person_id]
            mine[socket] = None
            for oldest in list(mine)[:-SOCKETS_A_PERSON]:
                self._send_away(oldest, TOO_MANY, said(sentences.too_many_sockets, oldest.language))
            self.own_parts.due_for(socket)
        self.sockets[socket] = None
        if self.rights.has_ended(socket.ticket):
            self.sign_out(socket)
        return True

    def exit(self, socket: Socket) -> None:
        """Forgets a socket."""
        socket.close(GONE)
        if socket not in self.sockets:
            return
        del self.sockets[socket]
        self.suspend(socket)
        if socket.ticket is None:
            self.addresses[socket.address] -= 1
            if not self.addresses[socket.address]:
                del self.addresses[socket.address]
        else:
            self._forget_person_of(socket)

    async def follow(self, socket: Socket, wanted: Mapping[str, int], language: str) -> None:
        """Lets a socket follow streams, each from the number it has: what it missed comes first, in order."""
        for key in wanted:
            socket.suspended.pop(key, None)
        others = (socket.following.keys() | socket.suspended.keys()) - wanted.keys()
        room = max(0, STREAMS_A_SOCKET - len(others))
        why = said(sentences.too_many_streams, socket.language)
        for key in list(wanted)[room:]:
            socket.push_frame(t="refused", s=key, why=why)
        following = (self.let_in(socket, key, since, language) for key, since in list(wanted.items())[:room])
        for outcome in await asyncio.gather(*following, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    def leave(self, socket: Socket, keys: Collection[str]) -> None:
        """Ends following; what is not followed is no error."""
        for key in keys:
            socket.suspended.pop(key, None)
            self._detach(socket, key)

    def receive(self, hint: Hint) -> None:
        """Takes a hint of this or another process; one that cannot be understood is logged and dropped."""
        try:
            self._receive(hint)
        except (KeyError, TypeError, ValueError):
            logger.exception("A hint about %s cannot be understood.", hint.topic)

    def sign_out(self, socket: Socket) -> None:
        """Ends a socket whose session is over."""
        self._send_away(socket, SIGNED_OUT, said(sentences.signed_out, socket.language))

    def drop(self, socket: Socket, key: str) -> None:
        """Ends following where the rules no longer allow it, with what waits to be sent, and says so."""
        self._detach(socket, key)
        self.dropped += 1
        socket.forget(key)
        socket.push_frame(t="dropped", s=key, why=said(sentences.no_longer_yours, socket.language))

    def every_channel(self) -> Iterator[Channel]:
        """Yields all channels."""
        for views in list(self.channels.values()):
            yield from list(views.values())

    def close_channel(self, channel: Channel) -> None:
        """Forgets a channel that nobody follows."""
        channel.close()
        self.delivered_before += channel.delivered
        views = self.channels[channel.key]
        del views[channel.view]
        if not views:
            del self.channels[channel.key]
            self.topics.leave(channel.key)
            self.signals.presence.forget(channel.key)

    def stop(self) -> None:
        """Ends everything that runs beside."""
        for task in list(self._tasks):
            task.cancel()
        for channel in self.every_channel():
            channel.close()
        self.store.close()

    def _receive(self, hint: Hint) -> None:
        body, do = hint.body, hint.body["do"]
        if do == "events":
            at = datetime.fromtimestamp(body["at"] / 1000, tz=UTC)
            now = [Happening(seq, kind, object_id, body["by"], at) for seq, kind, object_id in body["events"]]
            for channel in self.channels.get(hint.topic, {}).values():
                channel.hinted(now, body["at"])
        elif do == "recheck" and hint.topic != PEOPLE:
            self.rights.recheck_stream(hint.topic)
        elif do == "signal":
            self.signals.heard(hint.topic, body)
        elif hint.topic == PEOPLE and do == "parts":
            self.own_parts.due(body["name"], body["people"])
        elif hint.topic == PEOPLE and do == "recheck":
            self.rights.recheck(body["people"])
        elif hint.topic == PEOPLE and do == "end":
            self.rights.end(body["session"])
        elif hint.topic == PEOPLE and do == "redraw":
            for channel in self.every_channel():
                channel.forget_frames()

    async def let_in(self, socket: Socket, key: str, since: int, language: str) -> None:
        """Lets a socket follow one stream when its rule says yes, and catches it up; says so when not."""
        self._detach(socket, key)
        while not socket.is_closing:
            epoch = socket.epoch
            if not await self.may_follow(socket, key):
                why = said(sentences.no_such_stream, socket.language)
                return socket.push_frame(t="refused", s=key, why=why)
            channel = await self._channel(key, socket.view(language))
            number = await self._catch_up(socket, channel, since, epoch)
            is_current = self.channels.get(key, {}).get(channel.view) is channel
            if number is not None and epoch == socket.epoch and is_current:
                self._detach(socket, key)  # somebody else may have let it in meanwhile, in another language
                socket.following[key] = channel
                channel.add(socket)
                socket.push_frame(t="followed", s=key, n=number)
                return self.signals.came_or_went(key, socket)
        return None

    async def _catch_up(self, socket: Socket, channel: Channel, since: int, epoch: int) -> int | None:
        """Queues what came after `since` and returns the number reached; None when rights were taken meanwhile.

        When it returns, nothing lies between that number and the channel's next frame.
        """
        if since > channel.last:
            await channel.catch_up()
        number = since
        while epoch == socket.epoch and not socket.is_closing:
            missed = await channel.missed(number) if 0 <= number <= channel.last else None
            await socket.room()  # who comes back to many streams at once gets them as fast as the line takes them
            if epoch != socket.epoch:
                break
            if missed is None:
                number = channel.last
                socket.push_frame(t="reset", s=channel.key, n=number)
            else:
                for text in missed:
                    socket.push(text)
                number += len(missed)
            if number == channel.last:
                return number
        return None

    async def may_follow(self, socket: Socket, key: str) -> bool:
        """Returns whether the stream's rule lets this socket follow, asked fresh."""
        person_id = socket.person_id
        readers = await self.store.readers(key, [person_id] if person_id else [])
        return person_id in readers.people if person_id else readers.visitors

    async def _channel(self, key: str, view: View) -> Channel:
        views = self.channels.setdefault(key, {})
        if not views:
            self.topics.follow(key)
        if view not in views:
            views[view] = Channel(key, view, self.store, self._turn)
        channel = views[view]
        channel.idle_since = time.monotonic()  # or the sweep might close it while somebody is being let in
        await channel.open()
        return channel

    def suspend(self, socket: Socket) -> None:
        """Takes a socket out of all channels at once, and remembers how far it is in each and in which language."""
        socket.epoch += 1
        for key, channel in list(socket.following.items()):
            socket.suspended[key] = (channel.last, channel.view.language)
            self._detach(socket, key)

    def _detach(self, socket: Socket, key: str) -> bool:
        channel = socket.following.pop(key, None)
        if channel is None:
            return False
        channel.remove(socket)
        self.signals.came_or_went(key)
        return True

    def _send_away(self, socket: Socket, code: int, why: str) -> None:
        self.suspend(socket)
        socket.send_away(code, why)

    def _forget_person_of(self, socket: Socket) -> None:
        person_id = socket.person_id
        if person_id is None or person_id not in self.people:
            return
        self.people[person_id].pop(socket, None)
        if not self.people[person_id]:
            del self.people[person_id]

    def _task_ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            logger.error("Something of the live layer failed.", exc_info=task.exception())
