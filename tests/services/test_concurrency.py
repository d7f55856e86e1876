"""Many at once on PostgreSQL: numbers without holes, one post per key, one accepted answer, no deadlock."""

import itertools
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from community.base.http import Refused
from community.base.subjects import changed
from community.catalogue.actions import relate_now
from community.catalogue.listed_below import relist_people
from community.catalogue.models import Entry, Passage, RebuildProgress, Related
from community.catalogue.rebuilding import AnotherRebuild, rebuild
from community.live.actions import Change, emit_all
from community.live.models import Event, Stream
from community.people.actions import change_profile, create_person
from community.people.models import Person
from community.spaces.actions import InvitationClosed, accept_invitation, invite
from community.spaces.models import Membership, Space
from forum.actions import (
    Ballot,
    accept_answer,
    delete_post,
    edit_post,
    reply,
    restore_post,
    set_poll,
    start_thread,
    upvote,
    vote_in_poll,
)
from forum.models import PollVote, Post, Thread

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
WRITERS = 8


def at_once(work, arguments):
    """Runs `work` with each argument on its own thread and connection; returns results, exceptions among them."""

    def one(argument):
        try:
            return work(argument)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as crowd:
        return list(crowd.map(one, arguments))


@pytest.fixture()
def crowd():
    return [create_person(email=f"p{n}@crowd.example", name=f"Osoba {n}") for n in range(WRITERS)]


@pytest.fixture()
def question(crowd):
    space = Space.objects.create(kind="network", slug="tlum", name="Tłum", joining="open")
    Membership.objects.bulk_create([Membership(space=space, person=person) for person in crowd])
    return start_thread(
        author=crowd[0],
        space=space,
        kind="question",
        title="Czy się zmieścimy?",
        text="Tak?",
        key="crowded-one",
    )


def test_replies_at_once_are_numbered_without_holes(crowd, question):
    sent = at_once(
        lambda n: reply(author=crowd[n % WRITERS], thread=question, text=f"Wpis {n}", key=f"crowd-{n:04}"), range(40)
    )
    question.refresh_from_db()
    assert sorted(post.number for post in sent) == list(range(2, 42))
    assert (question.last_number, question.reply_count) == (41, 40)
    events = Event.objects.filter(stream__key=question.stream).order_by("seq")
    assert [event.seq for event in events] == list(range(1, 41))
    assert Stream.objects.get(key=question.stream).head == 40


def test_one_form_sent_eight_times_at_once_is_one_post(crowd, question):
    sent = at_once(lambda _: reply(author=crowd[1], thread=question, text="Raz", key="only-once"), range(WRITERS))
    assert {post.pk for post in sent} == {Post.objects.get(client_key="only-once").pk}
    question.refresh_from_db()
    assert question.reply_count == 1


def test_one_question_sent_eight_times_at_once_is_one_thread(crowd, question):
    space = question.space
    sent = at_once(
        lambda _: start_thread(
            author=crowd[2], space=space, kind="question", title="Czy to jeden wątek?", text="Tak.", key="one-thread"
        ),
        range(WRITERS),
    )
    assert {thread.pk for thread in sent} == {Thread.objects.get(client_key="one-thread").pk}


def test_votes_at_once_are_all_counted_and_each_once(crowd, question):
    post = reply(author=crowd[0], thread=question, text="Odpowiedź", key="voted-on")
    at_once(lambda n: upvote(by=crowd[1 + n % 7], post=post), range(21))
    post.refresh_from_db()
    assert post.votes == 7


def test_poll_votes_at_once_leave_each_person_one_choice_and_true_totals(crowd, question):
    post = set_poll(by=crowd[0], post=question.posts.get(number=1), ballot=Ballot("Które?", ("to", "tamto")))
    post.refresh_from_db()
    choices = [option["id"] for option in post.beside["poll"]["options"]]
    results = at_once(
        lambda n: vote_in_poll(by=crowd[n % WRITERS], post=post, option_ids=[choices[n // WRITERS % 2]]), range(40)
    )
    post.refresh_from_db()
    votes = Counter(PollVote.objects.filter(option__poll__post=post).values_list("option_id", flat=True))
    assert set(results) == {None}
    assert sum(votes.values()) == post.beside["poll"]["voters"] == WRITERS
    kept = {option["id"]: option["votes"] for option in post.beside["poll"]["options"]}
    assert kept == {choice: votes[choice] for choice in choices}


def test_two_answers_accepted_at_once_leave_one(crowd, question):
    answers = [reply(author=crowd[1], thread=question, text=f"Odpowiedź {n}", key=f"rival-{n:04}") for n in range(2)]
    at_once(lambda n: accept_answer(by=crowd[0], post=answers[n % 2]), range(WRITERS))
    question.refresh_from_db()
    assert question.accepted_id in {post.pk for post in answers}
    assert question.accepted_by == crowd[0]


def test_invitation_opened_twice_at_once_lets_in_once(crowd, question):
    invitation = invite(by=crowd[0], space=question.space, email="nowa@crowd.example")
    results = at_once(lambda _: accept_invitation(invitation=invitation, name="Nowa Osoba"), range(WRITERS))
    assert len([result for result in results if isinstance(result, InvitationClosed)]) == WRITERS - 1
    assert Membership.objects.filter(space=question.space, person__email="nowa@crowd.example").count() == 1


def test_streams_in_any_mixture_never_deadlock(question):
    dice = random.Random(7)
    mixtures = [dice.sample(range(30), dice.randint(2, 12)) for _ in range(160)]

    @transaction.atomic
    def emit(streams):
        emit_all([Change(f"mixed:{n}", "moved", n) for n in streams])

    assert at_once(emit, mixtures) == [None] * len(mixtures)
    for stream in Stream.objects.filter(key__startswith="mixed:"):
        seqs = list(stream.events.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, stream.head + 1))
    assert Event.objects.filter(stream__key__startswith="mixed:").count() == sum(map(len, mixtures))


class Storm:
    """Everything that writes to the catalogue, on a few threads and people that all of it meets."""

    def __init__(self, crowd, space, *, seconds):
        self.crowd, self.until, self.count = crowd, time.monotonic() + seconds, itertools.count()
        self.threads = [
            start_thread(
                author=crowd[0], space=space, kind="question", title=f"Czy drzewa {word} się zmieszczą?", text="Tak?",
                key=f"storm-{word}",
            )
            for word in ("lipowe", "dębowe", "bukowe", "sosnowe")
        ]  # fmt: skip
        self.posts = [thread.posts.get(number=1) for thread in self.threads]
        self.spare = [reply(author=crowd[1], thread=thread, text="Tak.", key=f"spare-{thread.pk:04}")
                      for thread in self.threads]  # fmt: skip

    def work(self, seed):
        """Does one thing after another until the time is over; returns how often each was done, or was too late."""
        dice, done = random.Random(seed), Counter()
        acts = [self.replies, self.replies, self.renames, self.presents, self.deletes, self.relates, self.rebuilds]
        while time.monotonic() < self.until:
            act = dice.choice(acts)
            try:
                act(dice)
            except (AnotherRebuild, Refused):  # somebody else was faster
                done["late"] += 1
            done[act.__name__] += 1
        return done

    def words(self, dice):
        """Returns words of which some are new to the catalogue and some are being learned by others."""
        return " ".join(f"słowo{dice.randrange(400)}" for _ in range(12)) + f" {next(self.count)}"

    def replies(self, dice):
        reply(author=dice.choice(self.crowd), thread=dice.choice(self.threads), text=self.words(dice),
              key=f"storm-{next(self.count):08}")  # fmt: skip

    def renames(self, dice):
        post = Post.objects.get(pk=dice.choice(self.posts).pk)
        edit_post(by=self.crowd[0], post=post, text=self.words(dice), version=post.version,
                  title=f"Czy drzewa {self.words(dice)}?"[:120])  # fmt: skip

    def presents(self, dice):
        person = Person.objects.get(pk=dice.choice(self.crowd).pk)
        change_profile(person=person, expertise=self.words(dice))

    def deletes(self, dice):
        post = Post.objects.get(pk=dice.choice([*self.posts[2:], *self.spare]).pk)
        (restore_post if post.deleted_at else delete_post)(by=self.crowd[0], post=post)

    def relates(self, dice):
        for entry_id in dice.sample(list(Entry.objects.filter(moves=True).values_list("pk", flat=True)), 3):
            relate_now(entry_id)

    def rebuilds(self, dice):
        for _step in itertools.islice(rebuild(batch=3), dice.randint(1, 12)):
            pass


def listed():
    """Returns what the catalogue says of every entry and text."""
    entries = Entry.objects.values_list("kind", "subject_id", "title", "summary", "replies", "is_listed", "audience")
    return {*entries, *Passage.objects.values_list("entry__kind", "entry__subject_id", "number", "text")}


def test_all_that_writes_to_the_catalogue_never_deadlocks(crowd, question):
    Membership.objects.filter(person=crowd[0]).update(role="facilitator")
    changed("space", [question.space_id])
    storm = Storm(crowd, question.space, seconds=8)
    done = at_once(storm.work, range(WRITERS))
    assert [one for one in done if not isinstance(one, Counter)] == []
    assert {act for one in done for act in one} >= {"replies", "renames", "presents", "deletes", "relates", "rebuilds"}
    rows = set(Related.objects.values_list("entry", "other", "score"))
    assert {(other, entry, score) for entry, other, score in rows} == rows
    before = listed()
    RebuildProgress.objects.all().delete()
    list(rebuild())
    assert listed() ^ before == set()
    words = "SELECT count(*) FROM catalogue_passage p FULL JOIN catalogue_words w ON w.passage_id = p.id"
    with connection.cursor() as cursor:
        cursor.execute(f"{words} WHERE p.id IS NULL OR w.passage_id IS NULL")
        assert cursor.fetchone() == (0,)


def test_relisting_waits_for_a_change_that_is_on_its_way(crowd):
    """A rebuild that had read the profile before would put the former one back into the catalogue."""
    person = crowd[0]
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            change_profile(person=person, expertise="wiatromierze")
            relisted = other.submit(at_once, relist_people, [[person.pk]])
            time.sleep(0.5)
            assert not relisted.done()
        assert relisted.result() == [None]
    assert Entry.objects.get(kind="person", subject_id=person.pk).summary == "wiatromierze"
