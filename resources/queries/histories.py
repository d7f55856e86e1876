"""What became of recommendations: their steps in order, where they stand, and how long nobody has answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from community.base import clock
from resources.models import RecommendationStatus, RecommendationStep
from resources.models.following_up import WAITING
from resources.queries.states import StateWord, status_word


@dataclass(frozen=True, slots=True)
class PastStep:
    """One step, as everybody may read it: who recorded it is not said."""

    status: StateWord
    at: date
    note: str
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """The steps, oldest first, and where they led.

    `waiting_days`: how many days ago it was sent, while nobody has answered; None when it was not sent, or answered.
    Receipt is no answer, and sending once more does not begin anew.
    """

    status: StateWord
    steps: list[PastStep]
    waiting_days: int | None


def histories(keys: Collection[UUID]) -> dict[UUID, History]:
    """Returns the histories of recommendations, by the key of their pages; every key is there. One query."""
    steps: dict[UUID, list[PastStep]] = {key: [] for key in keys}
    rows = RecommendationStep.objects.filter(key__in=steps).order_by("at", "pk") if steps else []
    for row in rows:
        steps[row.key].append(PastStep(status_word(row.status), row.at, row.note, row.reason))
    today = timezone.localdate(clock.now())
    return {key: _history(found, today) for key, found in steps.items()}


def waiting_since(steps: Sequence[tuple[str, date]]) -> date | None:
    """Returns since when a recommendation waits for an answer, None when it does not.

    `steps` are statuses and days, oldest first. A reminder does not begin the waiting anew.
    """
    since = None
    for status, at in steps:
        if status not in WAITING:
            since = None
        elif since is None and status == RecommendationStatus.SENT:
            since = at
    return since


def _history(steps: list[PastStep], today: date) -> History:
    status = steps[-1].status if steps else status_word(RecommendationStatus.PROPOSED)
    since = waiting_since([(step.status.value, step.at) for step in steps])
    return History(status, steps, (today - since).days if since else None)
