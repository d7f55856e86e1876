"""Threads put in order by many at once on PostgreSQL: nothing is lost, counted wrongly, or waited for in a circle."""

import pytest

from community.base.http import Refused
from community.catalogue.models import Entry, Passage
from community.people.models import Person
from community.spaces.models import Membership, Space
from forum.actions import edit_post, merge_threads, pin_thread, reply, split_thread, start_thread, upvote
from forum.models import Post, Thread
from tests.forum.test_counters import counted, kept
from tests.services.test_concurrency import WRITERS, at_once, crowd, question

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
__all__ = ["crowd", "question"]


@pytest.fixture()
def ewa(crowd, question):
    """Facilitates the space."""
    Membership.objects.filter(space=question.space, person=crowd[0]).update(role="facilitator")
    return Person.objects.get(pk=crowd[0].pk)  # who knows of no former role


@pytest.fixture()
def other(crowd, question):
    return start_thread(
        author=crowd[1], space=question.space, kind="question", title="Drugi wątek tłumu", text="Tak?",
        key="crowded-two",
    )  # fmt: skip


def talk(thread, crowd, posts):
    return [
        reply(author=crowd[n % WRITERS], thread=thread, text=f"Wpis {n}", key=f"order-{thread.pk}-{n:04}")
        for n in range(posts)
    ]


def everything_is_right(*threads):
    for thread in threads:
        fresh = Thread.objects.get(pk=thread.pk)
        if not fresh.merged_into_id:
            assert kept(fresh) == counted(fresh)
            entry = Entry.objects.get(kind=fresh.kind, subject_id=fresh.pk)
            there = fresh.posts.filter(deleted_at=None)
            rows = Passage.objects.filter(entry=entry), there
            found, written = (list(some.order_by("number").values_list("number", flat=True)) for some in rows)
            assert found == written


def only_refusals(results):
    assert [result for result in results if isinstance(result, Exception) and not isinstance(result, Refused)] == []


def test_the_same_split_eight_times_at_once_is_one_thread(crowd, question, ewa):
    talk(question, crowd, 6)
    results = at_once(
        lambda n: split_thread(
            by=ewa, thread=question, numbers=[3, 5], title="Osobny temat tłumu", kind="discussion", key="crowd-split-1"
        ),
        range(WRITERS),
    )
    only_refusals(results)
    assert {result.pk for result in results} == {Thread.objects.get(title="Osobny temat tłumu").pk}
    everything_is_right(question, results[0])


def test_two_splits_of_one_post_leave_it_in_one_thread(crowd, question, ewa):
    talk(question, crowd, 8)
    typed = [{"title": f"Osobny temat {n}", "kind": "discussion", "key": f"rival-{n:05}"} for n in range(4)]
    results = at_once(lambda n: split_thread(by=ewa, thread=question, numbers=[4, 5 + n], **typed[n]), range(4))
    only_refusals(results)
    assert len([result for result in results if isinstance(result, Thread)]) == 1
    everything_is_right(question, *Thread.objects.filter(title__startswith="Osobny temat"))


def test_two_threads_merged_into_each_other_at_once_leave_one(crowd, question, other, ewa):
    talk(question, crowd, 3)
    talk(other, crowd, 3)
    pairs = [(question, other), (other, question)] * 4
    results = at_once(lambda n: merge_threads(by=ewa, thread=pairs[n][0], into=pairs[n][1]), range(WRITERS))
    only_refusals(results)
    shells = Thread.objects.filter(merged_into__isnull=False)
    assert shells.count() == 1
    assert Post.objects.filter(moved_to=None, thread=shells.get().merged_into).count() == 8
    everything_is_right(question, other)


def test_replies_votes_and_edits_during_a_merge_are_kept_or_refused(crowd, question, other, ewa):
    posts = talk(question, crowd, 6)

    def work(n):
        if n == 8:
            return merge_threads(by=ewa, thread=question, into=other)
        if n % 3 == 0:
            return reply(author=crowd[n % WRITERS], thread=question, text=f"W trakcie {n}", key=f"during-{n:05}")
        post = Post.objects.select_related("thread").get(pk=posts[n % 6].pk)
        if n % 3 == 1:
            return upvote(by=crowd[(n + 3) % WRITERS], post=post)
        return edit_post(by=post.author, post=post, text=f"Zmiana {n}", version=1)

    results = at_once(work, range(24))
    only_refusals(results)
    target = Thread.objects.get(pk=other.pk)
    sent = [result for n, result in enumerate(results) if n % 3 == 0 and isinstance(result, Post)]
    assert set(Post.objects.filter(client_key__startswith="during-").values_list("thread_id", flat=True)) <= {target.pk}
    assert Post.objects.filter(client_key__startswith="during-").count() == len(sent)
    everything_is_right(question, other)


def test_at_most_three_are_pinned_by_eight_at_once(crowd, question, ewa):
    threads = [
        start_thread(
            author=ewa, space=question.space, kind="discussion", title=f"Do przypięcia {n}", text="Tak.",
            key=f"pinned-{n:04}",
        )
        for n in range(WRITERS)
    ]  # fmt: skip
    results = at_once(lambda n: pin_thread(by=ewa, thread=threads[n]), range(WRITERS))
    only_refusals(results)
    assert Thread.objects.pinned().filter(space=Space.objects.get(slug="tlum")).count() == 3


def test_at_most_three_are_announced_by_eight_at_once_from_eight_spaces(crowd, question):
    everybody = Space.objects.create(kind="community", slug="wszyscy", name="Wszyscy", audience="public")
    Membership.objects.create(space=everybody, person=crowd[0], role="facilitator")
    maria = Person.objects.get(pk=crowd[0].pk)
    threads = []
    for n in range(WRITERS):
        space = Space.objects.create(kind="group", slug=f"tlum-{n}", name=f"Tłum {n}", audience="public")
        threads.append(
            start_thread(
                author=maria, space=space, kind="discussion", title=f"Do ogłoszenia {n}", text="Tak.",
                key=f"announced-{n:04}",
            )
        )  # fmt: skip
    results = at_once(lambda n: pin_thread(by=maria, thread=threads[n], everywhere=True), range(WRITERS))
    only_refusals(results)
    assert Thread.objects.pinned().filter(is_announced=True).count() == 3
