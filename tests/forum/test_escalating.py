"""Telling facilitators, once, of a question that waits for days without a reply."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from community.base.rounds import rounds
from community.notifications.models import Notification
from community.notifications.queries import inbox
from forum.actions import delete_post, escalate, lock_thread, merge_threads, reply, start_thread
from forum.models import Thread

pytestmark = pytest.mark.django_db


@pytest.fixture()
def waiting(question):
    """Anna's question, six days old and without a reply."""
    Thread.objects.update(escalated_at=timezone.now())
    Thread.objects.filter(pk=question.pk).update(created_at=timezone.now() - timedelta(days=6), escalated_at=None)
    return Thread.objects.get(pk=question.pk)


def test_facilitators_are_told_once_of_a_question_that_waits(ewa, waiting, as_):
    assert [rounds["forum.escalate"].run() for _ in range(2)] == [1, 0]
    (row,) = Notification.objects.filter(kind="forum.waits")
    assert row.person == ewa
    with translation.override("en"):
        line = next(line for line in inbox(ewa).rows if line.id == row.pk)
    assert line.sentence == "Nobody has replied to “Kto podlewa drzewa w upały?” for five days. Whom could one ask?"
    assert as_(ewa).get(line.url)["Location"] == f"/en/kogo-zapytac/{waiting.pk}/"


@pytest.mark.parametrize("why", ["fresh", "replied", "locked", "deleted", "duplicate", "discussion"])
def test_nobody_is_told(why, waiting, ewa, jan, anna):
    other = Thread.objects.exclude(pk=waiting.pk).first()
    {
        "fresh": lambda: Thread.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(days=4)),
        "replied": lambda: reply(author=jan, thread=waiting, text="Jest.", key="a-reply-there"),
        "locked": lambda: lock_thread(by=ewa, thread=waiting),
        "deleted": lambda: delete_post(by=anna, post=waiting.posts.get(number=1)),
        "duplicate": lambda: Thread.objects.filter(pk=waiting.pk).update(duplicate_of=other),
        "discussion": lambda: Thread.objects.filter(pk=waiting.pk).update(kind="discussion"),
    }[why]()
    assert (escalate(), Notification.objects.filter(kind="forum.waits").count()) == (0, 0)


def test_reply_settles_what_facilitators_were_told(waiting, ewa, jan):
    escalate()
    reply(author=jan, thread=waiting, text="Jest odpowiedź.", key="settles-waiting")
    assert not Notification.objects.filter(kind="forum.waits", read_at=None).exists()


def test_space_without_facilitators_turns_to_those_of_the_community(waiting, zielona, maria):
    zielona.memberships.filter(role="facilitator").delete()
    escalate()
    assert list(Notification.objects.filter(kind="forum.waits").values_list("person_id", flat=True)) == [maria.pk]


def test_replies_that_come_by_merging_settle_it(waiting, zielona, ewa, jan, anna):
    escalate()
    other = start_thread(
        author=anna, space=zielona, kind="question", title="Podlewanie drzew?", text="Jak?", key="waits-merged"
    )
    reply(author=jan, thread=other, text="Tak.", key="waits-merged-1")
    merge_threads(by=ewa, thread=other, into=waiting)
    assert not Notification.objects.filter(person=ewa, kind="forum.waits", read_at=None).exists()
