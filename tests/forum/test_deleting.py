"""Deleting and restoring: nothing is lost, lists forget, and only some bring back."""

import pytest

from community.catalogue.models import Entry
from forum.actions import accept_answer, delete_post, reply, restore_post
from forum.models import Thread
from forum.rules import threads_visible_to

pytestmark = pytest.mark.django_db


def test_delete_asks_first(as_, jan, answer):
    assert as_(jan).get(f"/wpisy/{answer.pk}/usun/").status_code == 200
    answer.refresh_from_db()
    assert answer.deleted_at is None


def test_delete_hides_the_text_from_everybody(as_, jan, ewa, answer):
    as_(jan).post(f"/wpisy/{answer.pk}/usun/")
    for who in (None, jan, ewa):
        assert as_(who).get(answer.thread.url).content.decode().count("zakład komunalny") == 0


def test_delete_then_restore_brings_everything_back(as_, jan, answer):
    before = Thread.objects.values().get(pk=answer.thread_id)
    as_(jan).post(f"/wpisy/{answer.pk}/usun/")
    as_(jan).post(f"/wpisy/{answer.pk}/przywroc/")
    assert Thread.objects.values().get(pk=answer.thread_id) == {**before, "last_author_id": jan.pk}


def test_delete_of_the_last_reply_gives_the_activity_back(jan, question, answer):
    delete_post(by=jan, post=answer)
    question.refresh_from_db()
    assert (question.reply_count, question.last_activity_at, question.last_author_id) == (
        0,
        question.created_at,
        question.author_id,
    )


def test_deleting_twice_counts_once(jan, question, answer):
    reply(author=jan, thread=question, text="Druga.", key="second-1234")
    for _ in range(2):
        delete_post(by=jan, post=answer)
    question.refresh_from_db()
    assert question.reply_count == 1


def test_restoring_twice_counts_once(jan, question, answer):
    delete_post(by=jan, post=answer)
    for _ in range(2):
        restore_post(by=jan, post=answer)
    question.refresh_from_db()
    assert question.reply_count == 1


def test_delete_of_the_accepted_answer_opens_the_question(anna, jan, question, answer):
    accept_answer(by=anna, post=answer)
    delete_post(by=jan, post=answer)
    question.refresh_from_db()
    assert (question.accepted, question.accepted_by, question.accepted_at) == (None, None, None)
    assert Entry.objects.get(kind="question", subject_id=question.pk).is_solved is False


def test_deleted_thread_leaves_every_list_and_comes_back(as_, anna, question):
    first = question.posts.get(number=1)
    as_(anna).post(f"/wpisy/{first.pk}/usun/")
    listed = Entry.objects.filter(kind="question", subject_id=question.pk, is_listed=True)
    assert (threads_visible_to(anna).filter(pk=question.pk).count(), listed.count()) == (0, 0)
    as_(anna).post(f"/wpisy/{first.pk}/przywroc/")
    assert (threads_visible_to(anna).filter(pk=question.pk).count(), listed.count()) == (1, 1)


def test_deleted_thread_opens_for_its_keeper_only(as_, anna, jan, question):
    delete_post(by=anna, post=question.posts.get(number=1))
    assert [as_(who).get(question.url).status_code for who in (anna, jan, None)] == [200, 404, 404]


def test_thread_with_replies_stays_and_says_why(as_, anna, question, answer):
    response = as_(anna).post(f"/wpisy/{question.posts.get(number=1).pk}/usun/")
    assert response.status_code == 403
    assert response.content.decode().count('class="lede"') == 1
