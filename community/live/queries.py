"""Reading streams: their heads, and what happened in them after a number."""

from collections.abc import Collection

from django.db.models import BigIntegerField, CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from community.live.kinds import Happening
from community.live.models import Event, Stream


def head_subquery(prefix: str) -> Coalesce:
    """Returns an expression: the head of the stream `prefix:pk` of each row, read in the row's own query."""
    key = Concat(Value(f"{prefix}:"), Cast(OuterRef("pk"), CharField()))
    heads: QuerySet[Stream, int] = Stream.objects.filter(key=key).values_list("head", flat=True)
    return Coalesce(Subquery(heads[:1]), 0, output_field=BigIntegerField())


def heads_of(keys: Collection[str]) -> dict[str, int]:
    """Returns the head of each stream by its key, 0 for one in which nothing has happened yet. One query."""
    rows = Stream.objects.filter(key__in=list(keys)).values_list("key", "head")
    return dict.fromkeys(keys, 0) | dict(rows)


def events_after(key: str, number: int, *, limit: int) -> list[Happening]:
    """Returns the next events of a stream beyond a number, in their order. One query.

    Where the first of them is not `number + 1`, older ones were pruned.
    """
    rows = Event.objects.filter(stream__key=key, seq__gt=number).order_by("seq")
    columns = rows.values_list("seq", "kind", "object_id", "actor_id", "created_at")
    return [Happening(*row) for row in columns[:limit]]
