"""What goes along when a seat is handed over: open questions, follows and drafts, as chosen; and what stays."""

import pytest

from community.catalogue.models import Entry
from community.following.actions import follow
from community.following.models import FOLLOWED, Follow
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.actions import accept_offer, add_member, offer_seat
from forum.actions import accept_answer, reply, start_thread
from forum.models import Draft, Thread
from forum.rules import may_accept
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_drafts_of_the_demo(db):
    Draft.objects.all().delete()


def again(person):
    return Person.objects.get(pk=person.pk)


def test_open_questions_get_a_second_asker_who_is_told_of_answers(seat, anna, olaf, jan, question):
    row = offer_seat(by=anna, seat=seat, email=olaf.email, parts=["questions"])
    accept_offer(by=olaf, hand_over=row)
    row.refresh_from_db()
    mine = Thread.objects.filter(author=anna, kind="question", accepted=None, deleted_at=None, locked_at=None)
    assert row.counts == {"questions": mine.count()}
    assert set(mine.values_list("successor_id", flat=True)) == {olaf.pk}
    thread = Thread.objects.get(pk=question.pk)
    assert [may_accept(again(who), thread) for who in (anna, olaf, jan)] == [True, True, False]
    reply(author=jan, thread=thread, text="Odpowiedź.", key="to-the-successor")
    assert Notification.objects.filter(person=olaf, kind="forum.reply").exists()


def test_solved_questions_stay(seat, anna, olaf, answer):
    accept_answer(by=anna, post=answer)
    row = offer_seat(by=anna, seat=seat, email=olaf.email, parts=["questions"])
    accept_offer(by=olaf, hand_over=row)
    assert Thread.objects.get(pk=answer.thread_id).successor is None


def test_questions_that_the_successor_may_not_see_stay(seat, anna, olaf, closed):
    add_member(person=anna, space=closed)
    thread = start_thread(
        author=again(anna), space=closed, kind="question", title="Tajne pytanie Anny", text="Treść.", key="secret-anna"
    )
    row = offer_seat(by=anna, seat=seat, email=olaf.email, parts=["questions", "follows"])
    accept_offer(by=olaf, hand_over=row)
    entry = Entry.objects.get(kind="question", subject_id=thread.pk)
    assert Thread.objects.get(pk=thread.pk).successor is None
    assert not Follow.objects.filter(person=olaf, target="entry", target_id=entry.pk).exists()


def test_follows_are_copied_and_what_the_successor_muted_stays_muted(seat, anna, olaf, zielona, question):
    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    follow(person=anna, target="space", target_id=zielona.pk)
    follow(person=olaf, target="entry", target_id=entry.pk, level="muted")
    row = offer_seat(by=anna, seat=seat, email=olaf.email, parts=["follows"])
    accept_offer(by=olaf, hand_over=row)
    row.refresh_from_db()
    levels = dict(Follow.objects.filter(person=olaf).values_list("target_id", "level"))
    assert levels[entry.pk] == "muted"
    assert Follow.objects.filter(person=olaf, target="space", target_id=zielona.pk, level="watch").exists()
    followed = Follow.objects.filter(person=anna, level__in=FOLLOWED).exclude(target="search").count()
    assert row.counts == {"follows": followed - 1}
    assert Follow.objects.filter(person=anna, target="space", target_id=zielona.pk).exists()


def test_follow_of_the_successor_in_the_same_moment_is_no_error(seat, anna, olaf, question):
    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    row = offer_seat(by=anna, seat=seat, email=olaf.email, parts=["follows"])
    with meanwhile(
        'INTO "following_follow"', lambda: Follow.objects.create(person=olaf, target="entry", target_id=entry.pk)
    ):
        accept_offer(by=olaf, hand_over=row)
    assert Follow.objects.filter(person=olaf, target="entry", target_id=entry.pk).count() == 1


def test_what_the_giver_muted_is_not_passed_on(seat, anna, olaf, question, jan):
    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    follow(person=anna, target="entry", target_id=entry.pk, level="muted")
    follow(person=anna, target="person", target_id=jan.pk, level="ignored")
    row = offer_seat(by=anna, seat=seat, email=olaf.email, parts=["follows"])
    accept_offer(by=olaf, hand_over=row)
    assert not Follow.objects.filter(person=olaf, target_id=entry.pk, target="entry").exists()
    assert not Follow.objects.filter(person=olaf, target="person", target_id=jan.pk).exists()


def draft_of(person, space, key, thread=None, **fields):
    return Draft.objects.create(author=person, space=space, thread=thread, client_key=key, text="Szkic.", **fields)


def test_drafts_change_hands_with_keys_of_their_own(seat, anna, olaf, zielona, closed, question):
    from django.utils import timezone

    mine = draft_of(anna, zielona, "draft-key-1", kind="question")
    draft_of(olaf, zielona, "draft-key-1", kind="question")
    closed_one = draft_of(anna, closed, "draft-key-2", kind="question")
    answer_of_both = draft_of(anna, zielona, "draft-key-3", thread=question)
    draft_of(olaf, zielona, "draft-key-4", thread=question)
    waits = draft_of(anna, zielona, "draft-key-5", held_at=timezone.now(), kind="question")
    announced = draft_of(anna, zielona, "draft-key-6", kind="announcement")
    row = offer_seat(by=anna, seat=seat, email=olaf.email, parts=["drafts"])
    accept_offer(by=olaf, hand_over=row)
    row.refresh_from_db()
    assert row.counts == {"drafts": 1}
    authors = {one.pk: one.author for one in Draft.objects.all()}
    assert [authors[one.pk] for one in (mine, closed_one, answer_of_both, waits, announced)] == [
        olaf, anna, anna, anna, anna,
    ]  # fmt: skip
    assert Draft.objects.get(pk=mine.pk).client_key != "draft-key-1"


def test_only_what_was_chosen_goes_along(seat, anna, olaf, question, zielona):
    draft_of(anna, zielona, "draft-key-9", kind="question")
    row = offer_seat(by=anna, seat=seat, email=olaf.email, parts=[])
    accept_offer(by=olaf, hand_over=row)
    row.refresh_from_db()
    assert (row.counts, Draft.objects.get().author, Thread.objects.get(pk=question.pk).successor) == ({}, anna, None)
    assert not Follow.objects.filter(person=olaf, by_itself=False).exists()


def test_texts_stay_with_who_wrote_them_and_the_city(offered, seat, anna, olaf, question):
    accept_offer(by=olaf, hand_over=offered)
    first = question.posts.get(number=1)
    assert (first.author, first.city, Thread.objects.get(pk=question.pk).author) == (anna, seat.city, anna)
