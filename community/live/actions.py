"""emit_all: writes what changed into its streams, as the last step of an action's transaction.

Also the signals that are not stored: a person's own parts changed, rights changed, a session ended.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction

from community.base import clock
from community.live import hints
from community.live.bus import publish
from community.live.hints import Hint
from community.live.limits import KEEP_DAYS
from community.live.models import Event, Stream

_PRUNED_AT_ONCE = 1000


@dataclass(frozen=True)
class Change:
    """Something happened to an object in a stream, for example ("thread:5", "post.added", 812)."""

    stream: str
    kind: str
    object_id: int


def emit_all(changes: Iterable[Change], *, actor_id: int | None = None) -> None:
    """Numbers the changes in their streams. Call it once, last, inside the action's transaction.

    Stream rows are locked in ascending key order, so that concurrent actions cannot deadlock; the row lock makes
    commit order the order of numbers, and a rollback leaves no hole. Raises TransactionManagementError outside
    a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("emit_all() closes a transaction and needs one.")
    by_stream: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_stream[change.stream].append(change)
    events: list[Event] = []
    told: list[Hint] = []
    for key in sorted(by_stream):
        stream_id, head = _advance(key, len(by_stream[key]))
        numbered = list(enumerate(by_stream[key], head - len(by_stream[key]) + 1))
        events += [
            Event(stream_id=stream_id, seq=seq, kind=change.kind, object_id=change.object_id, actor_id=actor_id)
            for seq, change in numbered
        ]
        told.append(hints.happened(key, [(seq, c.kind, c.object_id) for seq, c in numbered], actor_id))
    if events:
        Event.objects.bulk_create(events)
        _after_commit(told)


def person_changed(name: str, person_ids: Iterable[int]) -> None:
    """Brings the parts registered as `name` (see kinds.person_parts) up to date on these people's open pages.

    Leaves after commit, as an unstored signal: no row of anybody is locked for it.
    """
    people = sorted(set(person_ids))
    if people:
        _after_commit([hints.parts_changed(name, people)])


def recheck_people(person_ids: Iterable[int]) -> None:
    """Makes the open sockets of these people prove session, account and every stream again, after commit.

    Call it when a membership ends or changes, an account is closed, or a password changes.
    """
    people = sorted(set(person_ids))
    if people:
        _after_commit([hints.recheck(people)])


def recheck_stream(key: str) -> None:
    """Makes everybody who follows a stream, visitors too, prove their rights again, after commit.

    Call it, before `emit_all`, when what the stream is about gets other readers.
    """
    _after_commit([hints.recheck_stream(key)])


def redraw_names() -> None:
    """Makes hubs draw anew, after commit, what they kept for those who come back: a name or a picture changed."""
    _after_commit([hints.redraw()])


def end_session(session_key: str) -> None:
    """Closes the sockets that were opened with this session, at once."""
    publish([hints.session_ended(session_key)])


def prune_events() -> int:
    """Deletes a batch of events older than 30 days and returns how many; a client further behind reads afresh."""
    old = Event.objects.filter(created_at__lt=clock.now() - timedelta(days=KEEP_DAYS)).order_by("created_at")
    ids = list(old.values_list("pk", flat=True)[:_PRUNED_AT_ONCE])
    return Event.objects.filter(pk__in=ids).delete()[0] if ids else 0


def _after_commit(told: list[Hint]) -> None:
    """Sends hints when the transaction stands; a fault in sending is logged and undoes nothing."""
    transaction.on_commit(lambda: publish(told), robust=True)


def _advance(key: str, steps: int) -> tuple[int, int]:
    """Creates the stream when it is new, raises its head and returns (stream id, new head)."""
    sql = "UPDATE live_stream SET head = head + %s WHERE key = %s RETURNING id, head"
    with connection.cursor() as cursor:
        cursor.execute(sql, [steps, key])
        row = cursor.fetchone()
        if row is None:
            Stream.objects.bulk_create([Stream(key=key)], ignore_conflicts=True)
            cursor.execute(sql, [steps, key])
            row = cursor.fetchone()
    return row
