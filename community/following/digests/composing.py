"""Who is told what: pure decisions over what is new and what a reader follows, without a query.

A passage is told when it is new in the reader's stretch of time, was written by somebody else, lies beyond what they
have read and beyond what a digest told them before, and its entry is reached by something they follow in this rhythm,
or is a thread that they follow more closely. Muting a thread, place, tag or person wins over everything.

Ten thousand readers are told at once, so most is decided by sets. Only an entry of which a reader has their own view
(read in part, followed by itself, told before) is looked at passage by passage.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from community.following.digests.fresh import Fresh, Piece, Thing
from community.following.digests.readers import Reader
from community.following.digests.weighing import BEGUN, FOLLOWED_CLOSELY, Reach, best_of, own_standing
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
    """One line: an entry, its passages that are new to the reader, and why it is told.

    `is_new`: so is the entry itself. `read_upto`: how far the reader has read, None for who never opened it.
    """

    thing: Thing
    section: Section
    reasons: list[Reason]
    pieces: list[Piece]
    is_new: bool
    read_upto: int | None = None

    @property
    def replies(self) -> int:
        """Returns how many of its new passages are replies."""
        return 0 if self.thing.is_in_library else len(self.pieces) - self.is_new


@dataclass(slots=True)
class Picked:
    """What a reader is told up to a moment: lines by section, best first, and how many more there are."""

    reader: Reader
    until: datetime
    items: dict[Section, list[Item]] = field(default_factory=dict)
    more: int = 0

    def __bool__(self) -> bool:
        return any(self.items.values())

    @property
    def all_items(self) -> list[Item]:
        """Returns its lines from top to bottom."""
        return [item for items in self.items.values() for item in items]


Found = Mapping[int, Collection[int]]  # the entries (ids) that each saved search finds, by the search's id


def pick(
    reader: Reader, fresh: Fresh, levels: Collection[Level], *, found: Found, asked: Collection[int] = (),
    most: int | None = MOST,
) -> Picked:  # fmt: skip
    """Returns what a reader is told in a digest of these levels (daily, weekly or both); falsy when that is nothing.

    `asked`: entries (ids) that the letter names already, because somebody there waits for the reader. `most`: how many
    lines; None: all.
    """
    news = fresh.after(reader.since)
    reach = _reach(reader, news, levels, found)
    told = reach[0] - _hidden(reader, news) - set(asked) if reach else set[int]()
    special = told & _special(reader, news)
    filtered = _with_own_or_quiet(reader, news)
    new = {pk: pieces for pk in special if (pieces := _new_to(reader, news, pk, pk in filtered))}
    for pk in new.keys() & _by_people(reader, news, levels):
        if not any(_reasons(reader, news.things[pk], new[pk], levels, found)):
            del new[pk]  # they follow who wrote in it, but nobody of these wrote what is new
    near = _near(reader, news)
    alike = {pk for pk, pieces in new.items() if pieces is news.pieces[pk]} - near.keys()
    own = [
        own_standing(news, pk, new[pk], sum(pk in layer for layer in reach), near.get(pk, 0.0))
        for pk in new.keys() - alike
    ]
    plain = (told - special) | alike
    count = len(own) + len(plain)
    best = best_of(own, plain, reach, news, count if most is None else most)
    lines = [_item(reader, news.things[pk], new.get(pk) or news.pieces[pk], levels, found) for _w, _at, pk in best]
    by_section = {section: [item for item in lines if item.section is section] for section in Section}
    return Picked(reader, fresh.until, by_section, count - len(lines))


def _reach(reader: Reader, news: Fresh, levels: Collection[Level], found: Found) -> Reach:
    """Returns the entries that what the reader follows leads to, in layers."""
    reach: Reach = []
    for target, way in ((Target.TAG, news.by_tag), (Target.SPACE, news.by_space), (Target.PERSON, news.by_writer)):
        for target_id, level in reader.follows.get(target, {}).items():
            if level in levels and target_id in way:
                _lead(reach, way[target_id])
    for entry_id, level in reader.follows.get(Target.ENTRY, {}).items():
        if level in levels or level in _NEAR:
            _lead(reach, _named_by(news, entry_id))
    wished = reader.follows.get(Target.SEARCH, {})
    for search in reader.searches:
        if wished.get(search.pk) in levels:
            _lead(reach, {pk for pk in found.get(search.pk, ()) if pk in news.things})
    return reach


def _lead(reach: Reach, ids: set[int]) -> None:
    """Adds one more way to these entries: what was in a layer already goes to the next one, too."""
    for layer in reach:
        again = layer & ids
        layer |= ids
        ids = again
    if ids:
        reach.append(set(ids))


def _named_by(news: Fresh, entry_id: int) -> set[int]:
    """Returns what a follow of an entry means: the entry and its discussion."""
    about = news.by_about.get(entry_id, set())
    return about | {entry_id} if entry_id in news.things else about


def _hidden(reader: Reader, news: Fresh) -> set[int]:
    """Returns what the reader may not see, or has muted: the entry, its place, one of its tags, or who began it."""
    hidden: set[int] = set()
    if not reader.leads_all:
        hidden.update(*(ids for space_id, ids in news.closed.items() if space_id not in reader.spaces))
    for target, way in ((Target.TAG, news.by_tag), (Target.SPACE, news.by_space)):
        muted = (pk for pk, level in reader.follows.get(target, {}).items() if level == Level.MUTED)
        hidden.update(*(way[pk] for pk in muted if pk in way))
    for pk, level in reader.follows.get(Target.ENTRY, {}).items():
        if level == Level.MUTED:
            hidden |= _named_by(news, pk)
    for person_id in reader.quiet_people.keys() & news.by_starter.keys():
        begun = news.by_starter[person_id]
        hidden |= {pk for pk in begun if reader.is_quiet_about(person_id, news.things[pk].space_id)}
    return hidden


def _special(reader: Reader, news: Fresh) -> set[int]:
    """Returns the entries of which the reader has a view of their own; all others are to them as to everybody."""
    special = news.library | reader.seen.keys() | reader.reported.keys()
    special |= news.by_writer.get(reader.id, set()) | news.by_starter.get(reader.id, set())
    for entry_id, level in reader.follows.get(Target.ENTRY, {}).items():
        if level in _NEAR:
            special |= _named_by(news, entry_id)
    for person_id in reader.quiet_people.keys() & news.by_writer.keys():
        special |= news.by_writer[person_id]
    for space_id, at in reader.seen_spaces.items():
        if at > reader.since and space_id in news.by_space:
            special |= news.by_space[space_id]
    return special


def _near(reader: Reader, news: Fresh) -> dict[int, float]:
    """Returns the entries that stand among the reader's own threads, with what that adds to their weight."""
    near = {
        pk: FOLLOWED_CLOSELY for pk, level in reader.follows.get(Target.ENTRY, {}).items() if level in _NEAR
    }  # fmt: skip
    return near | dict.fromkeys(news.by_starter.get(reader.id, ()), BEGUN)


def _with_own_or_quiet(reader: Reader, news: Fresh) -> set[int]:
    """Returns the entries in which the reader wrote something new, or somebody of whom they want to hear nothing."""
    writers = (reader.id, *reader.quiet_people)
    return set[int]().union(*(news.by_writer[pk] for pk in writers if pk in news.by_writer))


def _by_people(reader: Reader, news: Fresh, levels: Collection[Level]) -> set[int]:
    """Returns the entries in which people wrote whom the reader follows."""
    followed = (pk for pk, level in reader.follows.get(Target.PERSON, {}).items() if level in levels)
    return set[int]().union(*(news.by_writer[pk] for pk in followed if pk in news.by_writer))


def _item(
    reader: Reader, thing: Thing, pieces: list[Piece], levels: Collection[Level], found: Found
) -> Item:  # fmt: skip
    """Returns the line of an entry with these passages that are new to the reader."""
    reasons = list(_reasons(reader, thing, pieces, levels, found))
    seen = reader.seen.get(thing.id)
    if thing.is_in_library:
        is_new = not seen and thing.published_at > reader.since
        return Item(thing, Section.LIBRARY, reasons, pieces[:1], is_new)
    is_new = pieces[0].number == 1
    return Item(thing, _section(reader, thing), reasons, pieces, is_new, seen.upto if seen else None)


def _section(reader: Reader, thing: Thing) -> Section:
    if thing.is_in_library:
        return Section.LIBRARY
    is_near = reader.follows.get(Target.ENTRY, {}).get(thing.id) in _NEAR
    return Section.OWN if is_near or thing.author_id == reader.id else Section.FOLLOWED


def _new_to(reader: Reader, news: Fresh, entry_id: int, is_filtered: bool) -> list[Piece]:
    """Returns the passages of an entry that are new to the reader, in order."""
    thing, pieces = news.things[entry_id], news.pieces[entry_id]
    if thing.is_in_library:
        return _changes_to(reader, thing, pieces)
    return _posts_to(reader, thing, pieces, is_filtered)


def _posts_to(reader: Reader, thing: Thing, pieces: list[Piece], is_filtered: bool) -> list[Piece]:
    """Returns the posts of a thread that are new to the reader, in order; `pieces` itself where all of them are.

    `is_filtered`: among their writers is the reader, or somebody of whom they want to hear nothing.
    """
    seen, told = reader.seen.get(thing.id), reader.reported.get(thing.id)
    upto = max(seen.upto if seen else 0, told.upto if told else 0)
    since = _read_since(reader, thing)
    new = pieces
    if upto or since > reader.since:
        new = [piece for piece in new if piece.number > upto and piece.at > since]
    if is_filtered:
        me, quiet = reader.id, reader.is_quiet_about
        new = [piece for piece in new if piece.author_id != me and not quiet(piece.author_id, thing.space_id)]
    return new if len(new) < len(pieces) else pieces


def _changes_to(reader: Reader, thing: Thing, pieces: list[Piece]) -> list[Piece]:
    """Returns the stretches of a page that changed since the reader had it before them, in the language they get."""
    marks = [marks[thing.id].at for marks in (reader.seen, reader.reported) if thing.id in marks]
    since, language = max([_read_since(reader, thing), *marks]), thing.language_for(reader.language)
    return [
        piece
        for piece in pieces
        if piece.language == language and piece.at > since and piece.author_id != reader.id
        and not reader.is_quiet_about(piece.author_id, thing.space_id)
    ]  # fmt: skip


def _read_since(reader: Reader, thing: Thing) -> datetime:
    """Returns from when on something in an entry is new to the reader, as long as no row says how far they read it."""
    at = reader.seen_spaces.get(thing.space_id or 0)
    return at if at and at > reader.since and thing.id not in reader.seen else reader.since


def _reasons(
    reader: Reader, thing: Thing, pieces: list[Piece], levels: Collection[Level], found: Found
) -> Iterator[Reason]:  # fmt: skip
    """Yields what of that which the reader follows led to an entry with these new passages."""
    follows = reader.follows
    ways: tuple[tuple[str, Collection[int]], ...] = (
        (Target.TAG, thing.tags),
        (Target.PERSON, {piece.author_id or 0 for piece in pieces}),
        (Target.SPACE, (thing.space_id or 0,)),
    )
    for target, ids in ways:
        wished = follows.get(target, {})
        yield from (Reason(target, pk) for pk in sorted(ids) if wished.get(pk) in levels)
    for pk in (thing.id, thing.about_id):
        level = follows.get(Target.ENTRY, {}).get(pk or 0)
        if level in levels or level in _NEAR:
            yield Reason(Target.ENTRY, pk or 0)
    for search in reader.searches:
        if follows.get(Target.SEARCH, {}).get(search.pk) in levels and thing.id in found.get(search.pk, ()):
            yield Reason(Target.SEARCH, search.pk)
