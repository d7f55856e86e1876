"""The site with one more kind of stream, “bench”, that can be made to happen as often as one likes.

`uvicorn bench.live_site:application`. POST /bench/emit?count=8&size=2000, from this machine only, commits so many
events one by one; each takes the way that a reply takes after its commit. `stream` chooses another stream.
"""

import asyncio
import contextlib
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

from django.db import transaction

from bench.live_plain import STREAM, Receive, Send, answer, asked_for
from community.asgi import application as site  # sets Django up, so it stands before the models
from community.live.actions import Change, emit_all
from community.live.kinds import Happening, Readers, Shown, StreamKind, View, stream_kinds
from community.live.models import Stream

_size = 2_000
_thread = ThreadPoolExecutor(1)  # keeps its connection


def _readers(_ident: str, people: Collection[int]) -> Readers:
    return Readers(visitors=True, people=frozenset(people))


def _show(_ident: str, happenings: Sequence[Happening], _view: View) -> list[Shown]:
    text = "x" * max(0, _size - 150)
    return [Shown(parts={f"post-{one.object_id}": text}) for one in happenings]


stream_kinds.register("bench", StreamKind(readers=_readers, show=_show))


def _emit(stream: str, count: int, size: int) -> int:
    """Commits events one by one and returns the number of the newest."""
    global _size
    _size = size
    for number in range(count):
        with transaction.atomic():
            emit_all([Change(stream, "bench.tick", number)])
    return Stream.objects.get(key=stream).head


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serves the site, and the door of the bench."""
    if scope["type"] != "http" or scope["path"] != "/bench/emit":
        await site(scope, receive, send)
        return
    client = scope.get("client") or ("",)
    with contextlib.suppress(KeyError, ValueError):
        if client[0] == "127.0.0.1":
            count, size = asked_for(scope)
            stream = parse_qs(scope["query_string"].decode()).get("stream", [STREAM])[0]
            loop = asyncio.get_running_loop()
            await answer(send, await loop.run_in_executor(_thread, _emit, stream, count, size))
