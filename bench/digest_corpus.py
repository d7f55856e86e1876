"""The community that `./dev bench digest` composes for: 10,000 people with 20 follows each, 40,000 posts of one week.

Everything is new to everybody, but for what they have read: no week will ever be as hard. It is made by plain rows,
once, and kept; to make it anew, delete DATA_DIR/bench.
"""

import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench.corpus import Vocabulary
from community.catalogue import engine
from community.catalogue.actions import learn
from community.catalogue.engine.indexing import passage_words, title_words
from community.catalogue.models import Entry, EntryTag, Passage, Seen, SeenSpace
from community.following.models import Follow, Level, Reported, SavedSearch, Target
from community.letters.models import Dispatch
from community.people.models import Person
from community.spaces.models import Audience, Membership, Space, SpaceKind
from community.tags.models import Tag

PEOPLE, FOLLOWS, POSTS, THREADS = 10_000, 20, 40_000, 8_000
TAGS, SPACES, SEARCHERS, QUERIES = 80, 14, 1_000, 40
READ, TOLD = 30, 5  # threads that each person has read in part, and of which a digest told them
NOW = datetime(2026, 11, 23, 8, 1, tzinfo=timezone.get_default_timezone())
KEY = "2026-W48"
_BATCH = 2_000


def build() -> None:
    """Makes the community unless it is there already."""
    if Dispatch.objects.count() == PEOPLE:
        return
    begin = time.monotonic()
    print(f"  Making {PEOPLE:,} people and {POSTS:,} posts, once; they are kept.", flush=True)
    rnd = random.Random(2026)
    with transaction.atomic():
        for model in (Dispatch, Follow, SavedSearch, Entry, Membership, Space, Person, Tag):
            model._default_manager.all().delete()
        vocabulary = Vocabulary()
        spaces, tags = _places(), _tags(rnd, vocabulary)
        people = _people(rnd, spaces)
        entries = _threads(rnd, vocabulary, people, spaces, tags)
        _posts(rnd, vocabulary, people, entries)
        _wishes(rnd, vocabulary, people, spaces, tags, entries)
        _reading(rnd, people, spaces, entries)
        due = NOW - timedelta(minutes=1)
        _save(Dispatch, (Dispatch(person_id=pk, stream="weekly", key=KEY, due_at=due) for pk in people))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
    print(f"  Made in {time.monotonic() - begin:.0f} s.", flush=True)


def _save(model: Any, rows: Iterator[Any]) -> list[Any]:
    saved: list[Any] = []
    while batch := list(islice(rows, _BATCH)):
        saved += model._default_manager.bulk_create(batch)
    return saved


def _places() -> list[tuple[int, str]]:
    """Makes places of all audiences; returns their ids with these."""
    audiences = [*[Audience.PUBLIC] * 9, Audience.COMMUNITY, *[Audience.MEMBERS] * (SPACES - 10)]
    rows = (
        Space(kind=SpaceKind.GROUP, slug=f"s{n}", name=f"Sieć {n}", audience=one) for n, one in enumerate(audiences)
    )  # fmt: skip
    return [(space.pk, space.audience) for space in _save(Space, rows)]


def _tags(rnd: random.Random, vocabulary: Vocabulary) -> list[int]:
    names = sorted(set(vocabulary.draw(rnd, TAGS * 4)))[:TAGS]
    return [tag.pk for tag in [Tag.objects.create(name=f"{name} {n}") for n, name in enumerate(names)]]


def _people(rnd: random.Random, spaces: list[tuple[int, str]]) -> list[int]:
    rows = (
        Person(
            email=f"p{n}@bench.example", name=f"Osoba Próbna {n}", slug=f"osoba-{n}",
            language="en" if n % 20 == 0 else "pl", joined_at=NOW - timedelta(days=400),
        )
        for n in range(PEOPLE)
    )  # fmt: skip
    people = [person.pk for person in _save(Person, rows)]
    _save(Membership, (
        Membership(person_id=pk, space_id=space) for pk in people for space, _audience in rnd.sample(spaces, 3)
    ))  # fmt: skip
    return people


def _threads(
    rnd: random.Random, vocabulary: Vocabulary, people: list[int], spaces: list[tuple[int, str]], tags: list[int]
) -> list[Entry]:  # fmt: skip
    rows = []
    for number in range(1, THREADS + 1):
        space, audience = rnd.choice(spaces)
        rows.append(
            Entry(
                kind=rnd.choices(("question", "discussion", "announcement"), (70, 25, 5))[0], subject_id=number,
                title=" ".join(vocabulary.draw(rnd, rnd.randint(4, 10)))[:200].capitalize(),
                url=f"/watki/{number}/watek/", space_id=space, audience=audience, author_id=rnd.choice(people),
                published_at=NOW - timedelta(days=rnd.uniform(0, 40)), last_activity_at=NOW - timedelta(minutes=5),
                year=2026, replies=POSTS // THREADS, is_solved=rnd.random() < 0.3,
            )
        )  # fmt: skip
    entries = _save(Entry, iter(rows))
    _save(EntryTag, (
        EntryTag(content_object=entry, tag_id=tag)
        for entry in entries for tag in rnd.sample(tags, rnd.choices((1, 2, 3), (3, 4, 3))[0])
    ))  # fmt: skip
    return entries


def _posts(rnd: random.Random, vocabulary: Vocabulary, people: list[int], entries: list[Entry]) -> None:
    """Makes as many posts for each thread, and what the search finds of them."""
    each = POSTS // len(entries)
    rows = [
        Passage(
            entry=entry, number=first + place, anchor=f"#p{first + place}", author_id=rnd.choice(people),
            at=NOW - timedelta(minutes=rnd.randint(10, 7 * 24 * 60 - 10)),
            text=" ".join(vocabulary.draw(rnd, 12)),
        )
        for entry in entries
        for first in [1 if entry.published_at > NOW - timedelta(days=7) else rnd.randint(2, 40)]
        for place in range(each)
    ]  # fmt: skip
    saved = _save(Passage, iter(rows))
    titles = {entry.pk: title_words(entry.title, language="pl", tag_ids=(), is_first=False) for entry in entries}
    for start in range(0, len(saved), _BATCH):
        some = saved[start : start + _BATCH]
        engine.write([(one.pk, passage_words(titles[one.entry_id], one.text, language="pl")) for one in some])
    learn([" ".join(vocabulary.words)])


def _wishes(
    rnd: random.Random, vocabulary: Vocabulary, people: list[int], spaces: list[tuple[int, str]], tags: list[int],
    entries: list[Entry],
) -> None:  # fmt: skip
    """Makes twenty follows for each: topics, places, people, threads, for some a search; one of them mutes."""
    queries = [f"q={'+'.join(vocabulary.draw(rnd, 1))}" for _n in range(QUERIES)]
    searchers = set(rnd.sample(people, SEARCHERS))
    searches = _save(
        SavedSearch, (SavedSearch(person_id=pk, name="Szukanie", query=rnd.choice(queries)) for pk in sorted(searchers))
    )
    search_of = {search.person_id: search.pk for search in searches}
    _save(Follow, (row for pk in people for row in _twenty(rnd, pk, people, spaces, tags, entries, search_of.get(pk))))


def _twenty(
    rnd: random.Random, person_id: int, people: list[int], spaces: list[tuple[int, str]], tags: list[int],
    entries: list[Entry], search_id: int | None,
) -> Iterator[Follow]:  # fmt: skip
    wishes = [(Target.TAG, pk, Level.WEEKLY) for pk in rnd.sample(tags, 9)]
    wishes += [(Target.SPACE, pk, Level.WEEKLY) for pk, _audience in rnd.sample(spaces, 2)]
    wishes += [(Target.PERSON, pk, Level.WEEKLY) for pk in rnd.sample(people, 3)]
    wishes += [(Target.ENTRY, entry.pk, Level.WATCH) for entry in rnd.sample(entries, 4 if search_id else 5)]
    wishes += [(Target.SEARCH, search_id, Level.WEEKLY)] if search_id else []
    wishes[0] = (wishes[0][0], wishes[0][1], Level.MUTED)
    wishes.append((Target.PERSON, people[0] if person_id != people[0] else people[1], Level.IGNORED))
    for target, target_id, level in wishes:
        yield Follow(
            person_id=person_id, target=target, target_id=target_id, level=level, created_at=NOW - timedelta(days=99)
        )  # fmt: skip


def _reading(rnd: random.Random, people: list[int], spaces: list[tuple[int, str]], entries: list[Entry]) -> None:
    """Lets everybody have read some threads to some post, one place to some moment, and have been told of others."""
    _save(Seen, (
        Seen(person_id=pk, entry=entry, upto=rnd.randint(1, 20), at=NOW - timedelta(days=3))
        for pk in people for entry in rnd.sample(entries, READ)
    ))  # fmt: skip
    _save(SeenSpace, (
        SeenSpace(person_id=pk, space_id=rnd.choice(spaces)[0], at=NOW - timedelta(days=rnd.uniform(1, 9)))
        for pk in people
    ))  # fmt: skip
    _save(Reported, (
        Reported(person_id=pk, entry=entry, upto=rnd.randint(1, 9), at=NOW - timedelta(days=7))
        for pk in people for entry in rnd.sample(entries, TOLD)
    ))  # fmt: skip
