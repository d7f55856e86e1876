"""`GET /live/<stream>?since=`: the same frames without a socket, through the same rule."""

import pytest

from community.live.limits import MOST_BEHIND
from community.live.models import Event
from community.live.queries import heads_of
from forum.actions import delete_post, edit_post, reply

pytestmark = pytest.mark.django_db


def head(thread):
    return heads_of([thread.stream])[thread.stream]


def test_answers_with_what_came_since(as_, question, jan):
    since = head(question)
    post = reply(author=jan, thread=question, text="Nowa odpowiedź", key="poll-new")
    answer = as_().get(f"/live/{question.stream}?since={since}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    content = answer.json()
    assert (content["n"], [frame["n"] for frame in content["frames"]]) == (since + 1, [since + 1])
    assert "Nowa odpowiedź" in content["frames"][0]["parts"][f"post-{post.pk}"]
    assert as_().get(f"/live/{question.stream}?since={since + 1}").json() == {"n": since + 1, "frames": []}


def test_answers_in_the_language_of_the_address_and_with_buttons_for_members(as_, question, jan, anna):
    since = head(question)
    post = reply(author=jan, thread=question, text="Nowa odpowiedź", key="poll-lang")
    part = as_(anna).get(f"/en/live/{question.stream}?since={since}").json()["frames"][0]["parts"][f"post-{post.pk}"]
    assert "/en/ludzie/" in part
    assert "data-for" in part


def test_a_text_that_was_edited_or_deleted_is_nowhere_in_the_answer(as_, question, jan):
    since = head(question)
    post = reply(author=jan, thread=question, text="Pierwsza wersja zdania", key="poll-edit")
    edit_post(by=jan, post=post, text="Druga wersja zdania", version=1)
    other = reply(author=jan, thread=question, text="Tekst usunięty", key="poll-gone")
    delete_post(by=jan, post=other)
    text = as_().get(f"/live/{question.stream}?since={since}").content.decode()
    assert ("Druga wersja" in text, "Pierwsza" in text, "Tekst usunięty" in text) == (True, False, False)


@pytest.mark.parametrize("since", ["-1", "999999999", "99999999999"])
def test_numbers_that_cannot_be_say_reset(as_, question, since):
    answer = as_().get(f"/live/{question.stream}?since={since}")
    assert answer.json() == {"n": head(question), "reset": True}


@pytest.mark.parametrize("since", ["", "x", "1.5", "٣", "9" * 30, "%00", "1e5"])
def test_what_is_no_number_is_said_in_words(as_, question, since):
    answer = as_().get(f"/live/{question.stream}?since={since}")
    assert (answer.status_code, answer.json()["why"][:10]) == (400, "Podaj, od ")


def test_too_far_behind_and_pruned_say_reset(as_, question, jan, monkeypatch):
    monkeypatch.setattr("community.live.views.MOST_BEHIND", 2)
    since = head(question)
    for n in range(3):
        reply(author=jan, thread=question, text=f"Wpis {n}", key=f"poll-many-{n}")
    assert "reset" in as_().get(f"/live/{question.stream}?since={since}").json()
    assert "frames" in as_().get(f"/live/{question.stream}?since={since + 1}").json()
    Event.objects.filter(stream__key=question.stream, seq__lte=since + 2).delete()
    assert "reset" in as_().get(f"/live/{question.stream}?since={since + 1}").json()
    assert MOST_BEHIND > 2


@pytest.mark.parametrize(
    "key", ["nic:1", "thread:0", "thread:x", "threads:1", f"thread:{10**30}", "thread:%00", "space:1"]
)
def test_unknown_streams_are_not_found(as_, maria, key):
    answer = as_(maria).get(f"/live/{key}?since=0")
    assert (answer.status_code, bool(answer.json()["why"])) == (404, True)


def test_queries_are_few_and_do_not_grow(as_, question, jan, anna, django_assert_num_queries):
    since, browser = head(question), as_(anna)
    for n in range(2):
        reply(author=jan, thread=question, text=f"Wpis {n}", key=f"poll-few-{n}")
    browser.get(f"/live/{question.stream}?since={since}")
    with django_assert_num_queries(8):
        browser.get(f"/live/{question.stream}?since={since}")
    for n in range(20):
        reply(author=jan, thread=question, text=f"Wpis {n}", key=f"poll-more-{n}")
    with django_assert_num_queries(8):
        browser.get(f"/live/{question.stream}?since={since}")
