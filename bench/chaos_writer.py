"""A writer as a browser's outbox is one: the same key again and again, to whatever server lives, until acknowledged."""

import asyncio
import contextlib
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bench.chaos_http import Answer, ask
from bench.live_posts import text

_DONE = (200, 201, 302)


@dataclass
class Sent:
    """A reply that was acknowledged."""

    key: str
    mark: str
    post: int = 0
    version: int = 1
    is_deleted: bool = False


class Writer:
    """One person who replies, and edits and deletes what they wrote."""

    def __init__(self, person: tuple[int, str], threads: list[int], ports: Callable[[], list[int]]) -> None:
        self.person_id, self.cookie = person
        self.threads, self.ports = threads, ports
        self.sent: list[Sent] = []
        self.is_over = asyncio.Event()
        self.retried = self.edited = self.deleted = 0
        self.trouble: list[str] = []
        self._rnd = random.Random(self.person_id)

    async def write(self, pause: float) -> None:
        """Writes every `pause` seconds on average until it is over, and finishes what was begun."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.is_over.wait(), self._rnd.expovariate(1 / pause))
                return
            own = [sent for sent in self.sent if sent.post and not sent.is_deleted]
            chance = self._rnd.random()
            if own and chance < 0.1:
                await self._delete(self._rnd.choice(own))
            elif own and chance < 0.25:
                await self._edit(self._rnd.choice(own))
            else:
                await self._reply()

    def _mark(self, serial: int, version: int) -> str:
        return f"c{self.person_id}s{serial}v{version}e"

    async def _reply(self) -> None:
        key, mark = str(uuid.uuid4()), self._mark(len(self.sent) + 1, 1)
        words = f"{mark} {text(self._rnd, 25)}"
        answer = await self._insist(f"/odpowiedz/{self._rnd.choice(self.threads)}/", {"text": words, "key": key})
        if answer.status in _DONE:
            post = json.loads(answer.body)["id"] if answer.status == 201 else 0
            self.sent.append(Sent(key, mark, post))

    async def _edit(self, sent: Sent) -> None:
        serial, version = self.sent.index(sent) + 1, sent.version + 1
        words = f"{self._mark(serial, version)} {text(self._rnd, 25)}"
        fields = {"text": words, "version": str(sent.version)}
        answer = await self._insist(f"/wpisy/{sent.post}/edytuj/", fields)
        if answer.status in _DONE:
            sent.mark, sent.version, self.edited = self._mark(serial, version), version, self.edited + 1

    async def _delete(self, sent: Sent) -> None:
        answer = await self._insist(f"/wpisy/{sent.post}/usun/", {"sure": "1"}, also=403)
        if answer.status in (*_DONE, 403):  # 403: it was deleted already, only the answer was lost
            sent.is_deleted, self.deleted = True, self.deleted + 1

    async def _insist(self, path: str, fields: dict[str, str], also: int = 0) -> Answer:
        """Returns the first answer that says whether it was done."""
        while True:
            try:
                answer = await ask(random.choice(self.ports() or [1]), path, self.cookie, fields)
            except OSError:
                answer = Answer(503, "")
            if answer.status < 500 and answer.status != 429:
                if answer.status not in (*_DONE, also) or "login" in answer.location:
                    self.trouble.append(f"{path}: {answer.status} {answer.body[:80]}")
                return answer
            self.retried += 1
            await asyncio.sleep(0.2 + random.random())
