"""What one was asked to answer stands on one's home until one replies, or it is over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.people.models import Person
from community.spaces.models import Membership
from forum import actions
from forum.models import AskedPerson
from forum.queries.asked import asked_of

pytestmark = pytest.mark.django_db


@pytest.fixture()
def asked(question, anna, jan):
    """Anna's question, which Jan was asked to answer."""
    AskedPerson.objects.exclude(thread=question).delete()
    actions.ask_person(by=anna, thread=question, person_id=jan.pk)
    return question


def page(as_, person):
    return as_(person).get("/").content.decode()


def test_home_lists_it_with_who_asks_until_one_replies(asked, anna, jan, as_):
    (row,) = asked_of(jan)
    assert (row.title, row.url, row.by) == (asked.title, asked.url, anna.name)
    html = page(as_, jan)
    assert f"o odpowiedź prosi {anna.name}" in html.replace("\xa0", " ")
    assert html.count(f'href="{asked.url}"') == 2  # as asked and among the newest, not once more among the unanswered
    actions.reply(author=jan, thread=asked, text="U nas tak.", key="asked-home")
    assert asked_of(jan) == []
    assert "o odpowiedź prosi" not in page(as_, jan).replace("\xa0", " ")


def test_nobody_else_has_it_on_their_home(asked, anna, ewa, olaf):
    assert [asked_of(person) for person in (anna, ewa, olaf)] == [[], [], []]


@pytest.mark.parametrize("over", ["locked", "deleted", "solved", "closed to them"])
def test_question_that_is_over_asks_nobody(over, asked, anna, jan, ewa):
    if over == "locked":
        actions.lock_thread(by=ewa, thread=asked)
    elif over == "deleted":
        actions.delete_post(by=anna, post=asked.posts.select_related("thread").get(number=1))
    elif over == "solved":
        actions.accept_answer(by=anna, post=actions.reply(author=ewa, thread=asked, text="Tak.", key="asked-over"))
    else:
        Membership.objects.filter(person=jan, space=asked.space).delete()
        type(asked).objects.filter(pk=asked.pk).update(audience="members")
    assert asked_of(Person.objects.get(pk=jan.pk)) == []


def test_home_costs_the_same_with_one_and_with_three(asked, anna, jan, as_):
    browser = as_(jan)
    browser.get("/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/")
    for number in (2, 3):
        thread = actions.start_thread(
            author=anna, space=asked.space, kind="question", title=f"Pytanie numer {number}", text="Jak?",
            key=f"asked-many-{number}",
        )  # fmt: skip
        AskedPerson.objects.create(thread=thread, person=jan, by=anna)
    with CaptureQueriesContext(connection) as three:
        browser.get("/")
    assert len(asked_of(jan)) == 3
    assert len(three) == len(one)
