"""The one consumer: it knows no app. It lets browsers in, reads their few frames, and leaves the rest to the hub."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.http import parse_cookie

from community.live import process, sentences
from community.live.hub import Hub, Socket
from community.live.limits import BAD_FRAMES, FRAMES_A_SECOND, LONGEST_FRAME, STREAMS_A_SECOND
from community.live.requests import LANGUAGES, BadFrame, Request, read_request
from community.live.sentences import said
from community.live.tickets import Ticket

logger = logging.getLogger(__name__)

WRONG_ORIGIN, TOO_LONG, TOO_MANY, FAULT = 4403, 1009, 4429, 1011


class LiveConsumer(AsyncConsumer):
    """One browser. What it may follow is asked of the stream's own rule, fresh from the database."""

    channel_layer_alias = "__none__"

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """Serves the socket until it ends. No channel layer and no task for receiving: a socket stays light."""
        self.scope, self.base_send = scope, send
        self.hub: Hub = process.current_hub()
        self.socket: Socket | None = None
        self._second, self._frames, self._streams, self._bad = 0.0, 0, 0, 0
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            pass
        except asyncio.CancelledError:
            if self.socket is None or not self.socket.is_given_up:
                raise
        finally:
            self._end()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Hands a message to its method. Channels would close old database connections here, a thread hop a frame."""
        if message["type"] == "websocket.receive":
            await self.websocket_receive(message)
        elif message["type"] == "websocket.connect":
            await self.websocket_connect(message)
        else:
            raise StopConsumer

    async def websocket_connect(self, _message: dict[str, Any]) -> None:
        """Lets a page of ours in, with the person whose session it is."""
        await self.base_send({"type": "websocket.accept"})
        language = _language(self.scope)
        is_ours = _is_ours(self.scope)
        ticket = await self._ticket() if is_ours else None
        self.socket = socket = Socket(self.base_send, ticket=ticket, language=language, address=_address(self.scope))
        socket.writer = asyncio.create_task(self._write(socket, asyncio.current_task()))
        if not is_ours:
            return self._refuse(WRONG_ORIGIN, sentences.wrong_origin)
        if process.is_draining():
            socket.push_frame(t="drain", spread=settings.LIVE_DRAIN_SECONDS)
            return socket.close(process.RESTART, "restart")
        if not self.hub.enter(socket):
            return self._refuse(TOO_MANY, sentences.too_many_sockets)
        return socket.push_frame(t="hello", person=socket.person_id)

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        """Reads one frame. A bad one is answered with a sentence; other sockets do not notice."""
        socket = self.socket
        if socket is None or socket.is_closing:
            return
        text = message.get("text")
        if text is not None and len(text.encode()) > LONGEST_FRAME:
            return self._refuse(TOO_LONG, sentences.too_long)
        try:
            request = read_request(text)
        except BadFrame:
            return self._complain(sentences.too_busy if self._is_too_fast(0) else sentences.not_understood)
        if self._is_too_fast(len(request.streams)):
            return self._complain(sentences.too_busy)
        return await self._do(socket, request)

    async def _do(self, socket: Socket, request: Request) -> None:
        if request.do == "follow":
            try:
                await self.hub.follow(socket, request.streams, request.language)
            except Exception as problem:
                logger.error("A browser could not be let in: %r", problem)  # without a trace: all of them come back
                self._refuse(FAULT, sentences.not_found_now)
        elif request.do == "leave":
            self.hub.leave(socket, list(request.streams))
        else:
            for key in request.streams:
                self.hub.signals.typing(socket, key)

    async def _ticket(self) -> Ticket | None:
        key = _cookie(self.scope, settings.SESSION_COOKIE_NAME)
        if not (key.isalnum() and key.isascii() and len(key) <= 64):
            return None
        while True:
            before = self.hub.rights.news
            ticket = (await self.hub.store.tickets([key])).get(key)
            if before == self.hub.rights.news:  # else it may have been read a moment too early
                return ticket

    async def _write(self, socket: Socket, serving: "asyncio.Task[Any] | None") -> None:
        try:
            await socket.write()
        except OSError:  # the browser has gone
            pass
        finally:
            self.hub.exit(socket)
            if socket.is_given_up and serving:
                serving.cancel()

    def _is_too_fast(self, streams: int) -> bool:
        now = time.monotonic()
        if now - self._second >= 1:
            self._second, self._frames, self._streams = now, 0, 0
        self._frames, self._streams = self._frames + 1, self._streams + streams
        return self._frames > FRAMES_A_SECOND or self._streams > STREAMS_A_SECOND

    def _complain(self, sentence: Callable[[], str]) -> None:
        self._bad += 1
        if self._bad > BAD_FRAMES:
            return self._refuse(TOO_MANY, sentence)
        if self.socket:
            self.socket.push_frame(t="error", why=said(sentence, self.socket.language))
        return None

    def _refuse(self, code: int, sentence: Callable[[], str]) -> None:
        if self.socket:
            self.socket.send_away(code, said(sentence, self.socket.language))

    def _end(self) -> None:
        if self.socket:
            self.hub.exit(self.socket)
            if self.socket.writer:
                self.socket.writer.cancel()


def _headers(scope: dict[str, Any], name: bytes) -> str:
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1")


def _cookie(scope: dict[str, Any], name: str) -> str:
    return parse_cookie(_headers(scope, b"cookie")).get(name, "")


def _is_ours(scope: dict[str, Any]) -> bool:
    """Returns whether the page that opens the socket is of this site, by scheme, host and port.

    Outside production the site is wherever it was opened: another port, or localhost for 127.0.0.1.
    """
    origin = _headers(scope, b"origin")
    if origin == settings.SITE_URL:
        return True
    scheme = {"ws": "http", "wss": "https"}.get(scope.get("scheme", "ws"), "http")
    return not settings.IS_PRODUCTION and origin == f"{scheme}://{_headers(scope, b'host')}"


def _address(scope: dict[str, Any]) -> str:
    """Returns where a socket comes from; behind nginx, which replaces the header, its X-Real-IP."""
    client = scope.get("client") or ("", 0)
    address = (settings.IS_PRODUCTION and _headers(scope, b"x-real-ip")) or str(client[0])
    # One household or office has a whole /64 of IPv6 addresses.
    return ":".join(address.split(":")[:4]) if ":" in address else address


def _language(scope: dict[str, Any]) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("language", [""])[0]
    return asked if asked in LANGUAGES else settings.LANGUAGE_CODE
