"""What was looked for and not found, as facilitators read it."""

from dataclasses import dataclass

from community.base.moments import Moment, moment
from community.catalogue.models import Miss


@dataclass(frozen=True, slots=True)
class MissRow:
    """Words that were not found, how often, and when last."""

    words: str
    times: int
    at: Moment


def misses(limit: int = 100) -> list[MissRow]:
    """Returns what was looked for in vain most often. One query."""
    rows = Miss.objects.order_by("-times", "-last_at", "-id").values_list("words", "times", "last_at")[:limit]
    return [MissRow(kept, times, moment(at)) for kept, times, at in rows]
