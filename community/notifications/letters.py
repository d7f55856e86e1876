"""Notifications as letters: one for several, made of what is still unread, in sight and not muted when it goes out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.base import clock
from community.base.languages import localised
from community.base.mail import drawn_letter
from community.base.moments import moment
from community.letters.actions.scheduling import schedule_letters
from community.letters.links import links_for
from community.letters.models import Dispatch
from community.letters.streams import Composed
from community.letters.waiting import on_their_way
from community.notifications.grouping import Line, grouped
from community.notifications.hours import zone_of
from community.notifications.kinds import Told, notification_kinds
from community.notifications.models import Notification, Preference
from community.notifications.queries import OLDEST, forget_muted, tell
from community.notifications.ways import DELAY, NOTICES, is_mailed, preferences_of, quiet_of
from community.people.models import Person

MOST = 30
LONGEST_SUBJECT = 90


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a letter: what happened, when, somebody's words, what to know, and the address it leads to."""

    sentence: str
    url: str
    at: str
    quote: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a letter told: the ids of its notifications."""

    ids: tuple[int, ...]


def compose_notices(batch: Sequence[Dispatch]) -> dict[int, Composed | None]:
    """Returns the letters of notices, by the id of their dispatch; None where all was read meanwhile, or is gone.

    A letter tells all that waits for its reader. In their quiet hours (the mail server stood still), and while another
    worker writes to them, it says nothing, and a later one is put into the queue. What is out of sight, muted or
    switched off by now is told by no letter any more. Five queries at most, those of the muters, and for each person
    those of the kinds.
    """
    preferences = preferences_of({row.person_id for row in batch})
    letters = {row.person_id: row for row in _not_now(batch, preferences)}
    rows = _rows_of(letters.values())
    told: dict[int, dict[int, Told]] = {}
    for pk, row in letters.items():
        wanted = [one for one in rows[pk] if is_mailed(preferences[pk], notification_kinds[one.kind].group)]
        with translation.override(row.person.language):
            told[pk] = tell(row.person, wanted)
    forget_muted(rows, told)
    _give_up([one.pk for pk, some in rows.items() for one in some if one.pk not in told[pk]])
    return {row.pk: None for row in batch} | {
        row.pk: _letter(row.person, preferences[pk], rows[pk], told[pk]) for pk, row in letters.items() if told[pk]
    }


def _not_now(batch: Sequence[Dispatch], preferences: Mapping[int, Preference]) -> list[Dispatch]:
    """Returns the letters that may go out now, one for each person; others of these people get one later."""
    now = clock.now()
    busy = on_their_way(NOTICES, list(preferences), without=[row.pk for row in batch])
    due = {row.person_id: row for row in batch}
    begins = {pk: quiet_of(preferences[pk]).earliest(now + DELAY if pk in busy else now) for pk in due}
    later = {pk: at for pk, at in begins.items() if at > now}
    if later:
        schedule_letters(NOTICES, [(pk, uuid4().hex, at) for pk, at in later.items()])
    return [row for pk, row in due.items() if pk not in later]


def _rows_of(letters: Collection[Dispatch]) -> dict[int, list[Notification]]:
    """Returns what letters are to tell each person (id), is still unread and not too old, newest first."""
    rows: dict[int, list[Notification]] = {row.person_id: [] for row in letters}
    waiting = Notification.objects.filter(
        person__in=list(rows), wants_mail=True, mailed_at=None, read_at=None, kind__in=list(notification_kinds),
        created_at__gt=clock.now() - OLDEST,
    )  # fmt: skip
    for one in waiting.select_related("actor").order_by("-created_at", "-pk"):
        rows[one.person_id].append(one)
    return rows


def _give_up(notification_ids: Sequence[int]) -> None:
    if notification_ids:
        Notification.objects.filter(pk__in=notification_ids).update(wants_mail=False)


def _letter(
    person: Person, preference: Preference, rows: Sequence[Notification], told: Mapping[int, Told]
) -> Composed:  # fmt: skip
    with translation.override(person.language), timezone.override(zone_of(preference.zone)):
        lines = grouped(rows, told, by_place=False)[::-1]  # as it happened; titles are what one reads letters for
        entries = _entries(person, lines[:MOST])
        subject = subject_of([line.sentence for line in lines])
        links = links_for(person, NOTICES)
        context = {
            "person": person, "entries": entries, "more": len(lines) - len(entries), "subject": subject,
            "inbox_url": settings.SITE_URL + localised("/powiadomienia/"),
            "stop_url": links.stop, "settings_url": links.settings,
        }  # fmt: skip
        drawn = drawn_letter("notices", context, language=person.language)
    abouts = {line.about for line in lines}
    ids = tuple(row.pk for line in lines for row in line.rows)
    return Composed(subject, drawn.text, drawn.html, thread=abouts.pop() if len(abouts) == 1 else "", facts=_Sent(ids))


def _entries(person: Person, lines: Sequence[Line]) -> list[Entry]:
    """Returns lines with what only letters say: quotes where a line stands for one notification, each hint once."""
    single: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if len(line.rows) == 1:
            single[line.kind].append(line.rows[0].object_id)
    kinds = {name: notification_kinds[name] for name in {line.kind for line in lines}}
    quotes = {name: kind.quote(person, single[name]) for name, kind in kinds.items() if kind.quote and single[name]}
    first = {hint: place for place, line in reversed([*enumerate(lines)]) if (hint := kinds[line.kind].hint)}
    hints = {place: hint() for hint, place in first.items()}
    return [
        Entry(
            line.sentence, settings.SITE_URL + localised(line.url), moment(line.at).full,
            quotes.get(line.kind, {}).get(line.rows[0].object_id, "") if len(line.rows) == 1 else "",
            hints.get(place, ""),
        )
        for place, line in enumerate(lines)
    ]  # fmt: skip


def subject_of(sentences: Sequence[str]) -> str:
    """Returns a subject that says what happened: the first thing, shortened, and how many others."""
    first = " ".join(sentences[0].split())
    if len(first) > LONGEST_SUBJECT:
        first = first[:LONGEST_SUBJECT].rsplit(" ", 1)[0].rstrip(" ,;:–“„") + "…"
    if len(sentences) == 1:
        return first
    words = ngettext("%(first)s and %(n)s other", "%(first)s and %(n)s others", len(sentences) - 1)
    return words % {"first": first, "n": len(sentences) - 1}


def sent(_row: Dispatch, letter: Composed) -> None:
    """Remembers what a letter told. One query."""
    if isinstance(letter.facts, _Sent):
        Notification.objects.filter(pk__in=letter.facts.ids).update(mailed_at=clock.now())


def is_on(person: Person) -> bool:
    """Returns whether a person gets letters of notices."""
    return not Preference.objects.filter(person=person, has_notices=False).exists()


def stop(person: Person) -> None:
    """Ends letters of notices for a person; the inbox stays. What waited is told by none, should they begin again."""
    rest(person)
    Preference.objects.update_or_create(person=person, defaults={"has_notices": False})


def rest(person: Person) -> None:
    """Lets letters of notices rest for a person: what waits to be told by one is told by none afterwards."""
    Notification.objects.filter(person=person, wants_mail=True, mailed_at=None).update(wants_mail=False)


def restart(person: Person) -> None:
    """Begins them again."""
    Preference.objects.update_or_create(person=person, defaults={"has_notices": True})


def label() -> str:
    """Returns what people call this stream."""
    return _("Letters about what happens at once")
