"""Moments as people read them, made once in the query layer: no date filter runs per item in a template."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, pgettext

_SHORT = {
    "pl": ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_LONG = {
    "pl": (
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
        "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment three ways: `iso` for machines, `label` for lists, `full` with the hour."""

    iso: str
    label: str
    full: str


def day(on: date) -> str:
    """Returns a day in words in the current language: “12 listopada 2026”."""
    language = "en" if get_language() == "en" else "pl"
    return f"{on.day} {_LONG[language][on.month - 1]} {on.year}"


def day_and_month(on: date) -> str:
    """Returns a day of this or the last weeks in words: “12 listopada”."""
    return f"{on.day} {_LONG['en' if get_language() == 'en' else 'pl'][on.month - 1]}"


def short_day(on: date) -> str:
    """Returns a day for tables: “12 lis 2026”; it is never broken at a line's end."""
    return f"{_day_and_month(on)}\u00a0{on.year}"


def span(starts_on: date | None, ends_on: date | None) -> str:
    """Returns the time between two days, both included: “2023–2026” for whole years, “1 sty – 30 cze 2023” within one.

    One of the two may be missing; without both it is empty.
    """
    if starts_on is None or ends_on is None:
        words = pgettext("time", "from %(day)s") if starts_on else pgettext("time", "until %(day)s")
        on = starts_on or ends_on
        return words % {"day": short_day(on)} if on else ""
    if (starts_on.day, starts_on.month, ends_on.day, ends_on.month) == (1, 1, 31, 12):
        return f"{starts_on.year}–{ends_on.year}" if starts_on.year != ends_on.year else str(ends_on.year)
    if starts_on == ends_on:
        return short_day(starts_on)
    begins = _day_and_month(starts_on) if starts_on.year == ends_on.year else short_day(starts_on)
    return f"{begins}\u00a0– {short_day(ends_on)}"


def moment(at: datetime) -> Moment:
    """Returns a moment in the current time zone and language; the year is always said."""
    local = timezone.localtime(at)
    language = "en" if get_language() == "en" else "pl"
    label = f"{local.day} {_SHORT[language][local.month - 1]} {local.year}"
    full = f"{local.day} {_LONG[language][local.month - 1]} {local.year}, {local:%H:%M}"
    return Moment(local.isoformat(timespec="seconds"), label, full)


def _day_and_month(on: date) -> str:
    language = "en" if get_language() == "en" else "pl"
    return f"{on.day}\u00a0{_SHORT[language][on.month - 1]}"
