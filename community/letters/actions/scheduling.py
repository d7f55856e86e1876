"""Putting letters into the queue: once each, whoever asks and however often."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from community.base import clock
from community.letters.models import Dispatch, DispatchState

KEPT_FOR = timedelta(days=400)
HOPELESS_AFTER = timedelta(days=30)


def schedule_letters(stream: str, rows: Iterable[tuple[int, str, datetime]]) -> int:
    """Puts letters into the queue: (id of the person, key, when it is due); returns how many rows were offered.

    Those whose key is there already stay as they are. One query for a thousand.
    """
    made = [Dispatch(person_id=pk, stream=stream, key=key, due_at=due) for pk, key, due in rows]
    Dispatch.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)
    return len(made)


def drop_hopeless() -> int:
    """Gives up letters that have waited for thirty days (a paused address, a closed account), and forgets very old ones.

    Returns how many were given up or forgotten.
    """
    now = clock.now()
    waiting = Dispatch.objects.filter(state=DispatchState.WAITING, made_at__lt=now - HOPELESS_AFTER)
    given_up = waiting.update(state=DispatchState.FAILED, taken_until=None)
    forgotten, _by_model = Dispatch.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    return given_up + forgotten
