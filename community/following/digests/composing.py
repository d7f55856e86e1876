"""Who is told what: pure decisions over what is new and what a reader follows, without a query.

A passage is told when it is new in the reader's stretch of time, was written by somebody else, lies beyond what they
have read and beyond what a digest told them before, and its entry is reached by something they follow in this rhythm,
or by a thread of theirs. Muting a thread, place, tag or person wins over everything.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from community.following.digests.fresh import Fresh, Piece, Thing
from community.following.digests.readers import Reader
from community.following.models import Level, Target

MOST = 20
_NEAR = frozenset({Level.WATCH, Level.INSTANT})


class Section(Enum):
    """Where in a digest something stands."""

    OWN = "own"
    FOLLOWED = "followed"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is told: what one follows."""

    target: str
    target_id: int


@dataclass(slots=True)
class Item:
    """One line: an entry, how many of its passages are new to the reader, the first of them, and why it is told."""

    thing: Thing
    section: Section
    reasons: list[Reason]
    pieces: list[Piece]

    @property
    def is_new(self) -> bool:
        """Returns whether the entry itself is new to the reader."""
        return self.pieces[0].number == 1

    @property
    def replies(self) -> int:
        """Returns how many of its new passages are replies."""
        return len(self.pieces) - self.is_new


@dataclass(slots=True)
class Picked:
    """What a reader is told: lines by section, best first, and how many more there are."""

    reader: Reader
    items: dict[Section, list[Item]] = field(default_factory=dict)
    more: int = 0

    def __bool__(self) -> bool:
        return any(self.items.values())


def pick(reader: Reader, fresh: Fresh, level: Level, *, found: Mapping[int, frozenset[int]]) -> Picked:
    """Returns what a reader is told in the digest of a rhythm (daily or weekly); falsy when there is nothing.

    `found`: the entries (ids) that each saved search finds among what is new, by the search's id.
    """
    reasons: dict[int, list[Reason]] = {}
    for reason, entry_ids in _wanted(reader, fresh, level, found):
        for entry_id in entry_ids:
            reasons.setdefault(entry_id, []).append(reason)
    items = []
    for entry_id, why in reasons.items():
        thing = fresh.things[entry_id]
        if reader.may_see(thing.audience, thing.space_id) and not _is_quiet(reader, thing):
            pieces = _new_to(reader, thing, fresh.pieces[entry_id])
            if pieces:
                items.append(Item(thing, _section(reader, thing, pieces), why, pieces))
    items.sort(key=lambda item: (-_weight(reader, item), -item.pieces[-1].at.timestamp(), item.thing.id))
    kept = items[:MOST]
    by_section = {section: [item for item in kept if item.section is section] for section in Section}
    return Picked(reader, by_section, len(items) - len(kept))


def _wanted(
    reader: Reader, fresh: Fresh, level: Level, found: Mapping[int, frozenset[int]]
) -> Iterator[tuple[Reason, list[int]]]:  # fmt: skip
    """Yields what the reader follows in this rhythm, with the entries that it leads to. Own threads are in each."""
    ways = {Target.TAG: fresh.by_tag, Target.SPACE: fresh.by_space, Target.PERSON: fresh.by_author}
    for target, way in ways.items():
        for target_id, wish in reader.follows[target].items():
            if wish == level and target_id in way:
                yield Reason(target, target_id), way[target_id]
    for entry_id, wish in reader.follows[Target.ENTRY].items():
        if (wish == level or wish in _NEAR) and entry_id in fresh.things:
            yield Reason(Target.ENTRY, entry_id), [entry_id]
    for search in reader.searches:
        if reader.follows[Target.SEARCH].get(search.pk) == level:
            yield Reason(Target.SEARCH, search.pk), [pk for pk in found.get(search.pk, ()) if pk in fresh.things]


def _is_quiet(reader: Reader, thing: Thing) -> bool:
    """Returns whether the reader muted the entry, its place, one of its tags or who began it."""
    follows = reader.follows
    return (
        follows[Target.ENTRY].get(thing.id) == Level.MUTED
        or follows[Target.SPACE].get(thing.space_id or 0) == Level.MUTED
        or any(follows[Target.TAG].get(tag_id) == Level.MUTED for tag_id in thing.tags)
        or reader.is_quiet_about(thing.author_id, thing.space_id)
    )


def _new_to(reader: Reader, thing: Thing, pieces: list[Piece]) -> list[Piece]:
    """Returns the passages that are new to the reader, in order."""
    read = max(reader.seen.get(thing.id, 0), reader.reported.get(thing.id, 0))
    since = reader.since
    if thing.id not in reader.seen and thing.space_id in reader.seen_spaces:
        since = max(since, reader.seen_spaces[thing.space_id])
    return [
        piece
        for piece in pieces
        if piece.number > read
        and piece.at > since
        and piece.author_id != reader.id
        and not reader.is_quiet_about(piece.author_id, thing.space_id)
    ]


def _section(reader: Reader, thing: Thing, pieces: list[Piece]) -> Section:
    if thing.is_in_library and pieces[0].number == 1:
        return Section.LIBRARY
    own = thing.author_id == reader.id or reader.follows[Target.ENTRY].get(thing.id) in _NEAR
    return Section.OWN if own else Section.FOLLOWED


def _weight(reader: Reader, item: Item) -> float:
    """Returns how much a line matters: own threads first, then what several follows lead to, answers, and many replies."""
    thing = item.thing
    weight = 8.0 if thing.author_id == reader.id else 0.0
    weight += 4.0 if item.section is Section.OWN else 0.0
    weight += 3.0 if item.section is Section.LIBRARY else 0.0
    weight += 2.0 * (len(item.reasons) - 1)
    weight += 2.0 if thing.is_solved else 0.0
    weight += 1.5 if thing.kind == "question" and not thing.replies else 0.0
    return weight + min(item.replies, 6) * 0.5


def reasons_in(picked: Picked) -> Counter[Reason]:
    """Returns how many lines each thing that one follows leads to; the subject of the letter names the first."""
    return Counter(reason for items in picked.items.values() for item in items for reason in item.reasons)
