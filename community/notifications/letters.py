"""Notifications as letters: one for several, made of what is still unread when it goes out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.base import clock
from community.base.languages import localised
from community.base.mail import drawn_letter
from community.letters.models import Dispatch
from community.letters.streams import Composed
from community.notifications.grouping import Line
from community.notifications.models import Notification, Preference
from community.notifications.queries import lines_of
from community.people.models import Person

MOST = 30


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a letter told: the ids of its notifications."""

    ids: tuple[int, ...]


def compose_notices(batch: Sequence[Dispatch]) -> dict[int, Composed | None]:
    """Returns the letters of notices, by the id of their dispatch; None where all was read meanwhile, or is gone.

    One query, and those of the kinds for each person.
    """
    rows = defaultdict(list)
    people = {row.person_id: row.person for row in batch}
    waiting = Notification.objects.filter(person__in=list(people), wants_mail=True, mailed_at=None)
    for one in waiting.filter(_still_wanted()).order_by("created_at", "pk").select_related("actor"):
        rows[one.person_id].append(one)
    return {row.pk: _letter(row.person, rows[row.person_id]) for row in batch}


def _still_wanted():  # type: ignore[no-untyped-def]
    from django.db.models import Q

    return Q(read_at=None) | Q(in_app=False)


def _letter(person: Person, rows: Sequence[Notification]) -> Composed | None:
    with translation.override(person.language):
        lines = lines_of(person, rows)
        if not lines:
            return None
        shown = lines[:MOST]
        abouts = {line.about for line in lines}
        subject = _subject(lines)
        context = {"person": person, "lines": [(line.sentence, _absolute(line)) for line in shown],
                   "more": len(lines) - len(shown), "subject": subject}  # fmt: skip
        drawn = drawn_letter("notices", context, language=person.language)
    ids = tuple(row.pk for row in rows)
    return Composed(subject, drawn.text, drawn.html, thread=abouts.pop() if len(abouts) == 1 else "", facts=_Sent(ids))


def _subject(lines: Sequence[Line]) -> str:
    if len(lines) == 1:
        return lines[0].sentence
    words = ngettext("%(first)s and %(n)s other", "%(first)s and %(n)s others", len(lines) - 1)
    return words % {"first": lines[0].sentence, "n": len(lines) - 1}


def _absolute(line: Line) -> str:
    return settings.SITE_URL + localised(line.url)


def sent(_row: Dispatch, letter: Composed) -> None:
    """Remembers what a letter told. One query."""
    if isinstance(letter.facts, _Sent):
        Notification.objects.filter(pk__in=letter.facts.ids).update(mailed_at=clock.now())


def is_on(person: Person) -> bool:
    """Returns whether a person gets letters of notices."""
    return not Preference.objects.filter(person=person, has_notices=False).exists()


def stop(person: Person) -> None:
    """Ends letters of notices for a person; the inbox stays."""
    Preference.objects.update_or_create(person=person, defaults={"has_notices": False})


def restart(person: Person) -> None:
    """Begins them again."""
    Preference.objects.update_or_create(person=person, defaults={"has_notices": True})


def label() -> str:
    """Returns what people call this stream."""
    return _("Letters about what happens at once")
