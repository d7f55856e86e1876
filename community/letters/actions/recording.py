"""What becomes of a letter, written down: sent, nothing to say, refused, or left alone for a while."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from community.base import clock
from community.letters.actions.addresses import count_fault, refuses_everybody
from community.letters.faults import HARD, Fault, Meaning
from community.letters.models import Dispatch, DispatchState
from community.letters.queries.due import overtaken
from community.letters.streams import Composed, streams
from community.letters.tokens import message_id

logger = logging.getLogger(__name__)
LONGEST_PAUSE = timedelta(hours=1)
MOST_TRIES = 100  # at pauses of 1, 2, 4 … 60 minutes these are four days
SHORTEST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=10)  # how long letters wait, at most, once the mail server is there again


def record_sent(row: Dispatch, letter: Composed) -> None:
    """Records a letter that the server has taken. Nothing comes between its 250 and this but the way here.

    What the stream does then cannot undo it: a letter that is not recorded would go out again and again.
    """
    with transaction.atomic():
        Dispatch.objects.filter(pk=row.pk).update(
            state=DispatchState.SENT, taken_until=None, sent_at=clock.now(), fault="",
            message_id=message_id(row.person_id, row.stream, row.key),
        )  # fmt: skip
        try:
            with transaction.atomic():
                streams[row.stream].sent(row, letter)
        except Exception:
            logger.exception("The stream %s could not remember what it sent: %s", row.stream, row)


def record_empty(rows: Sequence[Dispatch]) -> None:
    """Records letters that have nothing to say. One query, none for no letters."""
    if rows:
        _still(rows).update(state=DispatchState.EMPTY, taken_until=None)


@transaction.atomic
def record_fault(row: Dispatch, fault: Fault) -> None:
    """Counts a fault against the address where it is one of the address; gives the letter up, or lets it wait.

    It waits 1, 2, 4 … 60 minutes, by how often it was tried; so it does where everybody is refused at once, and no
    more addresses are paused then.
    """
    if fault.score >= HARD and refuses_everybody():
        logger.error("Very many addresses were refused within an hour, so no more are paused: %s", fault.words)
        fault = Fault(Meaning.LATER, fault.words)
    if fault.score:
        count_fault(row.person.email, score=fault.score, words=fault.words)
    if fault.meaning is Meaning.GIVEN_UP or row.tries + 1 >= MOST_TRIES:
        state, until = DispatchState.FAILED, None
    else:
        pause = min(timedelta(minutes=2 ** min(row.tries, 6)), LONGEST_PAUSE)
        state, until = DispatchState.WAITING, clock.now() + pause
    _still([row]).update(state=state, taken_until=until, tries=F("tries") + 1, fault=fault.words[:300])


def let_rest(rows: Sequence[Dispatch], fault: Fault) -> None:
    """Lets letters, the longest due first, wait because the mail server is not there: half of the time that it is late.

    That is a minute at first and ten at most, needs no counter, and is no fault of theirs. One query.
    """
    if not rows:
        return
    now = clock.now()
    rest = min(max((now - rows[0].due_at) / 2, SHORTEST_REST), LONGEST_REST)
    _still(rows).update(taken_until=now + rest, fault=fault.words[:300])


def give_back(rows: Sequence[Dispatch]) -> None:
    """Ends the lease of letters that were not come to. One query, none for no letters."""
    if rows:
        _still(rows).update(taken_until=None)


def merge_overtaken() -> int:
    """Ends letters that a later one overtakes, and returns how many. One query.

    After an outage, or when an address is taken up again, nobody gets four weekly letters.
    """
    now = clock.now()
    waiting = Dispatch.objects.filter(Q(taken_until=None) | Q(taken_until__lt=now), overtaken(now), due_at__lte=now)
    return waiting.filter(state=DispatchState.WAITING).update(state=DispatchState.MERGED, taken_until=None)


def _still(rows: Sequence[Dispatch]) -> QuerySet[Dispatch]:
    """Returns these letters as far as they wait: stopping a stream ends them even while a worker holds them."""
    return Dispatch.objects.filter(pk__in=[row.pk for row in rows], state=DispatchState.WAITING)
