"""Many at once on PostgreSQL: numbers without holes, one post per key, one accepted answer, no deadlock."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from community.live.actions import Change, emit_all
from community.live.models import Event, Stream
from community.people.actions import create_person
from community.spaces.actions import InvitationClosed, accept_invitation, invite
from community.spaces.models import Membership, Space
from forum.actions import accept_answer, reply, start_thread, upvote
from forum.models import Post, Thread

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
