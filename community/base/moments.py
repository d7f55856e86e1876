"""Moments as people read them, made once in the query layer: no date filter runs per item in a template."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

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


def moment(at: datetime) -> Moment:
    """Returns a moment in the current time zone and language; the year is always said."""
    local = timezone.localtime(at)
    language = "en" if get_language() == "en" else "pl"
    label = f"{local.day} {_SHORT[language][local.month - 1]} {local.year}"
    full = f"{local.day} {_LONG[language][local.month - 1]} {local.year}, {local:%H:%M}"
    return Moment(local.isoformat(timespec="seconds"), label, full)
