"""What our fan-out is compared with: a bare ASGI application that keeps one set of sockets and sends to each in turn.

No rooms, no permissions, nothing bounded: `uvicorn bench.live_plain:application`. The frames are as large as ours.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
STREAM = "bench:1"

room: set[Send] = set()
head = 0


def frame(number: int, size: int) -> str:
    """Returns an event frame of about that many bytes, as ours look."""
    start = {"t": "event", "s": STREAM, "n": number, "k": "bench.tick", "id": number, "by": None}
    text = "x" * max(0, size - 150)
    moment = round(time.time() * 1000)
    return json.dumps({**start, "at": moment, "parts": {f"post-{number}": text}, "facts": {}}, separators=(",", ":"))


def followed() -> str:
    """Returns the answer to a wish to follow: from now on."""
    return json.dumps({"t": "followed", "s": STREAM, "n": head}, separators=(",", ":"))


def asked_for(scope: dict[str, Any]) -> tuple[int, int]:
    """Returns how many events of which size a request to /bench/emit asks for."""
    query = parse_qs(scope["query_string"].decode())
    return int(query["count"][0]), int(query["size"][0])


async def answer(send: Send, number: int) -> None:
    """Answers a request to /bench/emit with the number of the newest event."""
    body = json.dumps({"n": number}).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serves sockets, and POST /bench/emit?count=8&size=2000."""
    if scope["type"] == "websocket":
        await _socket(receive, send)
    elif scope["type"] == "http":
        await _emit(*asked_for(scope))
        await answer(send, head)


_in_turn = asyncio.Lock()


async def _emit(count: int, size: int) -> None:
    global head
    async with _in_turn:
        for _event in range(count):
            head += 1
            message = {"type": "websocket.send", "text": frame(head, size)}
            for send in list(room):
                await send(message)


async def _socket(receive: Receive, send: Send) -> None:
    await send({"type": "websocket.accept"})
    try:
        while (await receive())["type"] != "websocket.disconnect":
            room.add(send)
            await send({"type": "websocket.send", "text": followed()})
    finally:
        room.discard(send)
