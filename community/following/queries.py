"""Who wants to know about a change."""

from django.db.models import Q

from community.catalogue.models import Entry
from community.following.models import Follow, Level, Target
from community.spaces.rules import who_sees


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


def only_who_see(entry: Entry, people: set[int]) -> set[int]:
    """Returns those of the people (ids) who are active and may see an entry. At most two queries."""
    return who_sees(people, audience=entry.audience, space_id=entry.space_id)


def level_of(person_id: int | None, *, target: str, target_id: int) -> str:
    """Returns a person's level for a target, or an empty string. One query."""
    if person_id is None:
        return ""
    row = Follow.objects.filter(person_id=person_id, target=target, target_id=target_id)
    return row.values_list("level", flat=True).first() or ""
