"""The demo's threads: replayed in the order of time through the real actions, the same every time."""

import random
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from community.base import clock
from community.catalogue.models import Entry, SeenSpace
from community.following.actions import follow
from community.following.models import Level, Target
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.models import Membership, Space
from community.spaces.rules import may_see
from community.tags.models import Tag
from forum import actions
from forum.demo_beside import load_beside
from forum.demo_files import with_file
from forum.models import Thread

_FOLDER = Path(__file__).parent / "demo_texts"
_FILES = ("zielona", "ppp", "cyfrowa", "groups")
LONG_THREAD_POSTS = 300
READ_AFTER = timedelta(days=9)
Step = tuple[datetime, int, Callable[[], None]]


def load_threads(
    people: dict[str, Person], spaces: dict[str, Space], tags: dict[str, Tag], *, progress: Callable[[int, int], None]
) -> None:
    """Creates the demo's threads, replies, votes and accepted answers; `progress(done, all)` hears of each.

    `tags` are those of the demo by name.
    """
    today = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    steps: list[Step] = []
    for name in _FILES:
        for row in _read(name)["thread"]:
            steps += _Talk(row, people, spaces[row.get("space", name)], tags, today).steps()
    steps += list(_long_thread(people, spaces, tags, today))
    steps.sort(key=lambda step: step[:2])
    for done, (moment, _order, act) in enumerate(steps, start=1):
        with clock.replaying(moment):
            act()
        progress(done, len(steps))
    load_beside(today)
    old = Notification.objects.filter(created_at__lt=today - READ_AFTER)
    old.update(read_at=today - READ_AFTER)
    _belonged(since=steps[0][0] - timedelta(days=1), read_to=today - READ_AFTER)


def _belonged(*, since: datetime, read_to: datetime) -> None:
    """People belonged to their spaces before anything was written there, and have read all but the last days."""
    Membership.objects.update(joined_at=since)
    rows = Membership.objects.values_list("person_id", "space_id")
    SeenSpace.objects.bulk_create([SeenSpace(person_id=p, space_id=s, at=read_to) for p, s in rows])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


class _Talk:
    """One described thread, turned into steps: start, each reply, votes and acceptance."""

    def __init__(
        self, row: dict[str, Any], people: dict[str, Person], space: Space, tags: dict[str, Tag], today: datetime
    ) -> None:
        self.row, self.people, self.space = row, people, space
        self.tags = [tags[name] for name in row.get("tags", [])]
        self.dice = random.Random(row["code"])
        self.started = today - timedelta(days=row["days_ago"], minutes=self.dice.randint(0, 480))
        self.thread: Thread | None = None

    def steps(self) -> list[Step]:
        """Returns the steps with their moments."""
        steps: list[Step] = [(self.started, 0, self.start)]
        for number, reply in enumerate(self.row.get("reply", []), start=1):
            moment = self.started + timedelta(hours=reply["hours_later"], minutes=self.dice.randint(1, 50))
            steps.append((moment, number, lambda n=number, r=reply: self.answer(n, r)))  # type: ignore[misc]
        return steps

    def start(self) -> None:
        """Starts the thread."""
        author = self.people[self.row["author"]]
        self.thread = actions.start_thread(
            author=author,
            space=self.space,
            kind=self.row["kind"],
            title=self.row["title"],
            text=_text(self.row, author),
            key=f"demo-{self.row['code']}",
            tags=self.tags,
        )

    def answer(self, number: int, reply: dict[str, Any]) -> None:
        """Replies, and lets others vote for the reply and its asker accept it."""
        assert self.thread is not None
        author = self.people[reply["author"]]
        post = actions.reply(
            author=author,
            thread=self.thread,
            text=_text(reply, author),
            key=f"demo-{self.row['code']}-{number}",
        )
        for voter in self._voters(author, reply.get("upvotes", 0)):
            actions.upvote(by=voter, post=post)
        if reply.get("accepted"):
            with clock.replaying(min(clock.now() + timedelta(hours=20), timezone.now())):
                actions.accept_answer(by=self.people[self.row["author"]], post=post)

    def _voters(self, author: Person, wanted: int) -> list[Person]:
        if self.row["kind"] != "question":
            return []
        others = [person for person in self.people.values() if person != author and self._sees(person)]
        return self.dice.sample(others, min(wanted, len(others)))

    def _sees(self, person: Person) -> bool:
        return may_see(person, audience=self.space.audience, space_id=self.space.pk)


def _text(row: dict[str, Any], author: Person) -> str:
    text = str(row["body"]).strip()
    return with_file(text, row["file"], owner=author) if "file" in row else text


def _long_thread(
    people: dict[str, Person], spaces: dict[str, Space], tags: dict[str, Tag], today: datetime
) -> Iterator[Step]:
    """Yields the steps of the thread of 300 posts: remarks of everybody in turn, spread over its days."""
    row = _read("long")
    dice = random.Random("long")
    authors = list(people.values())
    started = today - timedelta(days=row["days_ago"])
    thread: list[Thread] = []

    def start() -> None:
        thread.append(
            actions.start_thread(
                author=people[row["author"]],
                space=spaces[row["space"]],
                kind=row["kind"],
                title=row["title"],
                text=row["body"].strip(),
                key="demo-long",
                tags=[tags[name] for name in row["tags"]],
            )
        )

    yield started, 0, start
    texts = _texts(row, LONG_THREAD_POSTS - 1)
    muted = {row["author"]}
    pause = (today - timedelta(days=1) - started) / len(texts)
    for number, text in enumerate(texts, start=2):
        author = dice.choice(authors)
        moment = started + pause * (number - 1)
        yield moment, number, lambda a=author, t=text, n=number: _remark(a, thread[0], t, n, muted)  # type: ignore[misc]


def _remark(author: Person, thread: Thread, text: str, number: int, muted: set[str]) -> None:
    """Adds a remark; whoever writes the first one mutes the thread, or every inbox would hold nothing else."""
    actions.reply(author=author, thread=thread, text=text, key=f"demo-long-{number}")
    if author.slug not in muted:
        muted.add(author.slug)
        entry = Entry.objects.get(kind=thread.kind, subject_id=thread.pk)
        follow(person=author, target=Target.ENTRY, target_id=entry.pk, level=Level.MUTED)


def _texts(row: dict[str, Any], wanted: int) -> list[str]:
    remarks, closings = row["remarks"], row["closings"]
    texts = []
    for number in range(wanted):
        text = remarks[number * len(remarks) // wanted if number % 2 else (number * 7) % len(remarks)]
        texts.append(f"{text}\n\n{closings[number % len(closings)]}" if number % 5 == 4 else text)
    return texts
