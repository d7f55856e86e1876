"""The bell on open pages: told to those whose inbox changes, drawn as the header draws it, for many at once."""

import pytest

from community.live.kinds import person_parts
from community.notifications import actions
from community.notifications.models import Notification
from forum.actions import accept_answer, delete_post, reply, unaccept_answer
from tests.forum.parts import parts_of

pytestmark = pytest.mark.django_db


@pytest.fixture()
def told(monkeypatch):
    """The people told that their inbox changed, one set for each signal."""
    found = []
    monkeypatch.setattr(actions, "person_changed", lambda name, ids: found.append((name, set(ids))))
    return found


def notified(*people):
    Notification.objects.filter(person__in=people).delete()
    return [Notification.objects.create(person=p, kind="forum.reply", object_id=n) for n, p in enumerate(people, 10**9)]


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("unread", [0, 1, 2, 5, 120])
def test_bell_is_the_headers(unread, language, as_, olaf):
    for number in range(unread):
        Notification.objects.create(person=olaf, kind="forum.reply", object_id=10**9 + number)
    page = parts_of(as_(olaf).get("/en/prywatnosc/" if language == "en" else "/prywatnosc/").content.decode())
    assert person_parts["inbox"]([olaf.pk], language) == {olaf.pk: {"bell": page["bell"]}}


def test_bells_of_many_people_cost_one_query(anna, jan, ewa, olaf, django_assert_num_queries):
    with django_assert_num_queries(1):
        bells = person_parts["inbox"]([anna.pk, jan.pk, ewa.pk, olaf.pk], "pl")
    assert set(bells) == {anna.pk, jan.pk, ewa.pk, olaf.pk}


def test_whoever_is_told_something_gets_one_signal(told, anna, jan, ewa):
    actions.notify("forum.reply", to=[anna.pk, jan.pk, ewa.pk], object_id=10**9, actor=ewa)
    assert told == [("inbox", {anna.pk, jan.pk})]


def test_reply_signals_the_followers_at_once(told, question, jan, anna):
    reply(author=jan, thread=question, text="Tak.", key="bell-reply-1")
    assert [name_and_ids for name_and_ids in told if anna.pk in name_and_ids[1]] == [("inbox", {anna.pk})]


def test_reading_signals_only_who_had_something_unread(told, anna):
    (one,) = notified(anna)
    assert [actions.mark_read(person=anna, notification_ids=[one.pk]) for _time in range(2)] == [1, 0]
    assert actions.mark_read_about(person=anna, kinds=["forum.reply"], object_ids=[one.object_id]) == 0
    assert told == [("inbox", {anna.pk})]


def test_settling_signals_everybody_concerned_in_one_go(told, anna, jan, django_assert_num_queries):
    rows = notified(anna, jan)
    with django_assert_num_queries(2):
        assert actions.settle(["forum.reply"], object_ids=[row.object_id for row in rows]) == 2
    assert told == [("inbox", {anna.pk, jan.pk})]


def test_withdrawing_signals_whose_line_was_unread(told, anna, jan, question, answer):
    accept_answer(by=anna, post=answer)
    told.clear()
    unaccept_answer(by=anna, post=answer)
    assert told == [("inbox", {jan.pk})]


def test_deleting_a_post_signals_who_was_told_of_it(told, anna, jan, answer):
    delete_post(by=jan, post=answer)
    assert ("inbox", {anna.pk}) in told
