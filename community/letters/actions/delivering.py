"""Delivery: letters that are due are taken with a lease, composed at once, handed over and recorded one by one.

Any number of workers may do this at once, and any of them may die at any moment: a letter is lost in no case, and is
repeated only where a worker died between the server's 250 and our record of it, under the same Message-ID. No
transaction is open while the mail server is spoken with: on SQLite nobody else could write then.
"""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from community.base import clock
from community.base.rounds import ending
from community.letters.actions.pacing import room_for_one_of, take_turn
from community.letters.actions.posting import Post
from community.letters.actions.recording import (
    give_back,
    let_rest,
    merge_overtaken,
    record_empty,
    record_fault,
    record_sent,
)
from community.letters.faults import Fault, Meaning, our_fault
from community.letters.models import Dispatch
from community.letters.queries.due import due_letters, pausing, still_to_go
from community.letters.streams import Composed, streams

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
SPARE = timedelta(minutes=5)  # of the lease, when a letter is begun: a dialogue waits for a dozen answers, 15 s each


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many letters of a batch the mail server took, and whether it makes sense to go on with others now."""

    sent: int
    goes_on: bool


def deliver_due(*, most: int | None = None) -> int:
    """Delivers what is due, batch by batch, and returns how many letters the mail server took.

    Streams take turns, so that five thousand digests do not hold up a notice. Ends when nothing is due, when the mail
    server cannot be reached (what is left waits), when this minute's limit is reached, or when the process is told to
    end. `most`: about how many, for tests.
    """
    merge_overtaken()
    sent, stream = 0, ""
    while not ending.is_set() and (most is None or sent < most):
        room = room_for_one_of(len(streams))
        batch = take_batch(room, after=stream) if room else []
        if not batch:
            break
        stream = batch[0].stream
        outcome = deliver_batch(batch)
        sent += outcome.sent
        if not outcome.goes_on:
            break
    return sent


@transaction.atomic
def take_batch(most: int, *, after: str = "") -> list[Dispatch]:
    """Returns letters that are due, of one stream, leased to the caller, the longest due first.

    At most so many, and as many as the stream composes at once. The streams that come `after` the named one in the
    order of their registration are asked first. One query for each stream without letters, two for one with some.
    """
    now = clock.now()
    for stream in _in_turn(after):
        rows = due_letters(stream, now).select_for_update(skip_locked=True, of=("self",), no_key=True)
        taken = list(rows.select_related("person")[: min(most, streams[stream].batch)])
        if taken:
            Dispatch.objects.filter(pk__in=[row.pk for row in taken]).update(taken_until=now + LEASE)
            for row in taken:
                row.taken_until = now + LEASE
            return taken
    return []


def _in_turn(after: str) -> list[str]:
    names = list(streams)
    place = names.index(after) + 1 if after in names else 0
    return names[place:] + names[:place]


def deliver_batch(batch: Sequence[Dispatch]) -> Outcome:
    """Composes letters of one stream, hands them over and records each."""
    said = _composed(batch)
    record_empty([row for row in batch if row.pk in said and said[row.pk] is None])
    ready = deque((row, letter) for row in batch if (letter := said.get(row.pk)) is not None)
    sent = 0
    with Post() as post:
        while ready:
            try:
                sent += _deliver(post, *ready[0])
            except _NotNow as stop:
                left = [row for row, _letter in ready if row is not stop.recorded]
                let_rest(left, stop.fault) if stop.fault else give_back(left)
                return Outcome(sent, goes_on=False)
            ready.popleft()
    return Outcome(sent, goes_on=True)


class _NotNow(Exception):
    """No other letter can go out now: no time or room is left, or (`fault`) the mail server is not there.

    `recorded`: the letter with which the connection broke; what becomes of it is written down already.
    """

    def __init__(self, fault: Fault | None = None, *, recorded: Dispatch | None = None) -> None:
        super().__init__(fault.words if fault else "")
        self.fault, self.recorded = fault, recorded
        if fault:
            logger.warning("The mail server took no letters: %s", fault.words)


def _deliver(post: Post, row: Dispatch, letter: Composed) -> bool:
    """Hands over one letter and records it; returns whether the server took it. Raises _NotNow. Six queries."""
    if ending.is_set() or row.taken_until is None or clock.now() > row.taken_until - SPARE:
        raise _NotNow
    address = still_to_go(row)
    if address is None:
        return False
    row.person.email = address
    if fault := post.open():
        raise _NotNow(fault)
    if not take_turn():
        raise _NotNow
    problem = post.hand_over(row, letter)
    if problem is None:
        record_sent(row, letter)
        return True
    record_fault(row, problem)
    if problem.meaning is Meaning.CONNECTION:
        raise _NotNow(problem, recorded=row)
    logger.info("A letter was not taken: %s: %s", row, problem.words)
    return False


def _composed(batch: Sequence[Dispatch]) -> dict[int, Composed | None]:
    """Returns what letters of one stream say now, by id; None for those of people who pause the stream.

    When composing them at once fails, they are composed one by one: those that still fail wait, and are left out.
    """
    stream = batch[0].stream
    resting = pausing(stream, [row.person_id for row in batch], clock.now())
    wanted = [row for row in batch if row.person_id not in resting]
    said: dict[int, Composed | None] = {row.pk: None for row in batch if row.person_id in resting}
    try:
        found = streams[stream].compose(wanted) if wanted else {}
    except Exception:
        logger.exception("Letters of the stream %s could not be composed at once; trying one by one.", stream)
        return said | _composed_singly(wanted)
    return said | {row.pk: found.get(row.pk) for row in wanted}


def _composed_singly(rows: Sequence[Dispatch]) -> dict[int, Composed | None]:
    said: dict[int, Composed | None] = {}
    for row in rows:
        try:
            said[row.pk] = streams[row.stream].compose([row]).get(row.pk)
        except Exception as problem:
            logger.exception("A letter could not be composed: %s", row)
            record_fault(row, our_fault(problem))
    return said
