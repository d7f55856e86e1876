"""The reply form sent by a script: the viewer's slot as the answer, and a sentence for every refusal."""

import pytest
from django.test import Client
from django.utils import timezone

from community.catalogue.models import Seen
from forum.actions import reply
from forum.models import Thread
from tests.forum.parts import attributes_of, parts_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
JSON = {"Accept": "application/json"}


def send(browser, thread, text="U nas *miasto*.", key="json-reply-1", language="", **headers):
    typed = {"text": text, "key": key}
    return browser.post(f"{language}/odpowiedz/{thread.pk}/", typed, headers=JSON | headers)


def why(response, status):
    """Returns the sentence of a refusal, after checking that it is JSON with this status."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    said = response.json()["why"]
    assert said.endswith((".", ":", "?"))
    return said


@pytest.mark.parametrize("language", ["", "/en"])
def test_reply_answers_with_the_slot_that_the_page_has(language, as_, jan, question):
    browser = as_(jan)
    response = send(browser, question, language=language)
    answer = response.json()
    post = question.posts.get(number=2)
    assert (response.status_code, answer.pop("slot") != "") == (201, True)
    assert answer == {
        "id": post.pk, "number": 2, "url": f"{language}{question.url}#p2", "sent": f"{jan.pk}:reply:{question.pk}",
    }  # fmt: skip
    html = browser.get(f"{language}{question.url}").content.decode()
    slot = send(browser, question, language=language).json()["slot"]
    assert (parts_of(slot), attributes_of(slot)) == (
        {name: inner for name, inner in parts_of(html).items() if name in parts_of(slot)},
        {name: those for name, those in attributes_of(html).items() if name in parts_of(slot)},
    )
    assert attributes_of(slot)[f"post-{post.pk}"]["data-roles"] == "author member"


def test_reply_by_a_script_leaves_no_message_for_a_later_page(as_, jan, question):
    browser = as_(jan)
    send(browser, question)
    assert 'class="notice' not in browser.get("/watki/").content.decode()


def test_same_key_twice_is_one_post(as_, jan, question):
    first, second = (send(as_(jan), question) for _time in range(2))
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    assert question.posts.count() == 2


def test_same_key_with_another_text_is_refused(as_, jan, question):
    send(as_(jan), question)
    why(send(as_(jan), question, text="Inny tekst."), 409)
    assert question.posts.count() == 2


def test_reply_to_a_locked_thread_is_refused(as_, jan, question):
    Thread.objects.filter(pk=question.pk).update(locked_at=timezone.now())
    why(send(as_(jan), question), 409)


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 40_001])
def test_faulty_text_is_told_in_a_sentence(text, as_, jan, question):
    why(send(as_(jan), question, text=text), 422)


@pytest.mark.parametrize("length", [210_000, 1_100_000])
def test_text_that_is_too_long_is_refused_whole(length, as_, jan, question):
    why(send(as_(jan), question, text="a" * length), 413)


def test_foreign_thread_is_not_found(as_, olaf, closed):
    thread = Thread.objects.filter(space=closed).first()
    assert thread.title not in why(send(as_(olaf), thread), 404)


def test_signed_out_is_told_where_to_sign_in_and_finds_the_text_there(as_, jan, question):
    browser = as_()
    response = send(browser, question)
    why(response, 401)
    assert response.json()["sign_in"] == f"/konto/login/?next=%2Fodpowiedz%2F{question.pk}%2F"
    browser.force_login(jan)
    html = browser.get(f"/odpowiedz/{question.pk}/").content.decode()
    assert ("U nas *miasto*." in html, 'value="json-reply-1"' in html) == (True, True)


def test_signed_out_on_a_page_of_ours_comes_back_to_it(as_, question):
    response = send(as_(), question, Referer=f"http://testserver{question.url}?strona=2")
    foreign = send(as_(), question, Referer="http://evil.example/x")
    assert response.json()["sign_in"].startswith(f"/konto/login/?next=%2Fwatki%2F{question.pk}%2F")
    assert foreign.json()["sign_in"] == f"/konto/login/?next=%2Fodpowiedz%2F{question.pk}%2F"


def test_missing_token_is_told_in_a_sentence(jan, question):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(jan)
    why(send(browser, question), 403)


def test_missing_token_of_someone_signed_out_says_where_to_sign_in(question):
    response = send(Client(enforce_csrf_checks=True), question)
    why(response, 403)
    assert response.json()["sign_in"].startswith("/konto/login/?next=")


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html, application/json"])
def test_browsers_get_pages(accept, as_, jan, question):
    response = as_(jan).post(f"/odpowiedz/{question.pk}/", {"text": "Tak."}, headers={"Accept": accept})
    assert response.status_code == 302


def test_own_reply_counts_as_seen_like_after_opening_the_page(as_, jan, question):
    browser = as_(jan)
    browser.get(question.url)
    send(browser, question)
    assert Seen.objects.get(person=jan, entry__subject_id=question.pk, entry__kind="question").upto == 2


def test_own_reply_does_not_hide_that_others_replied_unseen(as_, anna, jan, question):
    browser = as_(jan)
    browser.get(question.url)
    for number in range(2, 30):
        reply(author=anna, thread=question, text="Nieczytane.", key=f"unseen-{number:05}")
    send(browser, question)
    assert Seen.objects.get(person=jan, entry__subject_id=question.pk, entry__kind="question").upto == 1


@pytest.mark.parametrize("key", ["x" * 201, "zły\x00klucz"])
def test_damaged_key_is_told_in_a_sentence(key, as_, jan, question):
    answer = as_(jan).post(f"/odpowiedz/{question.pk}/", {"text": "U nas tak.", "key": key}, headers=JSON)
    assert why(answer, 422)
    assert question.posts.count() == 1
