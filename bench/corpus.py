"""The corpus that `./dev bench search` looks in: 100,000 passages of inflected Polish in 10,000 entries.

Its vocabulary are the demo's texts, and other forms of the words in them, as often as there. WANTED names words that
these texts do not say by themselves; each is planted in about as many passages as its number says. To make the corpus
anew, delete DATA_DIR/bench.
"""

import random
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from community.base.language import forms_of, lemmas_of, tokens_of
from community.catalogue import engine
from community.catalogue.actions import learn
from community.catalogue.engine import postgres
from community.catalogue.engine.indexing import passage_words, title_words
from community.catalogue.engine.terms import Words
from community.catalogue.models import Entry, EntryTag, Passage
from community.people.models import Person
from community.spaces.models import Audience, City, Membership, Space, SpaceKind
from community.tags.models import Tag, TagName

PASSAGES, ENTRIES, WORDS_IN_A_PASSAGE = 100_000, 10_000, 118
WANTED = {"retencja": 3_200, "niecka": 300, "mieszkaniec": 33_000}
TOGETHER = ("retencja", "zbiornik", 800)  # the second word stands in so many of the first one's passages
PHRASE = ("plan adaptacji", 600)
MEMBER = "member@bench.example"
_TEXTS = Path(__file__).resolve().parents[1] / "forum" / "demo_texts"
_WORD = re.compile(r"[^\W\d_]{2,}")
_BATCH = 1_000
_START = datetime(2016, 1, 4, 9, tzinfo=timezone.get_default_timezone())


class Vocabulary:
    """Words as often as the demo's texts have them, and the forms of the planted ones."""

    def __init__(self) -> None:
        planted = [*WANTED, TOGETHER[1], *PHRASE[0].split()]
        kept_out = frozenset().union(*(tokens_of(word) for word in planted))
        counted = Counter(word.lower() for text in _demo_texts() for word in _WORD.findall(text))
        weights: Counter[str] = Counter()
        for word, times in counted.items():
            for form, weight in _family(word, times):
                if not tokens_of(form) & kept_out:
                    weights[form] += weight
        self.words = list(weights)
        self.sums = list(accumulate(weights.values()))
        self.forms = {word: sorted(forms_of(word)) for word in planted}

    def draw(self, rnd: random.Random, count: int) -> list[str]:
        """Returns that many words."""
        return rnd.choices(self.words, cum_weights=self.sums, k=count)


def _demo_texts() -> Iterator[str]:
    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from strings(part)

    for path in sorted(_TEXTS.glob("*.toml")):
        yield from strings(tomllib.loads(path.read_text("utf-8")))


def _family(word: str, times: int) -> Iterator[tuple[str, int]]:
    """Yields a word as often as it stands there, ten times over, and forms of its lemmas once each."""
    yield word, times * 10
    for lemma in lemmas_of(word):
        for form in islice(sorted(forms_of(lemma)), 0, None, 4):
            if _WORD.fullmatch(form):
                yield form, 1


def build() -> None:
    """Makes the corpus unless it is there already; says how far it is."""
    if _is_whole():
        return
    begin = time.monotonic()
    print(f"  Making {PASSAGES:,} passages, once; they are kept.", flush=True)
    rnd = random.Random(2026)
    vocabulary = Vocabulary()
    with transaction.atomic():
        _forget()
        entries = _entries(rnd, vocabulary, _world())
        learn([" ".join(vocabulary.words), *(" ".join(forms) for forms in vocabulary.forms.values())])
    with _index_made_at_the_end():
        rows = _passages(rnd, vocabulary, entries)
        done = 0
        while batch := list(islice(rows, _BATCH)):
            _write(batch)
            done += len(batch)
            if not done % 5_000:
                passed = time.monotonic() - begin
                print(f"\r  {done:,} of {PASSAGES:,} passages after {passed:.0f} s", end="", flush=True)
        print("\n  Indexing and tidying up …", flush=True)
    print(f"  Made in {time.monotonic() - begin:.0f} s.", flush=True)


def _is_whole() -> bool:
    """Returns whether all passages are there, and on PostgreSQL the index that is made last."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('catalogue_words_gin') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return False
    return Passage.objects.count() >= PASSAGES


@contextmanager
def _index_made_at_the_end() -> Iterator[None]:
    """PostgreSQL makes a GIN index of many rows at once much faster; autovacuum would have come by meanwhile, too.

    Nobody analyses a SQLite database, so it is left as it is.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS catalogue_words_gin")
        yield
        cursor.execute(postgres.INDEX)
        cursor.execute("VACUUM (ANALYZE)")


def _forget() -> None:
    for model in (Entry, Membership, Space, Person, City, Tag):
        model._default_manager.all().delete()


class World:
    """The ids that entries point to."""

    def __init__(self, people: list[int], cities: list[int], spaces: list[tuple[int, str]], tags: list[int]) -> None:
        self.people, self.cities, self.spaces, self.tags = people, cities, spaces, tags


def _world() -> World:
    """Makes people, cities, spaces of all audiences, and tags; MEMBER belongs to two spaces."""
    people = Person.objects.bulk_create(
        [Person(email=f"p{n}@bench.example", name=f"Osoba {n}", slug=f"osoba-{n}") for n in range(299)]
        + [Person(email=MEMBER, name="Członkini", slug="czlonkini")]
    )
    sizes = ("<5k", "5-20k", "20-50k", "50-100k", "100-200k", "200-500k", ">500k")
    cities = City.objects.bulk_create(
        City(slug=f"m{n}", name=f"Miasto {n}", size_class=sizes[n % 7], latitude=52, longitude=19) for n in range(40)
    )
    audiences = [*[Audience.PUBLIC] * 6, Audience.COMMUNITY, *[Audience.MEMBERS] * 3]
    spaces = Space.objects.bulk_create(
        Space(kind=SpaceKind.GROUP, slug=f"s{n}", name=f"Grupa {n}", audience=audience)
        for n, audience in enumerate(audiences)
    )
    Membership.objects.bulk_create(Membership(space=space, person=people[-1]) for space in (spaces[0], spaces[-1]))
    tags = [Tag.objects.create(name=f"temat {n}", slug=f"temat-{n}") for n in range(78)]
    for tag in tags:
        TagName.objects.create(tag=tag, name=f"inna nazwa {tag.pk}")
    return World(
        [p.pk for p in people], [c.pk for c in cities], [(s.pk, s.audience) for s in spaces], [t.pk for t in tags]
    )


def _entries(rnd: random.Random, vocabulary: Vocabulary, world: World) -> list[tuple[Entry, tuple[int, ...]]]:
    """Returns saved entries with the ids of their tags."""
    made, tags_of = [], []
    for number in range(1, ENTRIES + 1):
        space, audience = rnd.choice(world.spaces)
        at = _START + timedelta(hours=9 * number)
        kind = rnd.choices(("question", "discussion", "announcement", "article"), (60, 25, 5, 10))[0]
        title = " ".join(vocabulary.draw(rnd, rnd.randint(4, 10)))
        made.append(
            Entry(
                kind=kind, subject_id=number, title=title[:200], url=f"/watki/{number}/", space_id=space,
                audience=audience, author_id=rnd.choice(world.people), city_id=rnd.choice([None, *world.cities]),
                published_at=at, last_activity_at=at + timedelta(days=rnd.expovariate(1 / 60)), year=at.year,
                is_solved=kind == "question" and rnd.random() < 0.5, replies=1,
            )
        )  # fmt: skip
        tags_of.append(tuple(rnd.sample(world.tags, rnd.choices((0, 1, 2, 3), (1, 3, 4, 2))[0])))
    entries = Entry.objects.bulk_create(made, batch_size=_BATCH)
    links = [
        EntryTag(content_object=entry, tag_id=tag) for entry, tags in zip(entries, tags_of, strict=True) for tag in tags
    ]
    EntryTag.objects.bulk_create(links, batch_size=_BATCH)
    return list(zip(entries, tags_of, strict=True))


def _sizes(rnd: random.Random) -> list[int]:
    """Returns how many passages each entry has: most a few, some hundreds."""
    sizes = [max(1, min(600, int(rnd.paretovariate(1.12) * 2))) for _ in range(ENTRIES)]
    while (missing := PASSAGES - sum(sizes)) != 0:
        place = rnd.randrange(ENTRIES)
        sizes[place] = max(1, sizes[place] + max(-sizes[place] + 1, min(20, missing)))
    return sizes


Row = tuple[Passage, Entry, tuple[int, ...]]


def _passages(
    rnd: random.Random, vocabulary: Vocabulary, entries: list[tuple[Entry, tuple[int, ...]]]
) -> Iterator[Row]:
    people = list(Person.objects.values_list("pk", flat=True))
    for (entry, tags), size in zip(entries, _sizes(rnd), strict=True):
        for number in range(1, size + 1):
            yield (
                Passage(
                    entry=entry, number=number, author_id=rnd.choice(people), anchor=f"#p{number}",
                    at=entry.published_at, text=_text(rnd, vocabulary),
                ),
                entry,
                tags,
            )  # fmt: skip


def _text(rnd: random.Random, vocabulary: Vocabulary) -> str:
    words = vocabulary.draw(rnd, rnd.randint(WORDS_IN_A_PASSAGE // 2, WORDS_IN_A_PASSAGE * 3 // 2))
    for word, hits in WANTED.items():
        if rnd.random() < hits / PASSAGES:
            _plant(rnd, words, vocabulary.forms[word], times=rnd.choice((1, 1, 1, 2, 3)))
            if word == TOGETHER[0] and rnd.random() < TOGETHER[2] / hits:
                _plant(rnd, words, vocabulary.forms[TOGETHER[1]], times=1)
    if rnd.random() < PHRASE[1] / PASSAGES:
        _plant(rnd, words, [PHRASE[0]], times=1)
    return " ".join(words)


def _plant(rnd: random.Random, words: list[str], forms: list[str], *, times: int) -> None:
    for _ in range(times):
        words.insert(rnd.randrange(len(words)), rnd.choice(forms))


@transaction.atomic
def _write(rows: Iterable[Row]) -> None:
    rows = list(rows)
    Passage.objects.bulk_create([passage for passage, _entry, _tags in rows])
    engine.write([(passage.pk, _words(passage, entry, tags)) for passage, entry, tags in rows])


def _words(passage: Passage, entry: Entry, tags: tuple[int, ...]) -> Words:
    title = title_words(entry.title, language="pl", tag_ids=tags, is_first=passage.number == 1)
    return passage_words(title, passage.text, language="pl")
