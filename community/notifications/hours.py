"""Hours in a person's own time zone, right over clock changes: when mail may go out, and when a digest is due."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_SATURDAY = 5
DEFAULT_ZONE = "Europe/Warsaw"


@cache
def zone_of(name: str) -> ZoneInfo:
    """Returns a time zone by its name; that of Warsaw for a name that is none (any more)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(DEFAULT_ZONE)


def local(on: date, hour: int, zone: ZoneInfo) -> datetime:
    """Returns the moment (in UTC) at which the clocks of a zone show a full hour of a day.

    An hour that is skipped in spring is the next that exists; of one that comes twice in autumn it is the first.
    """
    return datetime(on.year, on.month, on.day, hour, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Quiet:
    """When no mail goes out: between two hours of the day (over midnight, if `begins` is later), and at weekends."""

    begins: int
    ends: int
    weekends: bool
    zone: ZoneInfo

    def earliest(self, at: datetime) -> datetime:
        """Returns the first moment from `at` on at which mail may go out."""
        moment = at
        for _step in range(8):  # a night, a Saturday, a Sunday and the night after: never more
            later = self._end_of_quiet(moment)
            if later <= moment:
                return moment
            moment = later
        return moment

    def _end_of_quiet(self, at: datetime) -> datetime:
        here = at.astimezone(self.zone)
        if self.weekends and here.weekday() >= _SATURDAY:
            monday = here.date() + timedelta(days=7 - here.weekday())
            return local(monday, 0, self.zone)
        if self.begins == self.ends:
            return at
        if self.begins < self.ends:
            return local(here.date(), self.ends, self.zone) if self.begins <= here.hour < self.ends else at
        if here.hour >= self.begins:
            return local(here.date() + timedelta(days=1), self.ends, self.zone)
        return local(here.date(), self.ends, self.zone) if here.hour < self.ends else at


def last_due(at: datetime, *, weekday: int | None, hour: int, zone: ZoneInfo) -> tuple[date, datetime]:
    """Returns the last day and moment up to `at` on which a digest fell due: on a day of the week, or (None) on any."""
    day = at.astimezone(zone).date()
    if weekday is not None:
        day -= timedelta(days=(day.weekday() - weekday) % 7)
    due = local(day, hour, zone)
    if due > at:
        day -= timedelta(days=1 if weekday is None else 7)
        due = local(day, hour, zone)
    return day, due
