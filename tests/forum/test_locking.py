"""Closing a thread and opening it again: what stops, what the page shows, and what the streams hear."""

from datetime import timedelta

import pytest

from community.base import clock
from community.live.models import Event
from community.notifications.actions import notify
from community.notifications.models import Notification
from forum import actions
from forum.actions import ChangedMeanwhile, ThreadLocked, delete_post, lock_thread, reply, unlock_thread

pytestmark = pytest.mark.django_db


def events(key):
    return list(Event.objects.filter(stream__key=key).order_by("seq").values_list("kind", "object_id"))


def test_facilitator_closes_and_opens_by_the_button(as_, ewa, question):
    browser = as_(ewa)
    closed = browser.post(f"/zamknij/{question.pk}/", follow=True)
    question.refresh_from_db()
    assert (closed.redirect_chain, bool(question.locked_at)) == ([(question.url, 302)], True)
    assert f'formaction="/otworz/{question.pk}/"' in closed.content.decode()
    opened = browser.post(f"/otworz/{question.pk}/", follow=True)
    question.refresh_from_db()
    assert question.locked_at is None
    assert f'formaction="/zamknij/{question.pk}/"' in opened.content.decode()
    assert 'role="status"' in opened.content.decode()


def test_english_button_leads_back_to_the_english_page(as_, ewa, question):
    assert as_(ewa).post(f"/en/zamknij/{question.pk}/")["Location"] == f"/en{question.url}"


@pytest.mark.parametrize("who", ["anna", "olaf"])
def test_others_have_no_button_and_are_refused_in_words(who, request, as_, question):
    browser = as_(request.getfixturevalue(who))
    assert "/zamknij/" not in browser.get(question.url).content.decode()
    refused = browser.post(f"/zamknij/{question.pk}/")
    assert (refused.status_code, refused.content.decode().count('class="lede"')) == (403, 1)


def test_closed_thread_takes_no_reply_until_it_is_open_again(ewa, jan, question):
    lock_thread(by=ewa, thread=question)
    with pytest.raises(ThreadLocked):
        reply(author=jan, thread=question, text="Za późno.", key="locked-1234")
    unlock_thread(by=ewa, thread=question)
    assert reply(author=jan, thread=question, text="Zdążyłem.", key="locked-5678").number == 2


def test_closing_twice_is_closing_once(ewa, question):
    first = lock_thread(by=ewa, thread=question).locked_at
    assert lock_thread(by=ewa, thread=question).locked_at == first
    unlock_thread(by=ewa, thread=question)
    unlock_thread(by=ewa, thread=question)
    assert events(question.stream) == [("thread.locked", question.pk), ("thread.unlocked", question.pk)]
    assert events(question.list_stream)[-2:] == [("thread.changed", question.pk)] * 2


def test_deleted_thread_is_not_closed(ewa, question):
    delete_post(by=ewa, post=question.posts.get(number=1))
    with pytest.raises(ChangedMeanwhile):
        lock_thread(by=ewa, thread=question)


@pytest.mark.parametrize("verb", ["lock", "hide"])
def test_closed_or_hidden_question_waits_for_nobody(verb, ewa, jan, question):
    first = question.posts.select_related("thread").get(number=1)
    notify("forum.please", to=[jan.pk], object_id=first.pk, actor=ewa)
    with clock.replaying(question.created_at + timedelta(days=6)):
        assert actions.escalate() >= 1
    waiting = Notification.objects.filter(kind__in=("forum.waits", "forum.please"), object_id=first.pk, read_at=None)
    assert set(waiting.values_list("kind", flat=True)) == {"forum.waits", "forum.please"}
    if verb == "lock":
        actions.lock_thread(by=ewa, thread=question)
    else:
        actions.hide_post(by=ewa, post=first, fault="other", reason="Nie na temat.")
    assert not waiting.exists()
