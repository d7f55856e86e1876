"""Counters after any sequence of verbs equal what counting from nothing gives."""

import random

import pytest

from community.catalogue.models import Entry
from community.live.models import Event, Stream
from forum import actions
from forum.models import Participant, Post, Reaction, ReactionKind, Thread
from forum.rules import SAYINGS

pytestmark = pytest.mark.django_db
VERBS = (
    "reply", "reply", "delete", "restore", "accept", "unaccept", "vote", "unvote", "edit", "react", "unreact",
)  # fmt: skip


def play(dice, thread, people, steps):
    """Does random verbs, as a careless crowd would: also twice, also on what is deleted."""
    for step in range(steps):
        who = dice.choice(people)
        posts = list(thread.posts.filter(number__gt=1).select_related("thread"))
        verb = dice.choice(VERBS)
        kind = ReactionKind(dice.choice(ReactionKind.values))
        if verb == "reply" or not posts:
            actions.reply(author=who, thread=thread, text=f"Krok {step}", key=f"play-{step:05}")
            continue
        post = dice.choice(posts)
        try:
            {
                "delete": lambda post=post, who=who: actions.delete_post(by=who, post=post),
                "restore": lambda post=post, who=who: actions.restore_post(by=who, post=post),
                "accept": lambda post=post, who=who: actions.accept_answer(by=who, post=post),
                "unaccept": lambda post=post, who=who: actions.unaccept_answer(by=who, post=post),
                "vote": lambda post=post, who=who: actions.upvote(by=who, post=post),
                "unvote": lambda post=post, who=who: actions.withdraw_vote(by=who, post=post),
                "react": lambda post=post, who=who, kind=kind: actions.react(by=who, post=post, kind=kind),
                "unreact": lambda post=post, who=who, kind=kind: actions.withdraw_reaction(
                    by=who, post=post, kind=kind
                ),
                "edit": lambda post=post, who=who, n=step: actions.edit_post(
                    by=who, post=post, text=f"Zmiana {n}", version=post.version
                ),
            }[verb]()
        except actions.ForumError:
            continue


def counted(thread):
    """Returns what the rows themselves say."""
    there = Post.objects.filter(thread=thread, deleted_at=None).order_by("created_at", "number")
    last = there.last()
    authors = [post.author_id for post in there]
    return {
        "reply_count": there.count() - 1,
        "last_number": thread.posts.order_by("number").last().number,
        "last_activity_at": last.created_at,
        "last_author_id": last.author_id,
        "participants": {person: authors.count(person) for person in set(authors)},
        "said": {
            (post.pk, kind): Reaction.objects.filter(post=post, kind=kind).count()
            for post in thread.posts.all()
            for kind in ReactionKind.values
        },
        "accepted_is_there": True,
    }


def kept(thread):
    """Returns what the counters say."""
    columns = ("reply_count", "last_number", "last_activity_at", "last_author_id")
    row = Thread.objects.get(pk=thread.pk)
    return {name: getattr(row, name) for name in columns} | {
        "participants": dict(Participant.objects.filter(thread=thread, posts__gt=0).values_list("person_id", "posts")),
        "said": {
            (post.pk, saying.kind): getattr(post, saying.counter) for post in thread.posts.all() for saying in SAYINGS
        },
        "accepted_is_there": row.accepted is None or row.accepted.deleted_at is None,
    }


@pytest.mark.parametrize("seed", range(6))
def test_counters_equal_a_count_from_nothing(seed, question, anna, jan, ewa, olaf):
    play(random.Random(seed), question, [anna, jan, ewa, olaf], steps=60)
    assert kept(question) == counted(question)


@pytest.mark.parametrize("seed", range(2))
def test_entry_says_what_the_thread_says(seed, question, anna, jan, ewa):
    play(random.Random(seed), question, [anna, jan, ewa], steps=40)
    question.refresh_from_db()
    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    assert (entry.replies, entry.is_solved, entry.last_activity_at) == (
        question.reply_count, question.accepted_id is not None, question.last_activity_at,
    )  # fmt: skip


def test_streams_are_numbered_without_holes(question, anna, jan, ewa):
    play(random.Random("live"), question, [anna, jan, ewa], steps=60)
    for key in (question.stream, f"threads:{question.space_id}:public"):
        numbers = list(Event.objects.filter(stream__key=key).order_by("seq").values_list("seq", flat=True))
        assert numbers == list(range(1, Stream.objects.get(key=key).head + 1))


def test_demo_streams_are_numbered_without_holes():
    for stream in Stream.objects.all():
        numbers = set(Event.objects.filter(stream=stream).values_list("seq", flat=True))
        assert numbers == set(range(1, stream.head + 1))
