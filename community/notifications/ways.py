"""By which ways people are told, and when a letter may go out: their preferences, or the defaults."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from community.base import clock
from community.letters.actions.scheduling import schedule_letters
from community.letters.queries.due import pausing
from community.letters.waiting import open_letters
from community.notifications.hours import Quiet, zone_of
from community.notifications.kinds import Group, Kind
from community.notifications.models import Preference

NOTICES = "notices"  # the stream of letters that tell notifications
DELAY = timedelta(minutes=3)  # who reads it on the site meanwhile gets no letter
APP, MAIL = "app", "mail"


@dataclass(frozen=True, slots=True)
class Way:
    """Whether something stands in the inbox, and whether a letter tells it and when none may."""

    app: bool
    mail: bool
    quiet: Quiet


def preferences_of(person_ids: Collection[int]) -> dict[int, Preference]:
    """Returns the preferences of people (ids), the defaults for who has none. One query."""
    chosen = {row.person_id: row for row in Preference.objects.filter(person__in=person_ids)}
    return {pk: chosen.get(pk) or Preference(person_id=pk) for pk in person_ids}


def ways_of(person_ids: Sequence[int], kind: Kind, *, at_once: Collection[int] = ()) -> dict[int, Way]:
    """Returns by which ways each of these people (ids) is told of a kind. Two queries, none for nobody.

    What one is told for following it is mailed to `at_once` only. What has a letter of its own is in no other, and who
    pauses these letters is not told by one afterwards.
    """
    if not person_ids:
        return {}
    preferences = preferences_of(person_ids)
    mailed = {
        pk for pk, preference in preferences.items()
        if not kind.has_own_letter and (not kind.is_followed or pk in at_once) and is_mailed(preference, kind.group)
    }  # fmt: skip
    if mailed:
        mailed -= pausing(NOTICES, list(mailed), clock.now())
    return {
        pk: Way(APP in channels_of(preference, kind.group), pk in mailed, quiet_of(preference))
        for pk, preference in preferences.items()
    }


def is_mailed(preference: Preference, group: str) -> bool:
    """Returns whether a person lets letters tell a group of kinds."""
    return preference.has_notices and MAIL in channels_of(preference, group)


def channels_of(preference: Preference, group: str) -> set[str]:
    """Returns by which ways a person wants to be told of a group: both, unless they chose. Duties always stand here."""
    chosen = preference.channels.get(group)
    channels = {APP, MAIL} if chosen is None else {APP, MAIL} & set(chosen)
    return channels | ({APP} if group == Group.DUTIES else set())


def quiet_of(preference: Preference) -> Quiet:
    """Returns when a person wants no letters."""
    return Quiet(
        preference.quiet_from, preference.quiet_to, preference.is_quiet_at_weekends, zone_of(preference.zone)
    )  # fmt: skip


def schedule_notices(ways: Mapping[int, Way], now: datetime) -> None:
    """Puts a letter into the queue for everybody whose way is mail, unless one waits that can tell this, too.

    It is due in three minutes, or when the person's quiet hours end. Two queries at most, none when nobody gets one.
    """
    wanted = {pk: way for pk, way in ways.items() if way.mail}
    if not wanted:
        return
    told = set(open_letters(NOTICES, list(wanted)).values_list("person_id", flat=True))
    new = [(pk, uuid4().hex, way.quiet.earliest(now + DELAY)) for pk, way in wanted.items() if pk not in told]
    if new:
        schedule_letters(NOTICES, new)


def put_off_again(preference: Preference, now: datetime) -> None:
    """Makes the letters that wait for a person keep to quiet hours that they have just changed. Two queries or more."""
    quiet = quiet_of(preference)
    for row in open_letters(NOTICES, [preference.person_id]).filter(tries=0):
        row.due_at = quiet.earliest(max(now, row.made_at + DELAY))
        row.save(update_fields=["due_at"])
