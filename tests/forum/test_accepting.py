"""Accepting an answer, changing one's mind, and what the author of the answer hears of it."""

import pytest
from django.utils import timezone

from community.catalogue.models import Entry
from community.notifications.models import Notification
from forum.actions import ForumError, accept_answer, delete_post, reply, unaccept_answer

pytestmark = pytest.mark.django_db


def told(person):
    return list(Notification.objects.filter(person=person, kind="forum.accepted").values_list("object_id", flat=True))


@pytest.fixture()
def second(ewa, question, answer):
    return reply(author=ewa, thread=question, text="A u nas straż.", key="second-1234")


def test_accept_leads_to_the_question_and_marks_it_solved(as_, anna, question, answer):
    response = as_(anna).post(f"/wpisy/{answer.pk}/przyjmij/")
    question.refresh_from_db()
    assert response["Location"] == f"{question.url}#p1"
    assert (question.accepted, question.accepted_by) == (answer, anna)
    assert Entry.objects.get(kind="question", subject_id=question.pk).is_solved is True


def test_accept_tells_the_author_of_the_answer_once(anna, jan, answer):
    for _ in range(2):
        accept_answer(by=anna, post=answer)
    assert told(jan) == [answer.pk]


def test_accepting_ones_own_answer_tells_nobody(anna, question):
    own = reply(author=anna, thread=question, text="Już wiem.", key="own-answer-1")
    accept_answer(by=anna, post=own)
    assert told(anna) == []


def test_accepting_another_takes_the_first_back(anna, jan, ewa, question, answer, second):
    accept_answer(by=anna, post=answer)
    accept_answer(by=anna, post=second)
    question.refresh_from_db()
    assert (question.accepted, told(jan), told(ewa)) == (second, [], [second.pk])


def test_unaccept_opens_the_question_and_withdraws_what_was_told(as_, anna, jan, question, answer):
    accept_answer(by=anna, post=answer)
    as_(anna).post(f"/wpisy/{answer.pk}/otworz/")
    question.refresh_from_db()
    assert (question.accepted, question.accepted_at, told(jan)) == (None, None, [])


def test_unaccept_from_an_old_page_leaves_the_newer_choice(as_, anna, question, answer, second):
    accept_answer(by=anna, post=second)
    as_(anna).post(f"/wpisy/{answer.pk}/otworz/")
    question.refresh_from_db()
    assert question.accepted == second


def test_unaccept_of_an_open_question_changes_nothing(anna, question, answer):
    assert unaccept_answer(by=anna, post=answer).accepted is None


@pytest.mark.parametrize("case", ["deleted", "question itself", "discussion"])
def test_accept_of_what_is_no_answer_is_refused(case, anna, jan, question, answer):
    if case == "deleted":
        delete_post(by=jan, post=answer)
    if case == "discussion":
        type(question).objects.filter(pk=question.pk).update(kind="discussion")
    post = question.posts.get(number=1) if case == "question itself" else answer
    with pytest.raises(ForumError):
        accept_answer(by=anna, post=post)


def test_accept_in_a_locked_thread_still_works(as_, anna, question, answer):
    type(question).objects.filter(pk=question.pk).update(locked_at=timezone.now())
    assert as_(anna).post(f"/wpisy/{answer.pk}/przyjmij/").status_code == 302
