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


def grouped(rows: Sequence[Notification], told: Mapping[int, Told]) -> list[Line]:
    """Returns notifications, newest first, as lines. Unread ones of one kind about one thing are one line.

    It stands where the newest of them stood and leads to the oldest: that is where reading goes on. `told`: what each
    says (by id); those that say nothing are left out. Rows come with their actors.
    """
    lines: list[Line] = []
    open_lines: dict[tuple[str, str], Line] = {}
    for row in rows:
        said = told.get(row.pk)
        if said is None:
            continue
        key = (row.kind, said.about)
        line = open_lines.get(key) if said.about and row.read_at is None else None
        if line is None:
            line = Line(said.sentence, said.url, said.about, row.kind, row.created_at, row.read_at is not None)
            lines.append(line)
            if said.about and row.read_at is None:
                open_lines[key] = line
        line.rows.append(row)
        line.url = said.url
    for line in lines:
        if len(line.rows) > 1:
            line.sentence = told[line.rows[0].pk].several % {"names": names_in_words(_actors(line.rows))}
    return lines


def _actors(rows: Sequence[Notification]) -> list[str]:
    names = {row.actor_id: row.actor.name if row.actor else pgettext("person", "former member") for row in rows}
    return list(names.values())


def names_in_words(names: Sequence[str]) -> str:
    """Returns who did something: one name, two, or the first and how many others."""
    if len(names) <= NAMED:
        return _(" and ").join(names)
    words = ngettext("%(name)s and %(n)s other person", "%(name)s and %(n)s other people", len(names) - 1)
    return words % {"name": names[0], "n": len(names) - 1}
