"""Several notifications about one thing as one line: “Anna and 3 others”."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from community.notifications.kinds import Told
from community.notifications.models import Notification

NAMED = 2


@dataclass
class Line:
    """One line: what it says, where it leads, what it is about, and the notifications it stands for, newest first."""

    sentence: str
    url: str
    about: str
    kind: str
    at: datetime
    is_read: bool
    rows: list[Notification] = field(default_factory=list)


def grouped(rows: Sequence[Notification], told: Mapping[int, Told], *, by_place: bool = True) -> list[Line]:
    """Returns notifications, newest first, as lines. Unread ones of one kind about one thing are one line.

    It stands where the newest of them stood and leads to the oldest, which is where reading goes on, unless what it
    tells of has a place of its own; without `by_place` such stand alone. `told`: what each says (by id); those that say
    nothing are left out. Rows come with their actors.
    """
    lines: list[Line] = []
    open_lines: dict[tuple[str, str], Line] = {}
    for row in rows:
        said = told.get(row.pk)
        if said is None:
            continue
        key = key_of(row, said) if by_place or not said.place else None
        line = open_lines.get(key) if key else None
        if line is None:
            line = Line(said.sentence, said.url, said.about, row.kind, row.created_at, row.read_at is not None)
            lines.append(line)
            if key:
                open_lines[key] = line
        line.rows.append(row)
        line.url = said.url
    for line in lines:
        if len(line.rows) > 1:
            newest = told[line.rows[0].pk]
            line.sentence = newest.several % {"names": names_in_words(_names(line.rows, told))}
            line.url = newest.place or line.url
    return lines


def key_of(row: Notification, said: Told) -> tuple[str, str] | None:
    """Returns by what a notification is in one line with others; None when it stands alone."""
    return (row.kind, said.about) if said.about and said.several and row.read_at is None else None


def _names(rows: Sequence[Notification], told: Mapping[int, Told]) -> list[str]:
    """Returns who did what is told, each once, the newest first."""
    names: dict[object, str] = {}
    for row in rows:
        name = told[row.pk].who or (row.actor.name if row.actor else pgettext("person", "former member"))
        names.setdefault(row.actor_id or name, name)
    return list(names.values())


def names_in_words(names: Sequence[str]) -> str:
    """Returns who did something: one name, two, or the first and how many others."""
    if len(names) == 1:
        return names[0]
    if len(names) == NAMED:
        return _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
    words = ngettext("%(name)s and %(n)s other person", "%(name)s and %(n)s other people", len(names) - 1)
    return words % {"name": names[0], "n": len(names) - 1}
