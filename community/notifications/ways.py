"""By which ways people are told, and when a letter may go out: their preferences, or the defaults."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.letters.actions.scheduling import schedule_letters
from community.letters.models import Dispatch, DispatchState
from community.notifications.hours import Quiet, zone_of
from community.notifications.kinds import MAILED, Group
from community.notifications.models import Preference

NOTICES = "notices"  # the stream of letters that tell notifications
DELAY = timedelta(minutes=3)  # who reads it on the site meanwhile gets no letter


@dataclass(frozen=True, slots=True)
class Way:
    """Whether something stands in the inbox, and whether a letter tells it."""

    app: bool
    mail: bool


def ways_of(person_ids: Sequence[int], group: str, *, at_once: Collection[int] = ()) -> dict[int, Way]:
    """Returns by which ways each of these people (ids) is told of a group of kinds. One query, none for nobody.

    What one follows is mailed to `at_once` only, and to nobody who has switched its letters off.
    """
    if not person_ids:
        return {}
    chosen = {row.person_id: row for row in Preference.objects.filter(person__in=person_ids)}
    return {pk: _way(chosen.get(pk), group, is_close=pk in at_once) for pk in person_ids}


def _way(preference: Preference | None, group: str, *, is_close: bool) -> Way:
    by_default = group in MAILED or (group == Group.FOLLOWED and is_close)
    if preference is None:
        return Way(app=True, mail=by_default)
    channels = preference.channels.get(group)
    app = channels is None or "app" in channels
    mail = by_default if channels is None else "mail" in channels
    if group == Group.FOLLOWED:
        mail = mail and is_close
    return Way(app, mail and preference.has_notices)


def quiet_of(preference: Preference) -> Quiet:
    """Returns when a person wants no mail."""
    return Quiet(
        preference.quiet_from, preference.quiet_to, preference.is_quiet_at_weekends, zone_of(preference.zone)
    )  # fmt: skip


def schedule_notices(person_ids: Sequence[int], now: datetime) -> None:
    """Puts a letter into the queue for each of these people (ids), unless one waits already. Three queries at most.

    It is due in three minutes, or when the person's quiet hours end.
    """
    if not person_ids:
        return
    waiting = Dispatch.objects.filter(person__in=person_ids, stream=NOTICES, state=DispatchState.WAITING)
    told = set(waiting.values_list("person_id", flat=True))
    chosen = {row.person_id: row for row in Preference.objects.filter(person__in=person_ids)}
    key = f"{now:%Y%m%d%H%M%S%f}"
    schedule_letters(
        NOTICES,
        [
            (pk, key, quiet_of(chosen.get(pk) or Preference()).earliest(now + DELAY))
            for pk in person_ids
            if pk not in told
        ],
    )
