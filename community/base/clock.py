"""The moment at which things are said to happen. Always now, except while the demo replays its past."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_replayed: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def now() -> datetime:
    """Returns the current moment with its time zone, or the one being replayed."""
    return _replayed.get() or timezone.now()


@contextmanager
def replaying(moment: datetime) -> Iterator[None]:
    """Makes everything inside happen at this moment, in this thread only."""
    token = _replayed.set(moment)
    try:
        yield
    finally:
        _replayed.reset(token)
