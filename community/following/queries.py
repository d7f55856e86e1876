"""Who wants to know about a change, and of whom somebody wants to hear nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.paging import Page, read_page
from community.catalogue.models import Entry
from community.catalogue.queries.wording import WORDING, wording_of
from community.catalogue.rules import entries_visible_to
from community.following.models import Follow, Level, Target
from community.people.models import Person
from community.spaces.rules import spaces_visible_to, who_sees


def audience_of(entry: Entry, kind: str) -> set[int]:
    """Returns the ids of the people to be told about a change of an entry: followers less the muted.

    `kind` is "reply" (followers of the entry) or "new" (followers of its space). Muting the entry or its space wins
    over following. People who may not see the entry are not told. Three queries at most.
    """
    about_entry = Q(target=Target.ENTRY, target_id=entry.pk)
    about_space = Q(target=Target.SPACE, target_id=entry.space_id)
    levels = Follow.objects.filter(about_entry | about_space).values_list("person_id", "target", "level")
    wanted_target = Target.ENTRY if kind == "reply" else Target.SPACE
    rows = list(levels)
    muted = {person_id for person_id, _target, level in rows if level == Level.MUTED}
    watching = {p for p, target, level in rows if target == wanted_target and level == Level.WATCH}
    return only_who_see(entry, watching - muted)


def who_muted(entry: Entry) -> set[int]:
    """Returns the ids of the people who muted an entry or its space: they are never told, not even of a mention."""
    rows = Follow.objects.filter(level=Level.MUTED)
    about = Q(target=Target.ENTRY, target_id=entry.pk) | Q(target=Target.SPACE, target_id=entry.space_id)
    return set(rows.filter(about).values_list("person_id", flat=True))


def who_muted_person(actor_id: int, person_ids: Collection[int]) -> set[int]:
    """Returns those of the people (ids) who muted or ignore an actor: they are told of nothing this person does."""
    rows = Follow.objects.filter(target=Target.PERSON, target_id=actor_id, level__in=(Level.MUTED, Level.IGNORED))
    return set(rows.filter(person_id__in=person_ids).values_list("person_id", flat=True))


def ignored_by(person_id: int) -> "QuerySet[Follow, tuple[Any, ...]]":
    """Returns the rows (id, level, word) of the people whom a person ignores, for the query of their standing."""
    rows = Follow.objects.filter(person_id=person_id, target=Target.PERSON, level=Level.IGNORED)
    return rows.values_list("target_id", "level", "target")


@dataclass(frozen=True, slots=True)
class QuietPerson:
    """Somebody whom a person muted or ignores."""

    id: int
    name: str
    url: str
    level: str


def quiet_people(person: Person) -> list[QuietPerson]:
    """Returns whom a person muted or ignores, by name, 500 at most; accounts that were closed, too. Two queries."""
    levels = dict(Follow.objects.filter(person=person, target=Target.PERSON).values_list("target_id", "level"))
    rows = Person.objects.filter(pk__in=levels).order_by("sort_key", "pk").only("name", "slug")
    return [QuietPerson(row.pk, row.name, localised(row.url), levels[row.pk]) for row in rows]


@dataclass(frozen=True, slots=True)
class FollowRow:
    """Something a person follows or has muted: an entry of the catalogue, or a space.

    `lang`: the language of its title, where it is not the reader's.
    """

    target: str
    target_id: int
    title: str
    url: str
    level: str
    at: Moment
    lang: str


def follows_of(person: Person, *, token: str = "") -> Page[FollowRow]:
    """Returns a page of the threads and places that a person follows or muted, the newest first, in three queries.

    What the person may no longer see is left out. Raises Http404 for a malformed cursor.
    """
    rows = Follow.objects.filter(person=person, target__in=(Target.ENTRY, Target.SPACE))
    page = read_page(rows, field="created_at", token=token)
    ids = {target: [row.target_id for row in page.rows if row.target == target] for target in Target.values}
    entries = entries_visible_to(person).filter(pk__in=ids[Target.ENTRY])
    spaces = spaces_visible_to(person).filter(pk__in=ids[Target.SPACE])
    told = {row.pk: wording_of(row) for row in entries.only(*WORDING)}
    names = {(Target.ENTRY, pk): (one.title, one.url, one.lang) for pk, one in told.items()}
    names |= {(Target.SPACE, space.pk): (space.name, localised(space.url), "") for space in spaces}
    return Page([_follow(row, *names[_key(row)]) for row in page.rows if _key(row) in names], page.newer, page.older)


def _key(row: Follow) -> tuple[Target, int]:
    return Target(row.target), row.target_id


def _follow(row: Follow, title: str, url: str, lang: str) -> FollowRow:
    return FollowRow(row.target, row.target_id, title, url, row.level, moment(row.created_at), lang)


def only_who_see(entry: Entry, people: set[int]) -> set[int]:
    """Returns those of the people (ids) who are active and may see an entry. At most two queries."""
    return who_sees(people, audience=entry.audience, space_id=entry.space_id)


def level_of(person_id: int | None, *, target: str, target_id: int) -> str:
    """Returns a person's level for a target, or an empty string. One query."""
    if person_id is None:
        return ""
    row = Follow.objects.filter(person_id=person_id, target=target, target_id=target_id)
    return row.values_list("level", flat=True).first() or ""
