"""Putting letters into the queue, once each, whoever asks and however often; and tidying it up."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from community.base import clock
from community.letters.models import Dispatch, DispatchState, MailAddress, Pause, Unsubscription
from community.people.models import Person

_AT_ONCE = 1000  # rows of one statement: PostgreSQL takes 65,535 values, and a letter has eleven columns
KEPT_FOR = timedelta(days=100)
UNSUBSCRIPTIONS_KEPT_FOR = timedelta(days=400)
HOPELESS_AFTER = timedelta(days=30)


def schedule_letters(stream: str, rows: Iterable[tuple[int, str, datetime]]) -> int:
    """Puts letters into the queue: (id of the person, key, when it is due); returns how many rows were offered.

    Those whose key is there already stay as they are. One query for a thousand (on SQLite: ninety).
    """
    made = [Dispatch(person_id=pk, stream=stream, key=key, due_at=due) for pk, key, due in rows]
    Dispatch.objects.bulk_create(made, ignore_conflicts=True, batch_size=_AT_ONCE)
    return len(made)


def drop_hopeless() -> int:
    """Ends letters that wait for closed accounts, and gives up those that have waited for thirty days.

    Forgets letters after a hundred days, and addresses of nobody who has an account. Returns how many of all these.
    """
    now = clock.now()
    closed = Dispatch.objects.filter(state=DispatchState.WAITING, person__is_active=False)
    ended = closed.update(state=DispatchState.EMPTY, taken_until=None)
    waiting = Dispatch.objects.filter(state=DispatchState.WAITING, due_at__lt=now - HOPELESS_AFTER)
    given_up = waiting.update(state=DispatchState.FAILED, taken_until=None)
    theirs = Person.objects.annotate(small=Lower("email")).filter(small=OuterRef("email"), is_active=True)
    old = (
        Dispatch.objects.filter(due_at__lt=now - KEPT_FOR),
        MailAddress.objects.exclude(Exists(theirs)),
        Pause.objects.filter(until__lt=now),
        Unsubscription.objects.filter(at__lt=now - UNSUBSCRIPTIONS_KEPT_FOR),
    )
    return ended + given_up + sum(rows.delete()[0] for rows in old)
