"""Asking people to answer: with one press, by notification and letter, by whom, and until when."""

import pytest
from django.utils import translation

from community.notifications.models import Notification
from community.notifications.queries import inbox
from forum.actions import accept_answer, ask_person, delete_post, reply, start_thread
from forum.models import AskedPerson, Thread
from forum.queries.answerers import who_can_answer
from tests.notifications.post import deliver, words

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def test_one_press_asks_by_notification_and_letter(as_, tagged, asker, official):
    person = official("ola")
    response = as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": person.pk})
    assert response["Location"] == f"/kogo-zapytac/{tagged.pk}/"
    assert AskedPerson.objects.get(thread=tagged).by == asker
    with translation.override("en"):
        (line,) = inbox(person).rows
    assert line.sentence == "Osoba Pytajaca asks you to answer “Jak pielęgnować nasadzenia?”"
    assert as_(person).get(line.url)["Location"] == f"/en{tagged.url}"


def test_letter_says_who_asks_what_and_how_not_to_be_asked(as_, tagged, asker, official):
    person = official("ola", language="en")
    ask_person(by=asker, thread=tagged, person_id=person.pk)
    (letter,) = [letter for letter in deliver() if letter.to == [person.email]]
    assert letter.subject == "Osoba Pytajaca asks you to answer “Jak pielęgnować nasadzenia?”"
    assert f"/en{tagged.url}" in letter.body
    assert "If it is not for you, leave it: nobody will be told." in words(letter)
    assert "/en/konto/powiadomienia/" in letter.body


def test_asking_twice_is_asking_once(as_, tagged, asker, official):
    person = official("ola")
    statuses = [as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": person.pk}).status_code for _ in range(2)]
    assert (statuses, AskedPerson.objects.filter(thread=tagged).count()) == ([302, 302], 1)


def test_sixth_person_is_not_asked(as_, tagged, asker, official):
    for n in range(5):
        ask_person(by=asker, thread=tagged, person_id=official(f"os{n}").pk)
    response = as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": official("szosta").pk})
    assert (response.status_code, AskedPerson.objects.filter(thread=tagged).count()) == (409, 5)
    assert 'name="person"' not in as_(asker).get(f"/kogo-zapytac/{tagged.pk}/").content.decode()


@pytest.mark.parametrize(("person", "status"), [("", 404), ("x", 404), ("9" * 30, 404), ("999999", 409), ("-1", 404)])
def test_person_that_there_is_not_is_refused_in_words(person, status, as_, tagged, asker):
    assert as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": person}).status_code == status


def test_whoever_does_not_want_to_be_asked_is_not_asked(as_, tagged, asker, anna):
    assert as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": anna.pk}).status_code == 409


def test_facilitator_asks_on_behalf(as_, ewa, tagged, asker, official):
    person = official("ola")
    as_(ewa).post(f"/kogo-zapytac/{tagged.pk}/", {"person": person.pk})
    assert AskedPerson.objects.get(thread=tagged).by == ewa
    (letter,) = [letter for letter in deliver() if letter.to == [person.email]]
    assert ("Ewa Olszyna" in letter.subject, "Osoba Pytajaca:" in words(letter)) == (True, True)


@pytest.mark.parametrize(("who", "status"), [("jan", 403), ("olaf", 403)])
def test_others_ask_nobody(who, status, as_, jan, olaf, tagged, official):
    browser, path = as_({"jan": jan, "olaf": olaf}[who]), f"/kogo-zapytac/{tagged.pk}/"
    statuses = [browser.get(path).status_code, browser.post(path, {"person": official("ola").pk}).status_code]
    assert (statuses, AskedPerson.objects.filter(thread=tagged).count()) == ([status, status], 0)


def test_question_that_has_its_answer_looks_for_nobody(as_, anna, question, answer):
    accept_answer(by=anna, post=answer)
    assert as_(anna).get(f"/kogo-zapytac/{question.pk}/").status_code == 409


def test_discussion_looks_for_nobody(as_, anna, zielona):
    thread = start_thread(
        author=anna, space=zielona, kind="discussion", title="Luźna rozmowa", text="Treść.", key="a-discussion"
    )
    assert as_(anna).get(f"/kogo-zapytac/{thread.pk}/").status_code == 404


def test_reply_of_the_asked_settles_it_and_is_shown(as_, tagged, asker, official):
    person = official("ola")
    ask_person(by=asker, thread=tagged, person_id=person.pk)
    reply(author=person, thread=tagged, text="Proszę bardzo.", key="settles-it")
    assert not Notification.objects.filter(person=person, kind="forum.please", read_at=None).exists()
    (row,) = who_can_answer(asker, tagged).asked
    assert (row.name, row.has_answered) == ("Osoba Ola", True)


def test_deleted_question_asks_nobody_any_more(tagged, asker, official):
    person = official("ola")
    ask_person(by=asker, thread=tagged, person_id=person.pk)
    delete_post(by=asker, post=tagged.posts.get(number=1))
    assert not Notification.objects.filter(person=person, kind="forum.please", read_at=None).exists()
    assert inbox(person).rows == []


def test_asker_comes_to_the_suggestions_after_publishing(as_, asker, official, alone, zielona):
    form = {"kind": "question", "title": "Kto prowadzi rejestr drzew?", "text": "Szukamy.", "audience": "public"}
    nobody = as_(asker).post("/s/zielona/zapytaj/", form)
    thread = Thread.objects.get(title=form["title"])
    assert nobody["Location"] == thread.url
    official("ola")
    somebody = as_(asker).post("/s/zielona/zapytaj/", {**form, "title": "Kto prowadzi rejestr alei?"})
    assert somebody["Location"] == f"/kogo-zapytac/{thread.pk + 1}/"


def test_own_open_question_leads_to_the_suggestions(as_, anna, jan, question):
    path = f'href="/kogo-zapytac/{question.pk}/"'
    assert [as_(who).get(question.url).content.decode().count(path) for who in (anna, jan, None)] == [1, 0, 0]


def test_accepted_answer_settles_what_others_were_asked(tagged, asker, official, jan):
    person = official("ola")
    ask_person(by=asker, thread=tagged, person_id=person.pk)
    accept_answer(by=asker, post=reply(author=jan, thread=tagged, text="Tak.", key="somebody-else"))
    assert not Notification.objects.filter(person=person, kind="forum.please", read_at=None).exists()
