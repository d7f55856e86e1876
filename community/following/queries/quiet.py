"""Whom somebody wants to hear nothing of."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from community.base.languages import localised
from community.following.models import QUIET, Follow, Level, Target
from community.people.models import Person


@dataclass(frozen=True, slots=True)
class QuietPerson:
    """Somebody whom a person muted or ignores."""

    id: int
    name: str
    url: str
    level: str


def quiet_people(person: Person) -> list[QuietPerson]:
    """Returns whom a person muted or ignores, by name, 500 at most; accounts that were closed, too. Two queries."""
    wishes = Follow.objects.filter(person=person, target=Target.PERSON, level__in=QUIET)
    levels = dict(wishes.values_list("target_id", "level"))
    rows = Person.objects.filter(pk__in=levels).order_by("sort_key", "pk").only("name", "slug")
    return [QuietPerson(row.pk, row.name, localised(row.url), levels[row.pk]) for row in rows]


def ignored_by(person_id: int) -> "QuerySet[Follow, tuple[Any, ...]]":
    """Returns the rows (id, level, word) of the people whom a person ignores, for the query of their standing."""
    rows = Follow.objects.filter(person_id=person_id, target=Target.PERSON, level=Level.IGNORED)
    return rows.values_list("target_id", "level", "target")
