"""The hint bus: whoever commits publishes, whoever holds sockets listens. Losing a hint costs time, never an event."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings

from community.live.bus.in_process import local
from community.live.bus.redis import RedisPublisher
from community.live.hints import Hint

__all__ = ["local", "publish"]


def publish(hints: Sequence[Hint]) -> None:
    """Sends hints to the hub of this process and, with Redis, to those of the others. Never raises, never waits long.

    A hub that gets a hint by both ways drops the second by its number.
    """
    hints = [hint.sent_now() for hint in hints]
    local.publish(hints)
    if settings.LIVE_REDIS_URL:
        _publisher(settings.LIVE_REDIS_URL).publish(hints)


@cache
def _publisher(url: str) -> RedisPublisher:
    return RedisPublisher(url)
