"""When digests fall due: once a period for everybody who follows something in its rhythm."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from community.base import clock
from community.following.models import Follow, Level, Target
from community.letters.actions.scheduling import schedule_letters
from community.letters.models import Dispatch
from community.notifications.hours import DEFAULT_ZONE, last_due, zone_of
from community.people.models import Person

RHYTHMS: dict[str, tuple[Level, timedelta]] = {
    "daily": (Level.DAILY, timedelta(days=1)),
    "weekly": (Level.WEEKLY, timedelta(days=7)),
}
LATE = timedelta(hours=36)  # what fell due longer ago (the site stood still) waits for the next time
_AT_ONCE = 1_000


def schedule_digests() -> int:
    """Puts the digests that have fallen due into the queue, and returns how many. Safe at any time, by anybody.

    A digest is due on the day and at the hour that its reader has chosen, in their own time zone. A few queries for
    each combination of these that people have chosen.
    """
    now, made = clock.now(), 0
    for stream, (level, _period) in RHYTHMS.items():
        for (zone, weekday, hour), who in _combinations().items():
            day, due = last_due(
                now, weekday=weekday if level is Level.WEEKLY else None, hour=hour, zone=zone_of(zone)
            )  # fmt: skip
            if now - due <= LATE:
                made += _schedule(stream, level, day.isoformat(), due, who)
    return made


def _combinations() -> dict[tuple[str, int, int], Q]:
    """Returns the filters for people by zone, weekday and hour of their digest; who never chose is among the default."""
    from community.notifications.models import Preference

    default = (DEFAULT_ZONE, 0, 8)
    chosen = Preference.objects.order_by().values_list("zone", "digest_weekday", "digest_hour").distinct()
    return {
        key: Q(preference__zone=key[0], preference__digest_weekday=key[1], preference__digest_hour=key[2],
               preference__has_digests=True) | (Q(preference=None) if key == default else Q())
        for key in {default, *chosen}
    }  # fmt: skip


def _schedule(stream: str, level: Level, key: str, due: datetime, who: Q) -> int:
    wishes = Follow.objects.filter(person=OuterRef("pk"), level=level).exclude(target=Target.PERSON, level=Level.MUTED)
    there = Dispatch.objects.filter(person=OuterRef("pk"), stream=stream, key=key)
    people = Person.objects.filter(who, Exists(wishes), ~Exists(there), is_active=True, joined_at__lt=due)
    rows = [(pk, key, due) for pk in people.order_by("pk").values_list("pk", flat=True)]
    return schedule_letters(stream, rows) if rows else 0


def since_of(batch: list[Any], period: timedelta) -> dict[int, datetime]:
    """Returns from when on each person (id) of a batch is told: from their last digest of this stream on. One query.

    What failed told nothing, so the next one covers its time as well, a month at most.
    """
    stream, until = batch[0].stream, max(row.due_at for row in batch)
    last: dict[int, datetime] = defaultdict(lambda: until - period)
    rows = Dispatch.objects.filter(person__in=[row.person_id for row in batch], stream=stream)
    told = rows.filter(state__in=("sent", "empty"), due_at__lt=until, due_at__gt=until - timedelta(days=31))
    for person_id, due_at in told.order_by("due_at").values_list("person_id", "due_at"):
        last[person_id] = due_at
    return {row.person_id: last[row.person_id] for row in batch}
