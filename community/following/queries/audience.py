"""Who wants to know about a change of an entry, and who wants to hear nothing of it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from community.catalogue.models import Entry, EntryTag
from community.following.models import QUIET, TOLD_AT_ONCE, Follow, Level, Target
from community.spaces.rules import who_sees
from community.tags.models import Tag

# By what one comes to a change: a reply by the entry alone, something new by whatever leads to it.
_WAYS = {
    "reply": frozenset({Target.ENTRY}),
    "new": frozenset({Target.SPACE, Target.TAG, Target.PERSON}),
}


@dataclass(frozen=True, slots=True)
class Listeners:
    """The people (ids) to be told of a change in the app, and those of them whom a letter tells at once, too."""

    people: frozenset[int]
    at_once: frozenset[int]


def audience_of(entry: Entry, kind: str) -> Listeners:
    """Returns who is told about a change of an entry in the moment it happens: followers less the muted.

    `kind` is "reply" (followers of the entry, or of the page that it discusses) or "new" (followers of its space, its
    tags and its author). Muting the entry, that page, its space, one of its tags or its author wins over everything.
    A merged tag is the one it counts as. Daily and weekly followers are told by their digest alone; people who may not
    see the entry not at all. Three queries at most. Raises KeyError for an unknown kind.
    """
    wishes = list(_wishes(entry, _WAYS[kind]))
    quiet = {person_id for person_id, level in wishes if level in QUIET}
    told = {person_id for person_id, level in wishes if level in TOLD_AT_ONCE}
    people = frozenset(only_who_see(entry, told - quiet))
    close = {person_id for person_id, level in wishes if level == Level.INSTANT}
    return Listeners(people, people & close)


def who_muted(entry: Entry) -> set[int]:
    """Returns the ids of the people who muted an entry, what it discusses, its space, one of its tags or its author.

    They are never told, not even of a mention. One query.
    """
    return {person_id for person_id, _level in _wishes(entry, frozenset())}


def who_muted_person(actor_id: int, person_ids: Collection[int]) -> set[int]:
    """Returns those of the people (ids) who mute or ignore an actor: they are told of nothing this person does."""
    rows = _about(Target.PERSON, QUIET, target_id=actor_id).filter(person_id__in=person_ids)
    return set(rows.values_list("person_id", flat=True))


def only_who_see(entry: Entry, people: set[int]) -> set[int]:
    """Returns those of the people (ids) who are active and may see an entry. At most two queries."""
    return who_sees(people, audience=entry.audience, space_id=entry.space_id)


def _wishes(entry: Entry, ways: Collection[str]) -> "QuerySet[Any, tuple[int, str]]":
    """Returns the wishes (person, level) that decide about an entry: quiet ones about anything that it belongs to, and
    by these ways those of who is told at once. One query, of parts which an index finds each.
    """
    wanted: dict[str, dict[str, Any]] = {
        Target.ENTRY: {"target_id__in": _meant_by(entry)},
        Target.TAG: {"target_id__in": _tags_of(entry)},
    }
    if entry.space_id:
        wanted[Target.SPACE] = {"target_id": entry.space_id}
    if entry.author_id:
        wanted[Target.PERSON] = {"target_id": entry.author_id}
    first, *others = (
        _about(target, (*QUIET, *TOLD_AT_ONCE) if target in ways else QUIET, **which).values_list("person_id", "level")
        for target, which in wanted.items()
    )
    return first.union(*others, all=True)


def _meant_by(entry: Entry) -> list[int]:
    """Returns the entries (ids) by which an entry is followed or muted: itself, and the page that it discusses."""
    return [pk for pk in (entry.pk, entry.about_id) if pk]


def _about(target: str, levels: Collection[str], **which: Any) -> QuerySet[Follow]:
    return Follow.objects.filter(target=target, level__in=levels, **which)


def _tags_of(entry: Entry) -> "QuerySet[Tag, int]":
    """Returns the tags (ids) that an entry carries, each with all that count as the same one."""
    carried = EntryTag.objects.filter(content_object=entry).annotate(
        counts_as=Coalesce("tag__merged_into_id", "tag_id")
    )
    meant = carried.values("counts_as")
    return Tag.objects.filter(Q(pk__in=meant) | Q(merged_into__in=meant)).values_list("pk", flat=True)
