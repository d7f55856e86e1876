"""Delivery: letters that are due are taken with a lease, composed at once, handed over and recorded one by one.

Any number of workers may do this at once, and any of them may die at any moment: a letter is lost in no case, and is
repeated only where a worker died between the server's 250 and our record of it, under the same Message-ID.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q

from community.base import clock
from community.letters.actions.addresses import count_fault
from community.letters.faults import Fault, Meaning, fault_of
from community.letters.links import links_for
from community.letters.models import Dispatch, DispatchState, MailAddress, Minute
from community.letters.streams import Composed, streams
from community.letters.tokens import message_id, thread_id

logger = logging.getLogger(__name__)
BATCH = 50
LEASE = timedelta(minutes=5)
SPARE = timedelta(minutes=1)  # of the lease, left when a letter is begun
GIVEN_UP_AFTER = timedelta(days=4)
LONGEST_PAUSE = timedelta(hours=1)


class ConnectionFault(Exception):
    """The mail server cannot be reached, or speaks with nobody now."""


def deliver_due(*, most: int | None = None) -> int:
    """Delivers what is due, batch by batch, and returns how many letters the mail server took.

    Ends when nothing is due, when the mail server cannot be reached (what is left waits), or when this minute's limit
    is reached. `most`: about how many, for tests.
    """
    sent = 0
    while most is None or sent < most:
        room = _room_now()
        batch = take_batch(min(BATCH, room)) if room else []
        if not batch:
            break
        try:
            sent += deliver_batch(batch)
        except ConnectionFault as fault:
            logger.warning("The mail server took no letters: %s", fault)
            break
    return sent


@transaction.atomic
def take_batch(size: int) -> list[Dispatch]:
    """Returns letters that are due, leased to the caller, of one stream at most, the longest due first.

    Paused addresses and closed accounts are passed over; what waits for them is dropped by `drop_hopeless`.
    """
    now = clock.now()
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    rows = Dispatch.objects.filter(free, state=DispatchState.WAITING, due_at__lte=now, person__is_active=True)
    paused = MailAddress.objects.filter(paused_at__isnull=False).values("email")
    rows = rows.exclude(person__email__in=paused).order_by("due_at", "pk")
    first = rows.first()
    if first is None:
        return []
    same = rows.filter(stream=first.stream).select_for_update(skip_locked=True, of=("self",), no_key=True)
    taken = list(same.select_related("person")[:size])
    Dispatch.objects.filter(pk__in=[row.pk for row in taken]).update(taken_until=now + LEASE)
    for row in taken:
        row.taken_until = now + LEASE
    return taken


def deliver_batch(batch: Sequence[Dispatch]) -> int:
    """Composes letters of one stream, hands them over and records each; returns how many the mail server took.

    Raises ConnectionFault; what was not handed over then waits, a while longer each time.
    """
    composed = streams[batch[0].stream].compose(batch)
    sent = 0
    with _Post() as post:
        for place, row in enumerate(batch):
            letter = composed.get(row.pk)
            if letter is None:
                _record(row, DispatchState.EMPTY)
                continue
            if row.taken_until is None or clock.now() > row.taken_until - SPARE:
                break  # somebody else may have it by now
            problem = post.hand_over(row, letter)
            if problem is None:
                _record(row, DispatchState.SENT, letter)
                sent += 1
            elif problem.meaning is Meaning.CONNECTION:
                _put_off(batch[place:], problem)
                raise ConnectionFault(problem.words)
            else:
                _record_fault(row, problem)
    return sent


class _Post:
    """One connection to the mail server, opened with the first letter and closed with the batch."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend = get_connection()

    def __enter__(self) -> "_Post":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.connection.close()

    def hand_over(self, row: Dispatch, letter: Composed) -> Fault | None:
        """Sends a letter; returns what went wrong, or None once the server has taken it."""
        try:
            mail = mail_of(row, letter)
            mail.connection = self.connection
            mail.send()
        except Exception as problem:  # whatever it is, the other letters of the batch go on
            fault = fault_of(problem)
            if fault.meaning is not Meaning.CONNECTION:
                logger.info("A letter was not taken: %s: %s", row, fault.words)
            return fault
        return None


def mail_of(row: Dispatch, letter: Composed) -> EmailMultiAlternatives:
    """Returns a letter with the headers by which mail programs know what it is and how one stops it (RFC 8058)."""
    stream, person = streams[row.stream], row.person
    stop = links_for(person, row.stream).stop
    headers = {
        "Message-ID": message_id(person.pk, row.stream, row.key),
        "List-Id": f"<{stream.list_id}.{settings.MAIL_DOMAIN}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.thread:
        root = thread_id(person.pk, letter.thread)
        headers |= {"References": root, "In-Reply-To": root}
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[person.email], headers=headers)
    mail.attach_alternative(letter.html, "text/html")
    return mail


def _record(row: Dispatch, state: DispatchState, letter: Composed | None = None) -> None:
    """Records what became of a letter. Nothing comes between the server's 250 and this but the way here."""
    now = clock.now()
    with transaction.atomic():
        Dispatch.objects.filter(pk=row.pk).update(
            state=state, taken_until=None, sent_at=now if letter else None, fault="",
            message_id=message_id(row.person_id, row.stream, row.key) if letter else "",
        )  # fmt: skip
        if letter is not None:
            streams[row.stream].sent(row, letter)
            _count(now)


def _record_fault(row: Dispatch, fault: Fault) -> None:
    if fault.score:
        count_fault(row.person.email, score=fault.score, words=fault.words)
    if fault.meaning is Meaning.GIVEN_UP or clock.now() - row.made_at > GIVEN_UP_AFTER:
        Dispatch.objects.filter(pk=row.pk).update(
            state=DispatchState.FAILED, taken_until=None, fault=fault.words[:300], tries=F("tries") + 1
        )
    else:
        _put_off([row], fault)


def _put_off(rows: Iterable[Dispatch], fault: Fault) -> None:
    """Lets letters wait: 1, 2, 4 … 60 minutes, by how often each was tried."""
    now, by_pause = clock.now(), defaultdict[timedelta, list[int]](list)
    for row in rows:
        by_pause[min(timedelta(minutes=2 ** min(row.tries, 6)), LONGEST_PAUSE)].append(row.pk)
    for pause, ids in by_pause.items():
        Dispatch.objects.filter(pk__in=ids).update(
            due_at=now + pause, taken_until=None, fault=fault.words[:300], tries=F("tries") + 1
        )


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _room_now() -> int:
    """Returns how many letters may still go out in this minute, by all workers together."""
    sent = Minute.objects.filter(at=_minute(clock.now())).values_list("sent", flat=True).first() or 0
    return max(0, settings.LETTERS_A_MINUTE - sent)


def _count(at: datetime) -> None:
    minute = _minute(at)
    if not Minute.objects.filter(at=minute).update(sent=F("sent") + 1):
        _row, is_new = Minute.objects.get_or_create(at=minute, defaults={"sent": 1})
        if is_new:
            transaction.on_commit(partial(Minute.objects.filter(at__lt=minute - timedelta(hours=1)).delete))
        else:
            Minute.objects.filter(at=minute).update(sent=F("sent") + 1)
