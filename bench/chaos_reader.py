"""A reader as a browser is one: follows threads over a socket or by asking again, and applies what comes.

Its rules are those of live.md: an event counts when its number is the next; after a gap, a lost connection, `resync`
or a ping that knows more it asks again from its own number; after `reset` it reads the pages.
"""

import asyncio
import json
import random
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from bench.chaos_http import ask
from bench.live import ORIGIN
from bench.sockets import Socket, open_socket

_SLOT = re.compile(r'data-part="post-(\d+)"')
_HEAD = re.compile(r'data-follow="[^"]*?(thread:\d+)@(\d+)')
_LAST_PAGE = re.compile(r"\bdata-final\b")
MARK = re.compile(r"c\d+s\d+v\d+e")  # who wrote it, that person's how manieth, which version
QUIET = 65.0  # seconds without any frame, then the connection is held for dead
Frame = dict[str, Any]


@dataclass
class View:
    """A thread as a reader sees it: the list of posts, what each looks like, and every event since `begin`."""

    stream: str
    begin: int = 0
    last: int = 0
    posts: list[int] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    log: list[tuple[int, str, int]] = field(default_factory=list)
    again: int = 0
    gaps: int = 0
    resets: int = 0
    is_asking: bool = False
    is_reading: bool = False

    def apply(self, event: Frame) -> bool:
        """Takes an event; returns False when something before it is missing."""
        if self.is_reading:
            return True
        if event["n"] <= self.last:
            self.again += 1
            return True
        if event["n"] > self.last + 1:
            self.gaps += 1
            return False
        self.last = event["n"]
        self.log.append((event["n"], event["k"], event["id"]))
        self.parts |= event.get("parts", {})
        if event["k"] == "post.added" and event["id"] not in self.posts:  # pages may be newer than their head
            self.posts.append(event["id"])
        return True

    def start_from(self, pages: list[str], head: int) -> None:
        """Takes the state of whole pages, as they were at `head` or later."""
        self.begin = self.last = head
        self.resets += 1
        self.log, self.posts, self.parts = [], [], {}
        for page in pages:
            _before, *slots = _SLOT.split(page)
            for number, html in zip(slots[::2], slots[1::2], strict=True):
                self.posts.append(int(number))
                self.parts[f"post-{number}"] = html

    def seen(self) -> list[tuple[int, str]]:
        """Returns the posts whose text stands there, in their order, with the mark that says which text it is."""
        shown = [(post, MARK.search(self.parts.get(f"post-{post}", ""))) for post in self.posts]
        return [(post, mark[0]) for post, mark in shown if mark]


class Reader:
    """One person with one connection. `ports` says which servers live just now."""

    def __init__(self, person: tuple[int, str], threads: list[int], ports: Callable[[], list[int]]) -> None:
        self.person_id, self.cookie = person
        self.views = {f"thread:{thread}": View(f"thread:{thread}") for thread in threads}
        self.ports = ports
        self.is_over = False
        self.spread = 0.0
        self.connections = 0
        self.trouble: list[str] = []
        self.tasks: set[asyncio.Task[None]] = set()

    async def come_late(self, after: float) -> None:
        """Opens the pages of the threads some seconds later, as somebody who finds them then, and stays."""
        await asyncio.sleep(after)
        for view in self.views.values():
            await self._read_pages(view)
        await self.live()

    async def live(self) -> None:
        """Stays connected until it is over, coming back with jitter."""
        while not self.is_over:
            self.spread = 2.0
            try:
                socket = await open_socket(lambda: Line(self, self._port()), self._port())
            except OSError:
                await asyncio.sleep(random.random() * 1.5)
                continue
            self.connections += 1
            for view in self.views.values():
                view.is_asking = False
                socket.follow(view)
            code = await socket.closed
            if code in (4401, 4403, 4408, 4429):
                self.trouble.append(f"closed with {code}")
            await asyncio.sleep(random.random() * self.spread)

    async def poll(self) -> None:
        """Asks for news every few seconds, as browsers do where sockets are blocked."""
        while not self.is_over:
            for view in self.views.values():
                try:
                    answer = await ask(self._port(), f"/live/{view.stream}?since={view.last}", self.cookie)
                except OSError:
                    continue
                if answer.status == 200:
                    await self._take_news(view, json.loads(answer.body))
                elif answer.status < 500:
                    self.trouble.append(f"news: {answer.status} {answer.body[:100]}")
            await asyncio.sleep(2 + random.random())

    async def _take_news(self, view: View, news: Frame) -> None:
        if news.get("reset"):
            await self._read_pages(view)
            return
        for event in news["frames"]:
            view.apply(event)

    def _port(self) -> int:
        return random.choice(self.ports() or [1])

    def take(self, frame: Frame, socket: "Line") -> None:
        """Does what a frame asks for; kinds that no page of a thread needs are passed over."""
        does = getattr(self, f"_on_{frame['t']}", None)
        if does:
            does(frame, socket)

    def _on_event(self, frame: Frame, socket: "Line") -> None:
        view = self.views[frame["s"]]
        if not view.apply(frame):
            socket.follow(view)

    def _on_followed(self, frame: Frame, _socket: "Line") -> None:
        self.views[frame["s"]].is_asking = False

    def _on_ping(self, frame: Frame, socket: "Line") -> None:
        for stream, head in frame["heads"].items():
            if head > self.views[stream].last:
                socket.follow(self.views[stream])

    def _on_resync(self, _frame: Frame, socket: "Line") -> None:
        for view in self.views.values():
            view.is_asking = False
            socket.follow(view)

    def _on_reset(self, frame: Frame, socket: "Line") -> None:
        self._start(self._reset(self.views[frame["s"]], socket))

    def _on_drain(self, frame: Frame, _socket: "Line") -> None:
        self.spread = float(frame["spread"])

    def _on_error(self, frame: Frame, _socket: "Line") -> None:
        self.trouble.append(str(frame))

    _on_refused = _on_dropped = _on_error

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _reset(self, view: View, socket: "Line") -> None:
        await self._read_pages(view)
        view.is_asking = False
        socket.follow(view)

    async def _read_pages(self, view: View) -> None:
        """Reads all pages of a thread until that succeeds; what is newer than their first head comes as events."""
        if view.is_reading:
            return
        view.is_reading = True
        path = f"/watki/{view.stream.partition(':')[2]}/"
        pages, head = list[str](), 0
        while not (pages and _LAST_PAGE.search(pages[-1])):
            try:
                answer = await ask(self._port(), f"{path}?strona={len(pages) + 1}", self.cookie)
            except OSError:
                await asyncio.sleep(0.5 + random.random())
                continue
            if answer.location:
                path = answer.location.partition("?")[0]
            elif answer.status == 200:
                head = head or int((_HEAD.search(answer.body) or ["", "", "0"])[2])
                pages.append(answer.body)
            else:
                self.trouble.append(f"page {path}: {answer.status}")
                break
        view.start_from(pages, head)
        view.is_reading = False


class Line(Socket):
    """The socket of a reader."""

    def __init__(self, reader: Reader, port: int) -> None:
        super().__init__(port, reader.cookie, ORIGIN)
        self.reader = reader
        self._silence: asyncio.TimerHandle | None = None

    def message(self, data: bytes, start: int, stop: int) -> None:
        """Hands every line of a message to the reader."""
        if self._silence:
            self._silence.cancel()
        self._silence = asyncio.get_running_loop().call_later(QUIET, self.transport.abort)
        for line in data[start:stop].split(b"\n"):
            self.reader.take(json.loads(line), self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        if self._silence:
            self._silence.cancel()
        super().connection_lost(exc)

    def follow(self, view: View) -> None:
        """Asks for what is missing and for all that comes, unless that question is on its way."""
        if not view.is_asking and not view.is_reading:
            view.is_asking = True
            self.send(json.dumps({"do": "follow", "stream": view.stream, "since": view.last}))
