"""What mail servers say of addresses: counting faults, pausing an address, trying it again, and forgetting it."""

from datetime import timedelta

from django.db import transaction

from community.base import clock
from community.letters.faults import HARD
from community.letters.models import Dispatch, DispatchState, MailAddress
from community.letters.streams import streams
from community.people.models import Person

COUNTED_FOR = timedelta(days=14)
PASSING = timedelta(days=1)  # a full mailbox that is tried four times in ten minutes is full once
WATCHED, MANY, OF_EACH = timedelta(hours=1), 10, 4


@transaction.atomic
def count_fault(email: str, *, score: int, words: str) -> MailAddress:
    """Counts a fault against an address and returns what is known of it; from a score of 4 on it is paused.

    Faults that may pass (score 1) count once a day, and are forgotten after fourteen days without a pause.
    """
    now = clock.now()
    MailAddress.objects.get_or_create(email=email.lower(), defaults={"counted_from": now})
    row = MailAddress.objects.select_for_update().get(email=email.lower())
    if now - row.counted_from > COUNTED_FOR and row.paused_at is None:
        row.score, row.counted_from = 0, now
    is_same = score < HARD and row.fault_at is not None and now - row.fault_at < PASSING
    row.score += 0 if is_same else score
    row.fault, row.fault_at = words[:300], row.fault_at if is_same else now
    if row.score >= HARD and row.paused_at is None:
        row.paused_at = now
    row.save()
    return row


def refuses_everybody() -> bool:
    """Returns whether so many addresses were refused for good within an hour that it is hardly about them: ten, and
    more than one for four letters that were taken. A relay or a large provider refuses us then, whatever it says.

    One query, two when there are many.
    """
    since = clock.now() - WATCHED
    refused = MailAddress.objects.filter(paused_at__gt=since).count()
    if refused < MANY:
        return False
    taken = Dispatch.objects.filter(stream__in=list(streams), state=DispatchState.SENT, sent_at__gt=since).count()
    return refused * OF_EACH > taken


@transaction.atomic
def try_again(person: Person) -> bool:
    """Takes mail to a person's address up again, at their wish; returns whether it was paused.

    What waited meanwhile goes out now, one letter for each stream: it tells what holds then.
    """
    found = MailAddress.objects.filter(email=person.email.lower(), paused_at__isnull=False)
    changed = found.update(paused_at=None, score=0, counted_from=clock.now())
    if changed:
        Dispatch.objects.filter(person=person, state=DispatchState.WAITING).update(taken_until=None)
    return bool(changed)


def forget_address(email: str) -> None:
    """Forgets what mail servers said of an address that its person has given up. One query."""
    MailAddress.objects.filter(email=email.lower()).delete()
