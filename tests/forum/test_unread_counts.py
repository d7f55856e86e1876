"""Unread counts against a count by hand: over plain rows of posts, threads, memberships, after hundreds of actions."""

from collections import Counter, defaultdict
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from community.base import clock
from community.catalogue.models import Entry, Seen, SeenSpace
from community.following.actions import follow, unfollow
from community.following.models import FOLLOWED, Follow
from community.people.models import Person
from community.spaces.actions import join, leave
from community.spaces.models import Membership, Space
from community.spaces.rules import standing_of
from forum import actions
from forum.actions.writing import list_thread
from forum.models import Post, Thread, ThreadKind, place_of
from forum.queries import unread as module
from forum.queries.reading import with_reading
from forum.queries.unread import first_unread, unread, unread_passages, unread_threads
from forum.rules import may_reply

pytestmark = pytest.mark.django_db
STEPS = 500
FEW = 4


def by_hand():
    """Returns for each active person the unread posts as {thread id: {numbers}}, as the words of the docstring say.

    Reads whole tables and compares in Python; knows nothing of the catalogue but how entries are numbered.
    """
    posts = defaultdict(list)
    for post in Post.objects.filter(deleted_at=None, thread__deleted_at=None):
        posts[post.thread_id].append(post)
    entries = {(e.kind, e.subject_id): e.pk for e in Entry.objects.all()}
    shown = Thread.objects.talked_in()  # a page's discussion is none before somebody has replied
    threads = [(t, entries[t.kind, t.pk]) for t in shown if t.pk in posts]
    joined = {(m.person_id, m.space_id): m.joined_at for m in Membership.objects.all()}
    leaders = set(
        Membership.objects.filter(space__kind="community", role="facilitator").values_list("person_id", flat=True)
    )
    follows = {(f.person_id, f.target_id): f for f in Follow.objects.filter(target="entry")}
    seen = {(s.person_id, s.entry_id): s.upto for s in Seen.objects.all()}
    spaces = {(s.person_id, s.space_id): s.at for s in SeenSpace.objects.all()}
    ignored = set(Follow.objects.filter(target="person", level="ignored").values_list("person_id", "target_id"))
    led = set(Membership.objects.filter(role="facilitator").values_list("person_id", "space_id"))
    found = {}
    for person in Person.objects.filter(is_active=True):
        mine = found[person.pk] = {}
        for thread, entry in threads:
            begins = joined.get((person.pk, thread.space_id))
            is_open = thread.audience != "members" or begins is not None or person.pk in leaders
            wish = follows.get((person.pk, entry))
            if begins is None and wish is not None and wish.level in FOLLOWED:
                begins = wish.created_at
            if not is_open or begins is None or (wish is not None and wish.level == "muted"):
                continue
            hears_all = person.pk in leaders or (person.pk, thread.space_id) in led
            if not hears_all and (person.pk, thread.author_id) in ignored:
                continue
            since = max(begins, spaces.get((person.pk, thread.space_id), begins))
            upto = seen.get((person.pk, entry))
            numbers = {
                post.number
                for post in posts[thread.pk]
                if post.author_id != person.pk
                and (hears_all or (person.pk, post.author_id) not in ignored)
                and (post.number > upto if upto is not None else post.created_at > since)
            }
            if numbers:
                mine[thread.pk] = numbers
    return found


def thread_of_entry():
    return {e.pk: e.subject_id for e in Entry.objects.filter(kind__in=ThreadKind.values)}


def by_rows(person):
    """Returns what the query says of a person, as by_hand does."""
    where, found = thread_of_entry(), defaultdict(set)
    for entry_id, number in unread_passages(person):
        assert number not in found[where[entry_id]], "counted twice"
        found[where[entry_id]].add(number)
    return dict(found)


def listed():
    """Returns the threads as the page of a thread asks for them."""
    entry = Entry.objects.filter(kind=OuterRef("kind"), subject_id=OuterRef("pk")).values("pk")[:1]
    return Thread.objects.annotate(entry_id=Subquery(entry))


def assert_counts_agree(people):
    """Every number that a page shows equals the count by hand, for everybody."""
    wanted = by_hand()
    space_of = dict(Thread.objects.values_list("pk", "space_id"))
    for person in people:
        fresh = Person.objects.get(pk=person.pk)
        mine = wanted[person.pk]
        assert by_rows(fresh) == mine
        new = unread(fresh, thread_ids=list(space_of))
        assert {pk: (row.posts, row.place) for pk, row in new.threads.items()} == {
            pk: (len(numbers), place_of(min(numbers))) for pk, numbers in mine.items()
        }
        first = dict(with_reading(listed(), standing_of(fresh)).filter(pk__in=mine).values_list("pk", "first_new"))
        assert first == {pk: min(numbers) for pk, numbers in mine.items()}
        assert set(Thread.objects.filter(pk__in=unread_threads(fresh)).values_list("pk", flat=True)) == set(mine)
        threads, posts = Counter(), Counter()
        for pk, numbers in mine.items():
            threads[space_of[pk]] += 1
            posts[space_of[pk]] += len(numbers)
        assert {pk: (row.threads, row.posts) for pk, row in new.spaces.items()} == {
            pk: (threads[pk], posts[pk]) for pk in threads
        }
    return wanted


class Crowd:
    """The demo's people doing one thing after another, with a clock that goes on by chance."""

    def __init__(self, dice):
        self.dice, self.count = dice, 0
        self.people = list(Person.objects.filter(is_active=True).order_by("pk"))
        self.maria = Person.objects.get(slug="maria-kalina")
        self.now = timezone.now() + timedelta(hours=1)
        self.threads = list(Thread.objects.order_by("-last_activity_at", "pk").values_list("pk", flat=True)[:25])

    def step(self):
        self.count += 1
        pause = self.dice.choice([1, 20, 90, 119, 121, 400, 7_000, 90_000])
        self.now += timedelta(seconds=pause, microseconds=self.dice.randrange(1_000_000))
        verbs = (
            [self.reply] * 6 + [self.read] * 8 + [self.settle] * 6 + [self.unread_from] * 3 + [self.delete] * 3
            + [self.restore] * 2 + [self.read_space] * 2 + [self.join_or_leave] * 3 + [self.wish] * 2
            + [self.ignore] * 1 + [self.narrow] * 1 + [self.start] * 1
        )  # fmt: skip
        with clock.replaying(self.now):
            self.dice.choice(verbs)()

    def who(self):
        return Person.objects.get(pk=self.dice.choice(self.people[:12]).pk)

    def thread(self):
        return Thread.objects.get(pk=self.dice.choice(self.threads))

    def space(self):
        return self.dice.choice(list(Space.objects.order_by("pk")))

    def reply(self):
        thread, author = self.thread(), self.who()
        if may_reply(author, thread):
            actions.reply(author=author, thread=thread, text="Dopisek.", key=f"crowd-{self.count}")

    def start(self):
        made = actions.start_thread(
            author=self.who(), space=self.space(), kind="question", title="Nowe", text="T.", key=f"crowd-{self.count}"
        )
        self.threads.append(made.pk)

    def delete(self):
        post = self.dice.choice(list(Post.objects.filter(thread=self.thread()).order_by("-number")[:5]))
        actions.delete_post(by=self.maria, post=post)

    def restore(self):
        gone = Post.objects.exclude(deleted_at=None).filter(thread__deleted_at=None).order_by("pk")
        if post := self.dice.choice([None, *gone]):
            actions.restore_post(by=self.maria, post=post)
        for thread in Thread.objects.exclude(deleted_at=None):
            actions.restore_post(by=self.maria, post=thread.posts.get(number=1))

    def read(self):
        thread = self.thread()
        actions.read_up_to(by=self.who(), thread=thread, number=self.dice.randint(1, thread.last_number))

    def unread_from(self):
        thread = self.thread()
        actions.unread_from(by=self.who(), thread=thread, number=self.dice.randint(1, thread.last_number))

    def read_space(self):
        person, space = self.who(), self.space()
        actions.read_space(by=person, space=space, at=clock.now())
        assert first_unread(person, space.pk) == {}

    def settle(self):
        """The automatic roll-up changes no count, whenever it comes, and leaves few rows."""
        person = self.who()
        before, new = unread_passages(person), unread(person)
        actions.settle_read(by=person, unread=new)
        assert unread_passages(person) == before
        self.assert_few_rows(person, new)

    def assert_few_rows(self, person, new):
        settled = self.now - timedelta(minutes=2)
        for space_id in new.rows:
            rows = Seen.objects.filter(person=person, entry__space=space_id)
            old = rows.filter(at__lte=settled).count()
            assert old <= max(FEW, 2 * new.of(space_id).threads)

    def join_or_leave(self):
        person, space = self.who(), self.space()
        if space.kind == "community" or Membership.objects.filter(space=space, person=person, role="facilitator"):
            return
        (leave if Membership.objects.filter(space=space, person=person) else join)(person=person, space=space)

    def wish(self):
        thread, person = self.thread(), self.who()
        entry = {"target": "entry", "target_id": Entry.objects.get(kind=thread.kind, subject_id=thread.pk).pk}
        if level := self.dice.choice(["", "watch", "instant", "daily", "weekly", "muted", "muted"]):
            follow(person=person, level=level, **entry)
        else:
            unfollow(person=person, **entry)

    def ignore(self):
        person, other = self.who(), self.who()
        if self.dice.random() < 0.5:
            follow(person=person, target="person", target_id=other.pk, level="ignored")
        else:
            Follow.objects.filter(person=person, target="person").delete()

    def narrow(self):
        thread = self.thread()
        thread.audience = self.dice.choice(["public", "community", "members"])
        thread.save(update_fields=["audience"])
        if thread.deleted_at is None:
            list_thread(thread)


@settings(
    max_examples=2 if connection.vendor == "sqlite" else 1, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(seed=st.integers(0, 1_000_000))
def test_counts_equal_a_count_by_hand_after_hundreds_of_actions(seed):
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(module, "FEW_ROWS", FEW)
        crowd = Crowd(Random(seed))
        for step in range(STEPS):
            crowd.step()
            if step % 100 == 99:
                assert_counts_agree(crowd.people)
        wanted = assert_counts_agree(crowd.people)
        assert sum(map(len, wanted.values())) > 0
        transaction.set_rollback(True)
