"""Asking over HTTP from an event loop, one connection a question: for clients whose servers get killed."""

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.live_posts import CSRF

PATIENCE = 15.0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: str
    location: str = ""


async def ask(port: int, path: str, cookie: str, fields: dict[str, str] | None = None) -> Answer:
    """Returns the answer to a GET, or to a POST when there are fields. Raises OSError when none comes, or not whole."""
    method, body = "GET" if fields is None else "POST", b""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", f"Cookie: {cookie}; csrf={CSRF}"]
    if fields is not None:
        body = urlencode({"csrfmiddlewaretoken": CSRF, **fields}).encode()
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
        lines += ["Accept: application/json"]
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write("\r\n".join([*lines, "", ""]).encode() + body)
                return _taken_apart(await reader.read())
            finally:
                writer.close()
    except TimeoutError as problem:
        raise ConnectionError("no answer in time") from problem


def _taken_apart(data: bytes) -> Answer:
    """Returns status and body; raises ConnectionError for an answer that was cut."""
    head, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        raise ConnectionError("the connection was closed before an answer")
    said = head.lower()
    if b"transfer-encoding: chunked" in said:
        body = _unchunked(body)
    elif b"content-length:" in said:
        wanted = int(said.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(body) < wanted:
            raise ConnectionError("the connection was closed within an answer")
    location = re.search(rb"(?i)\nlocation: *(\S+)", head)
    where = location[1].decode() if location else ""
    return Answer(int(head.split(b" ", 2)[1]), body.decode("utf-8", "replace"), where)


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while True:
        size, line, body = body.partition(b"\r\n")
        if not line:
            raise ConnectionError("the connection was closed within an answer")
        length = int(size, 16)
        if not length:
            return whole
        whole, body = whole + body[:length], body[length + 2 :]
