"""A thread that thousands follow: telling them and writing to them costs batches, not people."""

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.base import clock
from community.catalogue.models import Entry
from community.following.models import Follow
from community.letters.actions.delivering import deliver_batch, take_batch
from community.letters.models import Dispatch
from community.letters.streams import AT_ONCE
from community.notifications.letters import compose_notices
from community.notifications.models import Notification
from community.people.models import Person
from forum.actions import reply
from tests.notifications.post import SOON, TUESDAY, clear_post

pytestmark = pytest.mark.django_db
MB = 1024 * 1024
VALUES = 999  # how many SQLite takes in a statement, as Django counts
OF_A_FOLLOWER = 9 + 11  # columns of a notification and of a letter


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        result = act()
    return result, len(captured)


@pytest.fixture()
def followers(question):
    """Returns a function: makes so many more people follow the question at once, by mail too."""
    clear_post()
    entry, made = Entry.objects.get(kind="question", subject_id=question.pk), []
    Follow.objects.filter(target="entry", target_id=entry.pk).delete()

    def more(number):
        names = [f"thrum-{len(made) + one}" for one in range(number)]
        people = Person.objects.bulk_create(
            Person(email=f"{name}@many.example", name=name, slug=name, password="!") for name in names
        )
        Follow.objects.bulk_create(
            Follow(person=person, target="entry", target_id=entry.pk, level="instant") for person in people
        )
        made.extend(people)

    return more


def test_telling_five_thousand_grows_with_batches_and_stays_small(followers, jan, question):
    counts, peaks, told = [], [], 0
    for number, size in enumerate((50, 4950)):
        followers(size)
        told += size
        tracemalloc.start()
        post, count = queries(lambda n=number: reply(author=jan, thread=question, text="Tak.", key=f"many-{n:05}"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        counts.append(count)
        assert Notification.objects.filter(kind="forum.reply", object_id=post.pk, wants_mail=True).count() == told
        assert Dispatch.objects.filter(stream="notices", state="waiting").count() == told
    limit = VALUES if connection.vendor == "sqlite" else 1000 * OF_A_FOLLOWER
    batches = 5000 * OF_A_FOLLOWER // limit + 3
    assert counts[1] - counts[0] <= batches
    assert peaks[1] < 60 * MB


def test_next_reply_adds_to_the_letters_that_wait(followers, jan, question):
    followers(300)
    counts = [
        queries(lambda n=number: reply(author=jan, thread=question, text="Tak.", key=f"many-{n:05}"))[1]
        for number in range(2)
    ]
    assert (Dispatch.objects.filter(stream="notices").count(), counts[1] < counts[0]) == (300, True)


@pytest.mark.parametrize("waiting", [AT_ONCE, 2000])
def test_a_batch_costs_the_same_however_many_wait(waiting, followers, jan, question, mailoutbox):
    followers(waiting)
    with clock.replaying(TUESDAY):
        reply(author=jan, thread=question, text="Tak.", key="many-00001")
    with clock.replaying(TUESDAY + SOON):
        batch, taking = queries(lambda: take_batch(10_000))
        letters, composing = queries(lambda: compose_notices(batch))
        outcome, delivering = queries(lambda: deliver_batch(batch))
    assert (len(batch), len(letters), outcome.sent, len(mailoutbox)) == (AT_ONCE, AT_ONCE, AT_ONCE, AT_ONCE)
    assert taking <= 3 + 3  # of each stream whether one is due; the lease in a transaction
    assert composing <= 14 + 3 * AT_ONCE  # where each stands, what they may see of it, and its words
    assert delivering <= composing + 2 + 8 * AT_ONCE  # each letter is a transaction of its own
