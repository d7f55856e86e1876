"""What people want to hear nothing of: asked when something happens, and again when a letter would tell it.

Things are named by kind and number, as the catalogue names its entries (“question:7”), or as a space (“space:3”).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from community.catalogue.models import Entry, EntryTag
from community.following.models import Follow, Level, Target
from community.following.queries import who_muted, who_muted_person
from community.tags.models import Tag

_QUIET = (Level.MUTED, Level.IGNORED)
Thing = tuple[str, int]


def silent(actor_id: int | None, about: str, person_ids: Collection[int]) -> set[int]:
    """Returns those of the people (ids) who muted an actor (None: nobody) or a thing (empty: nothing).

    One query for the actor, two for the thing.
    """
    quiet = who_muted_person(actor_id, person_ids) if actor_id else set()
    entry = entries_named([about]).get(about) if about else None
    return quiet | (who_muted(entry) & set(person_ids) if entry else set())


def muted_of(things: Mapping[int, Collection[str]]) -> dict[int, set[str]]:
    """Returns of the things given for people (ids) those that they have muted: itself, the page that it discusses,
    its space, a tag or its author.

    Four queries for any number of people and things.
    """
    wanted = {name for names in things.values() for name in names}
    if not wanted:
        return {}
    wishes = _wishes(list(things))
    parts = _parts(wanted)
    return {pk: {name for name in names if parts[name] & wishes[pk]} for pk, names in things.items()}


def _wishes(person_ids: Collection[int]) -> Mapping[int, set[Thing]]:
    """Returns what each of these people (ids) muted, tags as those they count as. Two queries."""
    merged = dict(Tag.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    wishes: dict[int, set[Thing]] = defaultdict(set)
    rows = Follow.objects.filter(person__in=person_ids, level__in=_QUIET)
    for person_id, target, target_id in rows.values_list("person_id", "target", "target_id"):
        wishes[person_id].add((target, merged.get(target_id, target_id) if target == Target.TAG else target_id))
    return wishes


def _parts(names: Iterable[str]) -> Mapping[str, set[Thing]]:
    """Returns by what each thing can be muted: as itself, by its space, its tags and its author. Two queries."""
    parts: dict[str, set[Thing]] = defaultdict(set)
    for name in names:
        kind, _colon, number = name.partition(":")
        if kind == Target.SPACE and number.isdecimal():
            parts[name].add((Target.SPACE, int(number)))
    found = entries_named(names)
    tagged: dict[int, set[Thing]] = defaultdict(set)
    tags = EntryTag.objects.filter(content_object__in=[entry.pk for entry in found.values()])
    for entry_id, tag_id, merged_id in tags.values_list("content_object_id", "tag_id", "tag__merged_into_id"):
        tagged[entry_id].add((Target.TAG, merged_id or tag_id))
    for name, entry in found.items():
        parts[name] |= {(Target.ENTRY, entry.pk), *tagged[entry.pk]}
        parts[name] |= {(Target.ENTRY, entry.about_id)} if entry.about_id else set()
        parts[name] |= {(Target.SPACE, entry.space_id)} if entry.space_id else set()
        parts[name] |= {(Target.PERSON, entry.author_id)} if entry.author_id else set()
    return parts


def entries_named(names: Iterable[str]) -> dict[str, Entry]:
    """Returns the entries of things by name; what is no entry is left out. One query, none for nothing."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for name in names:
        kind, _colon, number = name.partition(":")
        if number.isdecimal():
            numbers[kind].add(int(number))
    if not numbers:
        return {}
    which = Q()
    for kind, ids in numbers.items():
        which |= Q(kind=kind, subject_id__in=ids)
    return {f"{entry.kind}:{entry.subject_id}": entry for entry in Entry.objects.filter(which)}
