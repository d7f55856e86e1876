"""What a batch of people follow, may see and have read, as far as it matters for what is new. Seven queries a batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from community.catalogue.models import Seen, SeenSpace
from community.following.digests.fresh import Fresh
from community.following.models import Follow, Level, Reported, SavedSearch, Target
from community.people.models import Person
from community.spaces.models import Audience, Membership, Role, SpaceKind
from community.tags.models import Tag


@dataclass
class Reader:
    """A person for whom a digest is composed; `since` is from when on it tells.

    `follows` are levels by target and number, muted ones too; `ignored` are people whose doings they want none of.
    """

    id: int
    language: str
    since: datetime
    follows: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    spaces: dict[int, str] = field(default_factory=dict)
    leads_all: bool = False
    seen: dict[int, int] = field(default_factory=dict)
    seen_spaces: dict[int, datetime] = field(default_factory=dict)
    reported: dict[int, int] = field(default_factory=dict)
    searches: list[SavedSearch] = field(default_factory=list)

    def may_see(self, audience: str, space_id: int | None) -> bool:
        """Returns whether the person may see what is for an audience in a space; as `community.spaces.rules.may_see`."""
        if audience in (Audience.PUBLIC, Audience.COMMUNITY) or self.leads_all:
            return True
        return space_id in self.spaces

    def is_quiet_about(self, author_id: int | None, space_id: int | None) -> bool:
        """Returns whether the person wants to hear nothing of an author, whatever they follow besides."""
        level = self.follows[Target.PERSON].get(author_id or 0)
        if level == Level.MUTED:
            return True
        leads = self.leads_all or self.spaces.get(space_id or 0) == Role.FACILITATOR
        return level == Level.IGNORED and not leads


def readers_of(people: Sequence[Person], since: Mapping[int, datetime], fresh: Fresh) -> list[Reader]:
    """Returns people as readers of what is new, in their order. Seven queries for any number of people."""
    readers = {person.pk: Reader(person.pk, person.language, since[person.pk]) for person in people}
    ids, things = list(readers), list(fresh.things)
    merged = dict(Tag.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    wishes = Follow.objects.filter(person__in=ids).values_list("person_id", "target", "target_id", "level")
    for person_id, target, target_id, level in wishes:
        number = merged.get(target_id, target_id) if target == Target.TAG else target_id
        readers[person_id].follows[target][number] = level
    _stand(readers, ids)
    for person_id, entry_id, upto in _rows(Seen, ids, things, "upto"):
        readers[person_id].seen[entry_id] = upto
    for person_id, entry_id, upto in _rows(Reported, ids, things, "upto"):
        readers[person_id].reported[entry_id] = upto
    for person_id, space_id, at in SeenSpace.objects.filter(person__in=ids).values_list("person_id", "space_id", "at"):
        readers[person_id].seen_spaces[space_id] = at
    for search in SavedSearch.objects.filter(person__in=ids).order_by("pk"):
        readers[search.person_id].searches.append(search)
    return list(readers.values())


def _stand(readers: dict[int, Reader], ids: list[int]) -> None:
    rows = Membership.objects.filter(person__in=ids).values_list("person_id", "space_id", "role", "space__kind")
    for person_id, space_id, role, kind in rows:
        readers[person_id].spaces[space_id] = role
        if kind == SpaceKind.COMMUNITY and role == Role.FACILITATOR:
            readers[person_id].leads_all = True


def _rows(
    model: type[Seen] | type[Reported], ids: list[int], things: list[int], column: str
) -> Iterable[tuple[int, int, int]]:
    rows = model._default_manager.filter(person__in=ids, entry__in=things)
    return rows.values_list("person_id", "entry_id", column)
