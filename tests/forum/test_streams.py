"""Frames hold what pages hold: for every kind of event, for visitors and members, in both languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from community.live.frames import render
from community.live.kinds import View
from community.live.models import Event
from community.live.queries import events_after
from community.tags.models import Tag
from forum import actions
from forum.models import Post, ReactionKind, Thread
from tests.forum.parts import parts_of

pytestmark = pytest.mark.django_db
SECRET = "Stary tekst z numerem telefonu"


def happenings(key):
    return events_after(key, 0, limit=1000)


def shown(key, view, only=None):
    found = happenings(key)
    return render(key, [h for h in found if only is None or h.seq in only], view)


def in_language(language, url):
    return f"/en{url}" if language == "en" else url


@pytest.fixture()
def lively(question, anna, jan, ewa, maria):
    """A question in which everything has happened that can happen, all of it still to be seen."""
    first = question.posts.get(number=1)
    replies = [
        actions.reply(author=who, thread=question, text=f"Wpis {n} do @{anna.slug}.", key=f"lively-{n:05}")
        for n, who in enumerate((jan, ewa, jan, anna, maria), start=2)
    ]
    second, third, fourth, fifth, _sixth = replies
    actions.upvote(by=ewa, post=second)
    actions.upvote(by=maria, post=second)
    actions.withdraw_vote(by=maria, post=second)
    actions.accept_answer(by=anna, post=second)
    actions.accept_answer(by=anna, post=third)
    actions.unaccept_answer(by=anna, post=third)
    actions.accept_answer(by=anna, post=fourth)
    actions.edit_post(by=anna, post=fifth, text="Zmieniony wpis.", version=1)
    actions.delete_post(by=anna, post=fifth)
    actions.delete_post(by=jan, post=second)
    actions.restore_post(by=jan, post=second)
    tags = list(Tag.objects.filter(merged_into=None)[:3])
    edited = {"text": first.source, "version": 1, "title": "Kto podlewa w upały <drzewa>?"}
    actions.edit_post(by=anna, post=first, tags=tags[:2], **edited)
    actions.edit_post(by=anna, post=first, tags=tags, text=first.source, version=2)
    actions.react(by=jan, post=first, kind=ReactionKind.SAME_HERE)
    ballot = actions.Ballot("Co robicie?", ("jedno", "drugie"))
    asked = actions.set_poll(by=ewa, post=third, ballot=ballot)
    choice = Post.objects.get(pk=asked.pk).beside["poll"]["options"][0]["id"]
    actions.vote_in_poll(by=jan, post=third, option_ids=[choice])
    actions.close_poll(by=ewa, post=third)
    actions.date_answer(by=ewa, post=third, valid_on=timezone.localdate(), review_on=None)
    actions.report_outcome(by=anna, post=third, verdict="adopted", note="Działa.")
    actions.lock_thread(by=ewa, thread=question)
    actions.unlock_thread(by=ewa, thread=question)
    return Thread.objects.get(pk=question.pk)


KINDS = {
    "post.added", "post.edited", "post.deleted", "post.restored", "post.voted", "post.unvoted", "answer.accepted",
    "answer.unaccepted", "thread.tagged", "thread.locked", "thread.unlocked",
    "post.reacted", "poll.changed", "poll.voted", "poll.closed", "post.dated", "post.reported",
}  # fmt: skip


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("who", ["visitor", "member"])
def test_every_kind_of_event_shows_what_a_fresh_page_has(who, language, as_, lively, olaf):
    page = parts_of(as_(olaf if who == "member" else None).get(in_language(language, lively.url)).content.decode())
    view = View(language, who == "member")
    assert {happening.kind for happening in happenings(lively.stream)} == KINDS
    for happening in happenings(lively.stream):
        (alone,) = render(lively.stream, [happening], view)
        assert alone.parts
        for name, html in alone.parts.items():
            assert page[name] == html, (happening.kind, name)


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_replay_from_nothing_is_the_page_and_names_each_part_once(who, as_, lively, olaf):
    page = parts_of(as_(olaf if who == "member" else None).get(lively.url).content.decode())
    all_shown = shown(lively.stream, View("pl", who == "member"))
    named = [name for one in all_shown for name in one.parts]
    assert len(named) == len(set(named))
    replayed = {name: html for one in all_shown for name, html in one.parts.items()}
    assert {name: page[name] for name in replayed} == replayed
    assert {"title", "state", "tags"} <= set(replayed)


def test_part_stands_with_the_last_event_that_touches_it(lively):
    all_shown = shown(lively.stream, View("pl", True))
    last = {
        h.object_id: i for i, h in enumerate(happenings(lively.stream)) if h.kind in ("post.deleted", "post.restored")
    }
    assert [f"post-{post_id}" in all_shown[place].parts for post_id, place in last.items()] == [True] * len(last)


def test_frames_of_members_and_visitors_differ_in_buttons_only(lively):
    member, visitor = (
        "".join(str(dict(one.parts)) for one in shown(lively.stream, View("pl", is_in))) for is_in in (True, False)
    )
    assert ("formaction" in member, "formaction" in visitor) == (True, False)
    assert ("csrf" in member, "data-roles" in member) == (False, False)


def test_replay_after_an_edit_or_an_erasure_never_holds_the_former_text(question, jan, ewa):
    edited = actions.reply(author=jan, thread=question, text=SECRET, key="secret-edited")
    erased = actions.reply(author=jan, thread=question, text=SECRET, key="secret-erased")
    gone = actions.reply(author=jan, thread=question, text=SECRET, key="secret-gone")
    actions.edit_post(by=jan, post=edited, text="Nowy tekst.", version=1)
    actions.delete_post(by=ewa, post=erased)
    Post.objects.filter(pk=gone.pk).delete()
    for is_member in (True, False):
        all_shown = shown(question.stream, View("pl", is_member))
        assert SECRET not in str([(dict(one.parts), dict(one.facts)) for one in all_shown])
        assert [one.parts[f"post-{gone.pk}"] for one in all_shown if f"post-{gone.pk}" in one.parts] == [""]


def test_facts_say_where_a_post_stands_and_nothing_of_its_words(answer, jan):
    (one,) = render(answer.thread.stream, happenings(answer.thread.stream), View("en", True))
    assert one.facts == {
        "number": 2, "page": 1, "author": jan.name, "city": "Żyrardów", "votes": 0, "last": 2,
        "url": f"/en{answer.thread.url}#p2", "author_id": jan.pk,
    }  # fmt: skip


def test_lock_asks_for_the_page_again(question, ewa):
    actions.lock_thread(by=ewa, thread=question)
    (one,) = shown(question.stream, View("pl", True))
    assert (one.facts, list(one.parts)) == ({"refresh": True}, ["state"])


def test_deleted_thread_shows_nothing(lively, ewa):
    actions.delete_post(by=ewa, post=lively.posts.get(number=1))
    all_shown = shown(lively.stream, View("pl", True))
    assert {html for one in all_shown for html in one.parts.values()} == {""}
    assert all_shown[-1].facts == {"refresh": True}


@pytest.mark.parametrize("ident", ["0", "-1", "x", "", "9" * 30, "٣", "1:public"])
def test_unknown_thread_shows_nothing(ident, answer):
    (one,) = render(f"thread:{ident}", happenings(answer.thread.stream), View("pl", True))
    assert set(one.parts.values()) == {""}


@pytest.mark.parametrize("stream", ["thread", "threads"])
def test_batch_costs_the_same_few_queries_at_any_size(stream, question, anna, jan):
    for number in range(2, 32):
        actions.reply(author=(jan, anna)[number % 2], thread=question, text="Wpis.", key=f"batch-{number:05}")
    key = question.stream if stream == "thread" else question.list_stream
    found = happenings(key)[-30:]
    assert len(found) == 30
    costs = []
    for batch in (found[-1:], found):
        with CaptureQueriesContext(connection) as captured:
            render(key, batch, View("pl", True))
        costs.append(len(captured))
    assert costs == ([2, 2] if stream == "thread" else [1, 1])


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("query", ["", "?kolejnosc=nowe"])
@pytest.mark.parametrize("place", ["/watki/", "/s/zielona/watki/"])
def test_list_event_shows_the_row_that_a_fresh_page_has(place, query, language, as_, olaf, answer):
    page = parts_of(as_(olaf).get(in_language(language, place + query)).content.decode())
    thread = Thread.objects.get(pk=answer.thread_id)
    seen = [h for h in happenings(thread.list_stream) if h.object_id == thread.pk]
    assert [h.kind for h in seen] == ["thread.added", "thread.changed"]
    added, changed = render(thread.list_stream, seen, View(language, True))
    assert (dict(added.parts), changed.parts[f"thread-{thread.pk}"]) == ({}, page[f"thread-{thread.pk}"])
    assert changed.facts == {"kind": "question", "replies": 1, "by": "Jan Wierzba"}


def test_list_event_of_a_deleted_or_foreign_thread_is_gone(question, answer, ewa):
    (one,) = render("threads:999:public", happenings(question.list_stream)[-1:], View("pl", True))
    assert (one.parts, one.facts) == ({f"thread-{question.pk}": ""}, {})
    actions.delete_post(by=ewa, post=question.posts.get(number=1))
    (one,) = render(question.list_stream, happenings(question.list_stream)[-1:], View("pl", True))
    assert one.parts == {f"thread-{question.pk}": ""}


def test_vote_moves_no_list(answer, anna):
    before = len(happenings(answer.thread.list_stream))
    actions.upvote(by=anna, post=answer)
    actions.withdraw_vote(by=anna, post=answer)
    assert len(happenings(answer.thread.list_stream)) == before
    kinds = Event.objects.filter(stream__key=answer.thread.stream).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["post.added", "post.voted", "post.unvoted"]


def test_answer_accepted_instead_of_another_brings_both(question, answer, anna, ewa):
    other = actions.reply(author=ewa, thread=question, text="Inna.", key="instead-12345")
    actions.accept_answer(by=anna, post=answer)
    actions.accept_answer(by=anna, post=other)
    found = happenings(question.stream)[-2:]
    assert [(h.kind, h.object_id) for h in found] == [("answer.unaccepted", answer.pk), ("answer.accepted", other.pk)]
    former, now = render(question.stream, found, View("pl", False))
    assert (
        "post--accepted" in former.parts[f"post-{answer.pk}"],
        "post--accepted" in now.parts[f"post-{other.pk}"],
    ) == (False, True)


def test_frames_are_drawn_in_the_language_of_the_view(answer):
    with translation.override("en"):
        (one,) = shown(answer.thread.stream, View("pl", False))
    assert f'href="/wpisy/{answer.pk}/wiecej/"' in one.parts[f"post-{answer.pk}"]
