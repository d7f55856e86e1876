"""When digests fall due: once a period for everybody who follows something in its rhythm, at the hour they chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from community.base import clock
from community.following.models import Follow, Level
from community.letters.actions.scheduling import schedule_letters
from community.letters.models import Dispatch, DispatchState
from community.letters.queries.due import pausing
from community.notifications.hours import last_due, local, zone_of
from community.notifications.models import Preference
from community.people.models import Person

WEEKLY, DAILY = "weekly", "daily"
LATE = timedelta(hours=36)  # what fell due longer ago (the site stood still) waits for the next time
LONGEST = timedelta(days=31)  # no letter tells more than a month
# A text gets its moment before its transaction ends: what came just before the last digest may not have been in it.
SETTLED = timedelta(minutes=2)
_TOLD = (DispatchState.SENT, DispatchState.EMPTY)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a digest comes: the level of what it tells, and the column that says whether somebody wants it."""

    level: Level
    period: timedelta
    wish: str

    def key(self, day: date) -> str:
        """Returns what a letter of a day is called: its week, or the day itself. There is one letter of each name."""
        return f"{day:%G-W%V}" if self.level is Level.WEEKLY else day.isoformat()

    def weekday(self, chosen: int) -> int | None:
        """Returns the day of the week on which it comes (0 is Monday), None for every day."""
        return chosen if self.level is Level.WEEKLY else None


# The weekly one first: who gets both on one day gets it alone, and it tells what the daily one would have told.
RHYTHMS = {
    WEEKLY: Rhythm(Level.WEEKLY, timedelta(days=7), "has_weekly"),
    DAILY: Rhythm(Level.DAILY, timedelta(days=1), "has_daily"),
}


def schedule_digests() -> int:
    """Puts the digests that have fallen due into the queue, and returns how many. Safe at any time, by anybody.

    A digest is due on the day and at the hour that its reader has chosen, in their own time zone. A few queries for
    each combination of these that people have chosen.
    """
    now, made = clock.now(), 0
    for stream, rhythm in RHYTHMS.items():
        for (zone, weekday, hour), who in _combinations(rhythm).items():
            day, due = last_due(now, weekday=rhythm.weekday(weekday), hour=hour, zone=zone_of(zone))
            if now - due <= LATE:
                made += _schedule(stream, rhythm.key(day), due, who)
    return made


def _combinations(rhythm: Rhythm) -> dict[tuple[str, int, int], Q]:
    """Returns the filters for people by zone, weekday and hour of their digest; who never chose is among the default.

    For a daily digest the weekday does not matter. One query.
    """
    default = _choice(Preference(), rhythm)
    rows = Preference.objects.filter(**{rhythm.wish: True}).order_by()
    chosen = rows.values_list("zone", "digest_weekday", "digest_hour").distinct()
    filters = {default: Q(preference=None)}
    for zone, weekday, hour in chosen:
        key = (zone, weekday if rhythm.level is Level.WEEKLY else 0, hour)
        mine = Q(preference__zone=zone, preference__digest_weekday=weekday, preference__digest_hour=hour)
        filters[key] = filters.get(key, Q(pk=None)) | (mine & Q(**{f"preference__{rhythm.wish}": True}))
    return filters


def _choice(preference: Preference, rhythm: Rhythm) -> tuple[str, int, int]:
    weekday = preference.digest_weekday if rhythm.level is Level.WEEKLY else 0
    return preference.zone, weekday, preference.digest_hour


def _schedule(stream: str, key: str, due: datetime, who: Q) -> int:
    """Puts the digest of a period into the queue for those who follow something in its rhythm since before it was due.

    Who has one waiting (mail to them is paused, the mail server does not answer) gets no second: it tells everything.
    """
    wishes = Follow.objects.filter(person=OuterRef("pk"), level=RHYTHMS[stream].level, created_at__lt=due)
    same = Q(key=key) | Q(state=DispatchState.WAITING)
    there = Dispatch.objects.filter(same, person=OuterRef("pk"), stream=stream)
    people = Person.objects.filter(who, Exists(wishes), ~Exists(there), is_active=True)
    rows = [(pk, key, due) for pk in people.order_by("pk").values_list("pk", flat=True)]
    return schedule_letters(stream, rows) if rows else 0


def next_due(person: Person, stream: str) -> datetime:
    """Returns when the next digest of a stream falls due for a person who gets it. One query at most."""
    rhythm, now = RHYTHMS[stream], clock.now()
    preference = Preference.objects.filter(person=person).first() or Preference()
    zone: ZoneInfo = zone_of(preference.zone)
    weekday = rhythm.weekday(preference.digest_weekday)
    day, _due = last_due(now, weekday=weekday, hour=preference.digest_hour, zone=zone)
    return local(day + rhythm.period, preference.digest_hour, zone)


def since_of(
    person_ids: Sequence[int], stream: str, until: datetime, *, before: int | None = None
) -> dict[int, datetime]:  # fmt: skip
    """Returns from when on each person (id) is told in a digest: from when the last of its stream was due. One query.

    What did not go out told nothing, so the next one covers its time as well, a month at most; the first one covers a
    period. `before`: the id of the dispatch that is meant, where it is not the next one.
    """
    period, earliest = RHYTHMS[stream].period, until - LONGEST
    since, told = dict.fromkeys(person_ids, until - period), set[int]()
    rows = Dispatch.objects.filter(person__in=person_ids, stream=stream, due_at__gt=earliest - LONGEST)
    if before is not None:
        rows = rows.filter(pk__lte=before)
    for pk, person_id, state, due_at in rows.order_by("due_at", "pk").values_list("pk", "person_id", "state", "due_at"):
        if state in _TOLD and pk != before:
            since[person_id] = min(due_at, until) - SETTLED
            told.add(person_id)
        elif person_id not in told:
            since[person_id] = min(since[person_id], due_at - period)
    return {person_id: max(at, earliest) for person_id, at in since.items()}


def with_both(due: Mapping[int, datetime]) -> set[int]:
    """Returns those people (ids, with when their daily digest was due) who need none: the weekly one tells it, too.

    It waits, or was due at the same moment and went out already. Two queries.
    """
    gone = Q(state=DispatchState.SENT, due_at__in=set(due.values()))
    rows = Dispatch.objects.filter(Q(state=DispatchState.WAITING) | gone, person__in=list(due), stream=WEEKLY)
    found = list(rows.values_list("person_id", "state", "due_at"))
    resting = pausing(WEEKLY, list(due), clock.now())
    waiting = {pk for pk, state, _at in found if state == DispatchState.WAITING} - resting
    return waiting | {pk for pk, state, at in found if state == DispatchState.SENT and at == due[pk]}


def levels_of(person_ids: Sequence[int], stream: str, *, is_old: bool = False) -> dict[int, frozenset[Level]]:
    """Returns the levels that a digest tells each person (id); none to who stopped it. One query.

    The weekly one tells what the daily one tells, too, unless that one was stopped. `is_old`: it went out already, so
    it can be read although its reader stopped the stream since.
    """
    columns = ("person_id", *(rhythm.wish for rhythm in RHYTHMS.values()))
    chosen = {pk: wishes for pk, *wishes in Preference.objects.filter(person__in=person_ids).values_list(*columns)}
    levels = {}
    for pk in person_ids:
        wanted = dict(zip(RHYTHMS, chosen.get(pk, (True, True)), strict=True))
        told = (stream, DAILY) if stream == WEEKLY else (stream,)
        wanted[stream] |= is_old
        levels[pk] = frozenset(RHYTHMS[one].level for one in told if wanted[one] and wanted[stream])
    return levels
