"""A WebSocket client that costs next to nothing, so that a thousand of them are not what is measured.

It speaks as much of RFC 6455 as our server does: whole text messages, ping, close. What messages mean is for others.
"""

import asyncio
import base64
import os
import resource
import socket
from collections.abc import Callable
from typing import TypeVar, cast

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
GONE = 1006  # the connection ended without a word


class NotOpened(ConnectionError):
    """The server answered the handshake with something other than 101; the message is its first line."""


class Socket(asyncio.Protocol):
    """One connection. `message` gets a buffer and where in it a message lies; `closed` is the close code at the end."""

    def __init__(self, port: int, cookie: str = "", origin: str = "") -> None:
        loop = asyncio.get_running_loop()
        self.port, self.cookie, self.origin = port, cookie, origin
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()
        self.transport: asyncio.Transport
        self._rest = b""
        self._is_open = False

    def message(self, data: bytes, start: int, stop: int) -> None:
        """Called for every text message; nothing is copied out of the buffer before."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks for the upgrade."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        key = base64.b64encode(os.urandom(16)).decode()
        lines = ["GET /live/ws HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        lines += [f"Origin: {self.origin}"] if self.origin else []
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        self.transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        """Cuts what came into messages; what is not whole yet waits for the rest."""
        if self._rest:
            data = self._rest + data
            self._rest = b""
        place, end = 0, len(data)
        if not self._is_open:
            place = self._shake_hands(data)
        while self._is_open and place + 2 <= end:
            length, start = data[place + 1], place + 2
            if length >= 126:
                start = place + (4 if length == 126 else 10)
                length = int.from_bytes(data[place + 2 : start], "big")
            if start + length > end:
                break
            if data[place] == 0x80 | _TEXT:
                self.message(data, start, start + length)
            else:
                self._control(data[place] & 15, data[start : start + length])
            place = start + length
        self._rest = data[place:]

    def _shake_hands(self, data: bytes) -> int:
        """Returns where the first frame begins: behind the server's answer, or at its beginning while that is cut."""
        place = data.find(b"\r\n\r\n")
        if place < 0:
            return 0
        if not data.startswith(b"HTTP/1.1 101"):
            self._fail(NotOpened(data.split(b"\r\n", 1)[0].decode("latin-1")))
            self.transport.abort()
            return 0
        self._is_open = True
        self.opened.set_result(None)
        return place + 4

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING:
            self._write(_PONG, payload)
        elif opcode == _CLOSE:
            code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else 1005
            if not self.closed.done():
                self.closed.set_result(code)
            self._write(_CLOSE, payload[:2])
            self.transport.close()
        elif opcode != _PONG:
            raise ConnectionError(f"The server sent a frame of kind {opcode}, which it never should.")

    def connection_lost(self, exc: Exception | None) -> None:
        """Wakes up who waits for this socket."""
        self._fail(NotOpened("closed before it was open"))
        if not self.closed.done():
            self.closed.set_result(GONE)

    def _fail(self, problem: Exception) -> None:
        if not self.opened.done():
            self.opened.set_exception(problem)
            self.opened.exception()  # nobody may be waiting any more

    def send(self, text: str) -> None:
        """Sends one text message; into nothing when the connection is gone."""
        self._write(_TEXT, text.encode())

    def _write(self, opcode: int, payload: bytes) -> None:
        if self.transport.is_closing():
            return
        length = len(payload)
        head = bytes([0x80 | opcode, 0x80 | length] if length < 126 else [0x80 | opcode, 0xFE])
        size = b"" if length < 126 else length.to_bytes(2, "big")
        key = os.urandom(4)
        stream = (key * (length // 4 + 1))[:length]
        masked = int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")
        self.transport.write(head + size + key + masked.to_bytes(length, "big"))


Kind = TypeVar("Kind", bound=Socket)


async def open_socket(made: Callable[[], Kind], port: int, *, receive_buffer: int = 0) -> Kind:
    """Returns an open socket; raises OSError (NotOpened among them) when that fails within ten seconds."""
    plain = socket.socket()
    plain.setblocking(False)
    if receive_buffer:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    loop = asyncio.get_running_loop()
    transport = None
    try:
        async with asyncio.timeout(10):
            await loop.sock_connect(plain, ("127.0.0.1", port))
            transport, opened = await loop.create_connection(made, sock=plain)
            await opened.opened
    except BaseException:
        (transport.abort if transport else plain.close)()
        raise
    return opened


def raise_file_limit(wanted: int = 16_384) -> None:
    """Lets this process, and what it starts, have so many files open, as far as we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard) if hard > 0 else wanted, hard))
