"""Which live streams a list of threads follows, with their heads. Read them before the rows."""

from django.db.models import BigIntegerField, Case, CharField, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from community.live.models import Stream
from community.live.queries import heads_of
from community.spaces.models import Audience, Space
from community.spaces.rules import Viewer, may_see, spaces_visible_to, standing_of
from forum.models import list_stream
from forum.rules import audiences_within

MOST_STREAMS = 40


def list_heads(viewer: Viewer, space: Space | None = None) -> dict[str, int]:
    """Returns the streams of the threads that a signed-in viewer may see, of one space or of all, with their heads.

    Own spaces come first, 40 streams at most. One query; visitors follow no lists (no query).
    """
    if standing_of(viewer).person_id is None:
        return {}
    if space:
        return heads_of([list_stream(space.pk, audience) for audience in _audiences(viewer, space)])
    found = {}
    for row in _spaces(viewer):
        for audience in _audiences(viewer, row):
            found[list_stream(row.pk, audience)] = getattr(row, f"head_{audience}")
    return dict(list(found.items())[:MOST_STREAMS])


def follows(heads: dict[str, int]) -> str:
    """Returns streams as a page says them: “threads:3:public@12 threads:3:members@4”."""
    return " ".join(f"{key}@{head}" for key, head in heads.items())


def _audiences(viewer: Viewer, space: Space) -> list[str]:
    return [word for word in audiences_within(space) if may_see(viewer, audience=word, space_id=space.pk)]


def _spaces(viewer: Viewer) -> "list[Space]":
    own = Case(When(pk__in=list(standing_of(viewer).roles), then=0), default=1, output_field=IntegerField())
    heads = {f"head_{audience}": _head(audience) for audience in Audience.values}
    rows = spaces_visible_to(viewer).only("pk", "audience").annotate(**heads)
    return list(rows.order_by(own, "pk")[:MOST_STREAMS])


def _head(audience: str) -> Coalesce:
    key = Concat(Value("threads:"), Cast(OuterRef("pk"), CharField()), Value(f":{audience}"))
    heads = Stream.objects.filter(key=key).values("head")[:1]
    return Coalesce(Subquery(heads), 0, output_field=BigIntegerField())
