"""emit_all: writes what changed into its streams, as the last step of an action's transaction."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from community.live.models import Event, Stream


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
    for key in sorted(by_stream):
        stream_id, head = _advance(key, len(by_stream[key]))
        first = head - len(by_stream[key]) + 1
        events += [
            Event(stream_id=stream_id, seq=first + i, kind=c.kind, object_id=c.object_id, actor_id=actor_id)
            for i, c in enumerate(by_stream[key])
        ]
    Event.objects.bulk_create(events)


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
