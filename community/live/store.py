"""The database as the hub sees it: a few questions, asked on threads of their own so that no socket waits."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from django.db import close_old_connections

from community.live import frames, queries
from community.live.actions import prune_events
from community.live.kinds import NOBODY, Happening, Readers, Shown, View, person_parts, stream_kinds
from community.live.tickets import Ticket, read_tickets

Answer = TypeVar("Answer")
THREADS = 4


class Store(Protocol):
    """What a hub asks. The real one is `Database`; the property test has one that loses nothing but is slow."""

    async def heads(self, keys: Collection[str]) -> dict[str, int]: ...
    async def events(self, key: str, after: int, limit: int) -> list[Happening]: ...
    async def readers(self, key: str, person_ids: Collection[int]) -> Readers: ...
    async def show(self, key: str, happenings: Sequence[Happening], view: View) -> list[Shown]: ...
    async def parts(self, name: str, person_ids: Collection[int], language: str) -> Mapping[int, dict[str, str]]: ...
    async def tickets(self, session_keys: Collection[str]) -> dict[str, Ticket]: ...
    async def prune(self) -> int: ...
    def close(self) -> None: ...


def readers_of(key: str, person_ids: Collection[int]) -> Readers:
    """Returns who of these people, and whether visitors, may follow a stream; nobody when there is none."""
    kind, _, ident = key.partition(":")
    return stream_kinds[kind].readers(ident, person_ids) if kind in stream_kinds else NOBODY


class Database:
    """Asks the database, a few questions at a time, each on a thread that keeps its connection."""

    def __init__(self) -> None:
        self._asking = ThreadPoolExecutor(THREADS, thread_name_prefix="live-ask")
        self._drawing = ThreadPoolExecutor(THREADS, thread_name_prefix="live-draw")

    async def _ask(self, question: Callable[..., Answer], *arguments: object) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._asking, _answered, question, arguments)

    async def _draw(self, question: Callable[..., Answer], *arguments: object) -> Answer:
        """Asks beside the rest: a thousand who come back and ask for their rights must not hold up what is new."""
        return await asyncio.get_running_loop().run_in_executor(self._drawing, _answered, question, arguments)

    async def heads(self, keys: Collection[str]) -> dict[str, int]:
        """Returns the head of each stream."""
        return await self._ask(queries.heads_of, keys)

    async def events(self, key: str, after: int, limit: int) -> list[Happening]:
        """Returns the events of a stream beyond a number."""
        return await self._draw(lambda: queries.events_after(key, after, limit=limit))

    async def readers(self, key: str, person_ids: Collection[int]) -> Readers:
        """Returns who may follow a stream, as the rules say now."""
        return await self._ask(readers_of, key, person_ids)

    async def show(self, key: str, happenings: Sequence[Happening], view: View) -> list[Shown]:
        """Returns what happenings change on a page."""
        return await self._draw(frames.render, key, happenings, view)

    async def parts(self, name: str, person_ids: Collection[int], language: str) -> Mapping[int, dict[str, str]]:
        """Returns people's own parts of a page."""
        return await self._ask(person_parts[name], person_ids, language)

    async def tickets(self, session_keys: Collection[str]) -> dict[str, Ticket]:
        """Returns the sessions that still hold."""
        return await self._ask(read_tickets, session_keys)

    async def prune(self) -> int:
        """Deletes old events and returns how many."""
        return await self._ask(prune_events)

    def close(self) -> None:
        """Lets the threads finish; what was asked and not begun is dropped."""
        for threads in (self._asking, self._drawing):
            threads.shutdown(wait=False, cancel_futures=True)


def _answered(question: Callable[..., Answer], arguments: tuple[object, ...]) -> Answer:
    close_old_connections()
    try:
        return question(*arguments)
    finally:
        close_old_connections()
