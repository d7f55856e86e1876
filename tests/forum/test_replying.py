"""Replying: numbers, counters, participants, live numbers, and what stands in the way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.catalogue.models import Entry
from community.following.models import Follow
from community.letters.models import Dispatch
from community.live.models import Event
from community.people.actions import create_person
from forum.actions import AlreadySent, ThreadLocked, delete_post, reply

pytestmark = pytest.mark.django_db


def test_reply_leads_to_its_place(as_, jan, question):
    response = as_(jan).post(f"/odpowiedz/{question.pk}/", {"text": "U nas miasto.", "key": "reply-1234"})
    assert response["Location"] == f"{question.url}#p2"


def test_reply_on_the_second_page_leads_there(as_, jan, question):
    for number in range(2, 21):
        reply(author=jan, thread=question, text=f"{number}", key=f"many-{number:04}")
    response = as_(jan).post(f"/odpowiedz/{question.pk}/", {"text": "Dwudziesta pierwsza.", "key": "reply-1234"})
    assert response["Location"] == f"{question.url}?strona=2#p21"


def test_reply_moves_the_thread(jan, question):
    post = reply(author=jan, thread=question, text="U nas miasto.", key="reply-1234")
    question.refresh_from_db()
    assert (post.number, question.last_number, question.reply_count) == (2, 2, 1)
    assert (question.last_author, question.last_activity_at) == (jan, post.created_at)


def test_reply_takes_a_number_after_a_deleted_one(jan, question, answer):
    delete_post(by=jan, post=answer)
    assert reply(author=jan, thread=question, text="Jeszcze raz.", key="reply-1234").number == 3


def test_reply_with_the_same_key_and_text_is_the_same_reply(jan, question):
    first, second = (reply(author=jan, thread=question, text="Raz.", key="reply-1234") for _ in range(2))
    question.refresh_from_db()
    assert (first.pk, question.reply_count) == (second.pk, 1)


@pytest.mark.parametrize("where", ["same", "other"])
def test_reply_with_the_same_key_and_another_text_or_thread_is_refused(where, jan, question, zielona):
    from forum.models import Thread

    reply(author=jan, thread=question, text="Raz.", key="reply-1234")
    other = Thread.objects.filter(space=zielona).exclude(pk=question.pk).first()
    with pytest.raises(AlreadySent):
        reply(
            author=jan,
            thread=question if where == "same" else other,
            text="Dwa." if where == "same" else "Raz.",
            key="reply-1234",
        )


@pytest.mark.parametrize("column", ["locked_at", "deleted_at"])
def test_reply_to_a_closed_thread_is_refused(column, jan, question):
    type(question).objects.filter(pk=question.pk).update(**{column: timezone.now()})
    with pytest.raises(ThreadLocked):
        reply(author=jan, thread=question, text="Za późno.", key="reply-1234")


def test_refused_reply_leaves_no_hole_in_the_stream(jan, question, answer):
    with pytest.raises(AlreadySent):
        reply(author=jan, thread=question, text="Inna.", key="answer-of-jan")
    reply(author=jan, thread=question, text="Następna.", key="reply-1234")
    numbers = Event.objects.filter(stream__key=question.stream).order_by("seq").values_list("seq", "kind")
    assert list(numbers) == [(1, "post.added"), (2, "post.added")]


def test_preview_shows_the_text_and_stores_nothing(as_, jan, question):
    response = as_(jan).post(f"/odpowiedz/{question.pk}/", {"text": "*tak*", "preview": "1", "key": "reply-1234"})
    assert (response.status_code, question.posts.count()) == (200, 1)
    assert response.content.decode().count("<em>tak</em>") == 1


def test_box_below_a_thread_leads_to_the_whole_form_with_what_was_typed(as_, jan, question):
    below = as_(jan).get(question.url).content.decode()
    assert 'name="attach"' in below
    assert 'type="file"' not in below
    typed = {"text": "Zaczęte, jeszcze nie skończone", "attach": "1", "key": "reply-1234"}
    response = as_(jan).post(f"/odpowiedz/{question.pk}/", typed)
    whole = response.content.decode()
    assert (response.status_code, question.posts.count()) == (200, 1)
    assert 'type="file"' in whole
    assert "Zaczęte, jeszcze nie skończone</textarea>" in whole


def test_posting_costs_the_same_with_1_and_with_30_followers(as_, jan, question):
    reply(author=jan, thread=question, text="Tak.", key="replying-0")  # its words are learned
    entry, browser, counts = Entry.objects.get(kind="question", subject_id=question.pk), as_(jan), []
    for size in (1, 29):
        for number in range(size):
            person = create_person(email=f"f{size}-{number}@replying.example", name=f"Śledząca {size} {number}")
            Follow.objects.create(person=person, target="entry", target_id=entry.pk, level="instant")
        Dispatch.objects.all().delete()
        browser.get(question.url)
        with CaptureQueriesContext(connection) as captured:
            browser.post(f"/odpowiedz/{question.pk}/", {"text": "Tak.", "key": f"replying-{size}"})
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 43
