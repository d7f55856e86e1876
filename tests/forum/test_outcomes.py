"""Did it work in your city: one report of a city for an answer, and who is asked about it when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.base import clock
from community.catalogue.models import Entry
from community.following.actions import follow
from community.notifications.models import Notification
from community.spaces.models import Membership, Seat
from forum import actions
from forum.actions import outcomes
from forum.models import Outcome, Post, ReactionKind, Thread
from forum.queries.outcomes import reports_of
from tests.notifications.post import clear_post, deliver

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
FORM = {"verdict": "adopted", "cost": "small", "note": "Zadziałało <od razu>.", "is_contact": "on"}


@pytest.fixture()
def accepted(anna, answer):
    """Jan's answer, accepted by Anna."""
    actions.accept_answer(by=anna, post=answer)
    return answer


@pytest.fixture()
def others(zielona, anna, jan):
    """Members of Sieć Zielona from cities of their own, less Anna's and Jan's."""
    taken = set(Seat.objects.filter(person__in=[anna, jan], until=None).values_list("city_id", flat=True))
    people = []
    for seat in Seat.objects.filter(until=None, person__memberships__space=zielona).select_related("person"):
        if seat.city_id not in taken:
            taken.add(seat.city_id)
            people.append(seat.person)
    return people


def beside(post):
    return Post.objects.get(pk=post.pk).beside.get("outcomes", [])


def walk(days):
    with clock.replaying(timezone.now() + timedelta(days=days)):
        return actions.ask_how_it_went()


def test_report_stands_under_the_answer_without_the_name(as_, anna, accepted):
    assert as_(anna).post(f"/wpisy/{accepted.pk}/wdrozenie/", FORM).status_code == 302
    (row,) = beside(accepted)
    assert (row["city"], row["verdict"], row["cost"], row["note"]) == ("Racibórz", "adopted", "small", FORM["note"])
    assert anna.name not in str(row)
    html = as_().get(accepted.thread.url).content.decode()
    assert ("Zadziałało &lt;od razu&gt;." in html, 'class="outcomes"' in html) == (True, True)


def test_newer_report_of_a_city_replaces_the_older(as_, anna, accepted):
    for verdict in ("adopted", "failed"):
        as_(anna).post(f"/wpisy/{accepted.pk}/wdrozenie/", {**FORM, "verdict": verdict})
    report = Outcome.objects.get(post=accepted)
    assert (report.verdict, report.changed_at > report.created_at, len(beside(accepted))) == ("failed", True, 1)
    as_(anna).post(f"/wpisy/{accepted.pk}/wdrozenie/", {"wycofaj": "1"})
    assert (Outcome.objects.filter(post=accepted).exists(), beside(accepted)) == (False, [])


@pytest.mark.parametrize("wrong", [{"verdict": ""}, {"verdict": "x"}, {"cost": "x"}, {"note": "x" * 601}])
def test_faulty_report_is_explained(wrong, as_, anna, accepted):
    response = as_(anna).post(f"/wpisy/{accepted.pk}/wdrozenie/", {**FORM, **wrong})
    assert (response.status_code, response.content.decode().count("field__error")) == (422, 1)


def test_person_without_a_seat_reads_but_cannot_report(as_, olaf, accepted):
    path = f"/wpisy/{accepted.pk}/wdrozenie/"
    assert (as_(olaf).get(path).status_code, as_(olaf).post(path, FORM).status_code) == (200, 403)


def test_question_cannot_be_tried(as_, anna, question):
    assert as_(anna).get(f"/wpisy/{question.posts.get(number=1).pk}/wdrozenie/").status_code == 403


def test_contact_is_shown_to_members_as_the_account_stands_now(anna, olaf, accepted):
    from django.contrib.auth.models import AnonymousUser

    actions.report_outcome(by=anna, post=accepted, verdict="adopted", is_contact=True)
    names = [reports_of(viewer, accepted)[0].contact for viewer in (olaf, AnonymousUser())]
    type(anna).objects.filter(pk=anna.pk).update(is_active=False)
    assert [*names, reports_of(olaf, accepted)[0].contact] == [anna.name, "", ""]


def test_asker_and_one_of_each_city_are_asked_at_60_and_180_days_once(anna, jan, others, accepted):
    opening = accepted.thread.posts.get(number=1)
    first, second = others[:2]
    for who in (jan, first, second):
        actions.react(by=who, post=opening, kind=ReactionKind.SAME_HERE)
    walk(59)
    assert Notification.objects.filter(kind="forum.worked60", object_id=accepted.pk).exists() is False
    for _time in range(2):
        walk(61)
    told = Notification.objects.filter(kind="forum.worked60", object_id=accepted.pk)
    assert set(told.values_list("person__slug", flat=True)) == {anna.slug, first.slug, second.slug}
    actions.report_outcome(by=first, post=accepted, verdict="failed")
    walk(181)
    told = Notification.objects.filter(kind="forum.worked180", object_id=accepted.pk)
    assert set(told.values_list("person__slug", flat=True)) == {anna.slug, second.slug}


def test_one_letter_asks_about_all_answers_of_a_round(anna, jan, accepted):
    entry = Entry.objects.get(kind="question", subject_id=accepted.thread_id)
    Thread.objects.exclude(pk=accepted.thread_id).update(accepted_at=None)
    other = actions.start_thread(
        author=anna, space=entry.space, kind="question", title="Drugie pytanie o wodę", text="Jak?", key="worked-two"
    )  # fmt: skip
    post = actions.reply(author=jan, thread=other, text="Tak.", key="worked-two-1")
    actions.accept_answer(by=anna, post=post)
    clear_post()
    assert [walk(61), walk(62)] == [2, 0]
    (letter,) = deliver()
    assert letter.to == [anna.email]
    for body in (letter.body, letter.alternatives[0][0]):
        for answer in (accepted, post):
            assert f"/wpisy/{answer.pk}/wdrozenie/" in body
    assert "Drugie pytanie o wodę" in letter.body.replace("\xa0", " ")


def test_letter_about_one_answer_names_its_question(anna, accepted):
    Thread.objects.exclude(pk=accepted.thread_id).update(accepted_at=None)
    type(anna).objects.filter(pk=anna.pk).update(language="en")
    clear_post()
    walk(61)
    (letter,) = deliver()
    assert accepted.thread.title in letter.subject.replace("\xa0", " ")
    assert f"/en/wpisy/{accepted.pk}/wdrozenie/" in letter.body


def test_muting_wins(anna, accepted):
    entry = Entry.objects.get(kind="question", subject_id=accepted.thread_id)
    follow(person=anna, target="entry", target_id=entry.pk, level="muted")
    walk(61)
    assert Notification.objects.filter(kind="forum.worked60", object_id=accepted.pk).count() == 0


def test_answer_no_longer_accepted_is_asked_about_no_more(anna, accepted):
    told = Notification.objects.filter(kind="forum.worked60", object_id=accepted.pk)
    walk(61)
    before = told.count()
    actions.unaccept_answer(by=anna, post=accepted)
    walk(62)
    assert (before, told.count()) == (1, 0)


@pytest.mark.parametrize("cities", [1, 8])
def test_reports_cost_the_page_no_query(cities, as_, others, accepted, zielona):
    url = accepted.thread.url
    for who in others[:cities]:
        assert Membership.objects.filter(space=zielona, person=who).exists()
        actions.report_outcome(by=who, post=accepted, verdict="adapted", note="Po zmianach.")
    with CaptureQueriesContext(connection) as captured:
        html = as_().get(url).content.decode()
    assert (len(captured) <= 5, html.count("Po zmianach.")) == (True, min(cities, len(others), 6))


def test_answers_about_which_nobody_can_be_asked_keep_no_other_waiting(zielona, anna, jan, accepted, monkeypatch):
    monkeypatch.setattr("forum.actions.outcomes._AT_ONCE", 1)
    other = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Kto sadzi lipy?", text="Pytam.", key="outcome-other-1"
    )
    answer = actions.reply(author=anna, thread=other, text="My.", key="outcome-other-2")
    actions.accept_answer(by=jan, post=answer)
    now = timezone.now()
    Thread.objects.exclude(pk__in=[other.pk, accepted.thread_id]).update(accepted_at=None)
    Thread.objects.filter(pk=accepted.thread_id).update(accepted_at=now - timedelta(days=70), author=None)
    Thread.objects.filter(pk=other.pk).update(accepted_at=now - timedelta(days=61))
    walk(0)
    assert Notification.objects.filter(kind="forum.worked60", object_id=answer.pk).count() == 1


def test_one_that_breaks_costs_nobody_else_their_letter(
    anna, jan, accepted, monkeypatch, django_capture_on_commit_callbacks
):
    Thread.objects.exclude(pk=accepted.thread_id).update(accepted_at=None)
    other = actions.start_thread(
        author=anna, space=accepted.thread.space, kind="question", title="Drugie pytanie o wodę", text="Jak?",
        key="worked-two",
    )  # fmt: skip
    actions.accept_answer(by=anna, post=actions.reply(author=jan, thread=other, text="Tak.", key="worked-two-1"))
    whole = outcomes.notify

    def notify(kind, *, object_id, **more):
        if object_id == accepted.pk:
            raise RuntimeError("broken")
        whole(kind, object_id=object_id, **more)

    monkeypatch.setattr(outcomes, "notify", notify)
    clear_post()
    assert walk(61) == 1
    assert [letter.to for letter in deliver()] == [[anna.email]]
    monkeypatch.undo()
    assert walk(62) == 1
