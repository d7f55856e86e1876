"""Reading heads of streams."""

from django.db.models import BigIntegerField, CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from community.live.models import Stream


def head_subquery(prefix: str) -> Coalesce:
    """Returns an expression: the head of the stream `prefix:pk` of each row, read in the row's own query."""
    key = Concat(Value(f"{prefix}:"), Cast(OuterRef("pk"), CharField()))
    heads: QuerySet[Stream, int] = Stream.objects.filter(key=key).values_list("head", flat=True)
    return Coalesce(Subquery(heads[:1]), 0, output_field=BigIntegerField())
