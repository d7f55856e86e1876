"""What a batch of people follow, may see and have read, as far as it matters for what is new. Seven queries a batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from community.catalogue.models import Seen, SeenSpace
from community.following.models import FOLLOWED, Follow, Level, Reported, SavedSearch, Target
from community.following.queries.levels import strongest
from community.people.models import Person
from community.spaces.models import Audience, Membership, Role, SpaceKind
from community.tags.models import Tag


class Mark(NamedTuple):
    """How far somebody has read an entry, or was told of it, and when: posts have numbers, pages change as a whole."""

    upto: int
    at: datetime


@dataclass
class Reader:
    """A person for whom a digest is composed; `since` is from when on it tells.

    `follows` are levels by target and number, muted ones too; `spaces` are roles by space.
    """

    id: int
    language: str
    since: datetime
    follows: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    spaces: dict[int, str] = field(default_factory=dict)
    leads_all: bool = False
    seen: dict[int, Mark] = field(default_factory=dict)
    seen_spaces: dict[int, datetime] = field(default_factory=dict)
    reported: dict[int, Mark] = field(default_factory=dict)
    searches: list[SavedSearch] = field(default_factory=list)

    def may_see(self, audience: str, space_id: int | None) -> bool:
        """Returns whether the person may see what is for an audience in a space; as `spaces.rules.may_see`."""
        if audience in (Audience.PUBLIC, Audience.COMMUNITY) or self.leads_all:
            return True
        return space_id in self.spaces

    def leads(self, space_id: int | None) -> bool:
        """Returns whether the person facilitates a space; as `community.spaces.standing.Standing.leads`."""
        return self.leads_all or self.spaces.get(space_id or 0) == Role.FACILITATOR

    @cached_property
    def quiet_people(self) -> dict[int, str]:
        """Returns the people of whose doings the person wants to hear nothing, with how: muted or ignored."""
        people = self.follows.get(Target.PERSON, {})
        return {pk: level for pk, level in people.items() if level in (Level.MUTED, Level.IGNORED)}

    def is_quiet_about(self, author_id: int | None, space_id: int | None) -> bool:
        """Returns whether the person wants to hear nothing of an author, whatever they follow besides."""
        level = self.quiet_people.get(author_id or 0)
        return level == Level.MUTED or (level == Level.IGNORED and not self.leads(space_id))


def readers_of(people: Sequence[Person], since: Mapping[int, datetime]) -> list[Reader]:
    """Returns people as readers, in their order, each of what is new since a moment. Seven queries for any number."""
    readers = {person.pk: Reader(person.pk, person.language, since[person.pk]) for person in people}
    ids, first = list(readers), min(since.values())
    _take_follows(readers, ids)
    _take_places(readers, ids)
    for person_id, entry_id, upto, at in _marks(Seen, ids, first):
        readers[person_id].seen[entry_id] = Mark(upto, at)
    for person_id, entry_id, upto, at in _marks(Reported, ids, first):
        readers[person_id].reported[entry_id] = Mark(upto, at)
    return list(readers.values())


def _take_follows(readers: dict[int, Reader], ids: list[int]) -> None:
    """Fills in what people follow. Of wishes about tags that became one, the strongest holds. Three queries."""
    merged = dict(Tag.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    rows = Follow.objects.filter(person__in=ids).order_by("pk")
    for person_id, target, target_id, level in rows.values_list("person_id", "target", "target_id", "level"):
        follows = readers[person_id].follows[target]
        number = merged.get(target_id, target_id) if target == Target.TAG else target_id
        follows[number] = strongest({level, follows.get(number, level)})
    followed = Follow.objects.filter(person__in=ids, target=Target.SEARCH, level__in=FOLLOWED).values("target_id")
    for search in SavedSearch.objects.filter(person__in=ids, pk__in=followed).order_by("pk"):
        readers[search.person_id].searches.append(search)


def _take_places(readers: dict[int, Reader], ids: list[int]) -> None:
    """Fills in where people belong, and up to when they have read it. Two queries."""
    rows = Membership.objects.filter(person__in=ids).values_list("person_id", "space_id", "role", "space__kind")
    for person_id, space_id, role, kind in rows:
        readers[person_id].spaces[space_id] = role
        if kind == SpaceKind.COMMUNITY and role == Role.FACILITATOR:
            readers[person_id].leads_all = True
    for person_id, space_id, at in SeenSpace.objects.filter(person__in=ids).values_list("person_id", "space_id", "at"):
        readers[person_id].seen_spaces[space_id] = at


def _marks(
    model: type[Seen] | type[Reported], ids: list[int], since: datetime
) -> Iterable[tuple[int, int, int, datetime]]:  # fmt: skip
    """Returns how far people came with those entries in which something may be new."""
    rows = model._default_manager.filter(person__in=ids, entry__last_activity_at__gt=since)
    return rows.values_list("person_id", "entry_id", "upto", "at")
