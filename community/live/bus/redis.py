"""Hints between processes, over Redis pub/sub. A dead Redis slows nobody down and stops nothing.

Redis knows no databases in pub/sub, so the topics carry a mark of the site: two sites may share one server.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from zlib import crc32

import redis
import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from community.live.hints import PEOPLE, Hint, decoded

logger = logging.getLogger(__name__)

PATIENCE = 0.25
REST = 2.0
LONGEST_REST = 5.0


def channel_of(topic: str) -> str:
    """Returns the Redis channel of a topic of this site."""
    return f"live:{crc32(settings.SITE_URL.encode()):08x}:{topic}"


class RedisPublisher:
    """Publishes from threads that answer pages. After a failure it rests, so that a dead Redis costs little."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._taken_until = 0.0

    def publish(self, hints: Sequence[Hint]) -> None:
        """Sends all of them in one round trip; without Redis they are lost, and said to be every two seconds."""
        if time.monotonic() < self._taken_until:
            return
        try:
            with self._redis.pipeline(transaction=False) as together:
                for hint in hints:
                    together.publish(channel_of(hint.topic), hint.encoded())
                together.execute()
        except (RedisError, OSError) as problem:
            self._taken_until = time.monotonic() + REST
            logger.warning("Live hints cannot be sent, pages will lag by seconds: %s", problem)


class RedisListener:
    """Listens on the event loop of a hub, to the topics that somebody there follows."""

    def __init__(self, url: str, receive: Callable[[Hint], None], back_again: Callable[[], None]) -> None:
        self._url, self._receive, self._back_again = url, receive, back_again
        self._topics: set[str] = {PEOPLE}
        self._changes: asyncio.Queue[tuple[bool, str]] = asyncio.Queue()

    def follow(self, topic: str) -> None:
        """Hears this topic from now on."""
        if topic not in self._topics:
            self._topics.add(topic)
            self._changes.put_nowait((True, topic))

    def leave(self, topic: str) -> None:
        """Hears it no longer."""
        if topic in self._topics and topic != PEOPLE:
            self._topics.discard(topic)
            self._changes.put_nowait((False, topic))

    async def run(self) -> None:
        """Listens until cancelled; connects again after every loss, and says so, since hints were missed."""
        rest = 0.1
        while True:
            try:
                async with (
                    redis.asyncio.Redis.from_url(
                        self._url, socket_connect_timeout=2, health_check_interval=15
                    ) as connection,
                    connection.pubsub(ignore_subscribe_messages=True) as pubsub,
                ):
                    await pubsub.subscribe(*map(channel_of, self._topics))
                    rest = 0.1
                    self._back_again()
                    await self._listen(pubsub)
            except Exception as problem:
                logger.warning("Live hints cannot be heard, trying again: %s", problem)
                await asyncio.sleep(rest)
                rest = min(LONGEST_REST, rest * 2)

    async def _listen(self, pubsub: "redis.asyncio.client.PubSub") -> None:
        changing = asyncio.create_task(self._change(pubsub))
        try:
            while not changing.done():
                message = await pubsub.get_message(timeout=1.0)
                hint = decoded(message["data"]) if message else None
                if hint:
                    self._receive(hint)
            changing.result()
        finally:
            changing.cancel()
            with contextlib.suppress(asyncio.CancelledError, RedisError, OSError):
                await changing

    async def _change(self, pubsub: "redis.asyncio.client.PubSub") -> None:
        while True:
            wanted = await self._changes.get()
            batch = [wanted, *_drained(self._changes)]
            now = {topic: is_followed for is_followed, topic in batch}
            followed = [channel_of(topic) for topic, is_followed in now.items() if is_followed]
            left = [channel_of(topic) for topic, is_followed in now.items() if not is_followed]
            if followed:
                await pubsub.subscribe(*followed)
                self._back_again()  # what came between reading the head and hearing hints was missed
            if left:
                await pubsub.unsubscribe(*left)


def _drained(queue: "asyncio.Queue[tuple[bool, str]]") -> Iterable[tuple[bool, str]]:
    while not queue.empty():
        yield queue.get_nowait()
