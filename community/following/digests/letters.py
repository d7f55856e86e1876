"""Digests as letters: what was picked for people, said in their language. Queries grow with batches, not people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils import translation

from community.base import clock
from community.base.addresses import address
from community.base.mail import drawn_letter
from community.following.digests.composing import Picked, pick
from community.following.digests.fresh import Fresh
from community.following.digests.keeping import fresh_for, read_anew, still_holds
from community.following.digests.readers import Reader, readers_of
from community.following.digests.reported import report, report_asked
from community.following.digests.saying import MOST_ASKED, Digest, Names, digest_of, room_beside
from community.following.digests.scheduling import DAILY, levels_of, since_of, with_both
from community.following.digests.searching import found_by
from community.following.models import Level
from community.following.silence import entries_named
from community.letters.links import links_for
from community.letters.models import Dispatch
from community.letters.streams import Composed
from community.notifications.grouping import Line as Asking
from community.notifications.queries import waiting_for
from community.people.models import Person

MANY = 20  # for fewer, what is new is always read anew
NEXT = "next"  # in addresses: what the next letter will tell


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter told, to be remembered when it is sent: lines, and notifications (ids)."""

    picked: Picked
    asked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A digest that has something to say, and what it tells."""

    person: Person
    digest: Digest
    told: Told


def whole_url(stream: str, key: str) -> str:
    """Returns where everything stands that a digest has to tell, without a language."""
    return f"/konto/sledzone/list/{stream}/{key}/"


def compose_digests(batch: Sequence[Dispatch]) -> dict[int, Composed | None]:
    """Returns what the digests of one stream say now, by the id of their dispatch; None where there is nothing new.

    Who also gets the weekly one now gets that alone. About twenty queries for a batch of any size, besides those for
    the people for whom something waits.
    """
    stream = batch[0].stream
    rows = {row.person_id: row for row in reversed(batch)}
    if stream == DAILY:
        for person_id in with_both({pk: row.due_at for pk, row in rows.items()}):
            rows.pop(person_id, None)
    until = clock.now()
    people = [row.person for row in rows.values()]
    since = since_of(list(rows), stream, until)
    ready = digests_for(people, stream, since=since, until=until, keys={pk: row.key for pk, row in rows.items()})
    letters: dict[int, Composed | None] = dict.fromkeys(row.pk for row in batch)
    return letters | {rows[pk].pk: _letter(one) for pk, one in ready.items()}


def digests_for(
    people: Sequence[Person], stream: str, *, since: Mapping[int, datetime], until: datetime, keys: Mapping[int, str],
    is_whole: bool = False,
) -> dict[int, Ready]:  # fmt: skip
    """Returns the digests of people, by id; who would get an empty one is left out, and who does not want the stream.

    `keys`: what each person's letter is called. `is_whole`: all lines instead of the first twenty, also of what was
    told before, so that a letter that has gone out can be read to its end.
    """
    levels = levels_of([person.pk for person in people], stream, is_old=is_whole)
    people = [person for person in people if levels[person.pk]]
    if not people:
        return {}
    waiting = {} if is_whole else waiting_for(people)
    readers = readers_of(people, since)
    if is_whole:
        readers = [replace(reader, reported={}) for reader in readers]
    batch = _Batch(readers, levels, waiting, is_whole=is_whole)
    picked = batch.pick(since, until)
    names = Names(picked.values())
    return {
        person.pk: _ready(person, picked[person.pk], waiting.get(person.pk, []), names, stream, keys[person.pk])
        for person in people
        if picked[person.pk] or waiting.get(person.pk)
    }


@dataclass(frozen=True)
class _Batch:
    """For whom is picked, and what is known of them."""

    readers: Sequence[Reader]
    levels: Mapping[int, Collection[Level]]
    waiting: Mapping[int, Sequence[Asking]]
    is_whole: bool

    def pick(self, since: Mapping[int, datetime], until: datetime) -> dict[int, Picked]:
        """Returns what each reader (id) is told; as it stands now, even where something was taken back just before."""
        first = min(since.values())
        fresh = fresh_for(first, until) if len(self.readers) >= MANY else read_anew(first, until)
        picked = self._pick_of(fresh)
        if not still_holds(fresh, {item.thing.id for one in picked.values() for item in one.all_items}):
            picked = self._pick_of(read_anew(first, until))
        return picked

    def _pick_of(self, fresh: Fresh) -> dict[int, Picked]:
        found = found_by([search for reader in self.readers for search in reader.searches], fresh)
        asking = {pk: {line.about for line in lines[:MOST_ASKED]} for pk, lines in self.waiting.items()}
        named = {name: entry.pk for name, entry in entries_named(set().union(*asking.values())).items()}
        picked = {}
        for reader in self.readers:
            asks = self.waiting.get(reader.id, ())
            most = None if self.is_whole else room_beside(asks)
            asked = {named[name] for name in asking.get(reader.id, ()) if name in named}
            picked[reader.id] = pick(reader, fresh, self.levels[reader.id], found=found, asked=asked, most=most)
        return picked


def _ready(
    person: Person, picked: Picked, waiting: Sequence[Asking], names: Names, stream: str, key: str
) -> Ready:  # fmt: skip
    with translation.override(person.language):
        digest = digest_of(picked, waiting, names, stream=stream, whole_url=whole_url(stream, key))
    asked = tuple(row.pk for line in waiting[:MOST_ASKED] for row in line.rows)
    return Ready(person, digest, Told(picked, asked))


def _letter(ready: Ready) -> Composed:
    links = links_for(ready.person, ready.digest.stream)
    with translation.override(ready.person.language):
        follows_url = settings.SITE_URL + address("follows")
    context = {
        "digest": ready.digest, "follows_url": follows_url, "settings_url": links.settings, "stop_url": links.stop,
    }  # fmt: skip
    drawn = drawn_letter("digest", context, language=ready.person.language)
    return Composed(drawn.subject, drawn.text, drawn.html, facts=ready.told)


def sent(row: Dispatch, letter: Composed) -> None:
    """Remembers what a digest that went out has told, so that no other tells it again. Two queries at most."""
    if isinstance(letter.facts, Told):
        report(row.person_id, letter.facts.picked)
        report_asked(letter.facts.asked)
