"""A reported thread that was moved out of sight: what waits goes along, and nobody reads what they may not."""

import pytest
from django.core import mail

from community.moderation import actions
from community.moderation.models import Decision, Report
from community.moderation.queries import queue
from community.moderation.rules import who_decides
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.models import Membership
from forum.actions import edit_post, hide_post, move_thread
from forum.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
SECRET = "Chrabąszczowisko"


@pytest.fixture()
def away(maria, closed, anna, jan, ewa, question):
    """Returns a function: moves the question to a group without Anna, Jan and Ewa, and gives it a new title."""
    Membership.objects.filter(space=closed, person__in=[anna, jan, ewa]).delete()

    def move():
        move_thread(by=maria, thread=question, space=closed, audience="members")
        first = Post.objects.select_related("thread").get(thread=question, number=1)
        edit_post(by=maria, post=first, text=SECRET, title=f"{SECRET} w umowie", version=first.version)

    return move


def pages_of(browser, decision):
    paths = (f"/decyzje/{decision.pk}/", f"/decyzje/{decision.pk}/odwolanie/", "/powiadomienia/")
    return [(page.status_code, page.content.decode().replace("\xa0", " ")) for page in map(browser.get, paths)]


def again(person):
    return Person.objects.get(pk=person.pk)


def told(kind, object_id):
    return set(Notification.objects.filter(kind=kind, object_id=object_id).values_list("person_id", flat=True))


@pytest.mark.parametrize("moved", ["before", "after"])
def test_author_and_reporter_read_neither_title_nor_address_nor_place(
    moved, as_, anna, jan, maria, closed, question, answer, reported, away
):
    if moved == "before":
        away()
    hide_post(by=maria, post=Post.objects.get(pk=answer.pk), fault="unkind", reason="Obraża.")
    if moved == "after":
        away()
    decision = Decision.objects.get(subject_id=answer.pk)
    for who in (anna, jan):
        for status, html in pages_of(as_(again(who)), decision):
            assert status in (200, 403)
            assert [word for word in (SECRET, question.url, closed.name, closed.slug) if word in html] == []
            assert f"/watki/{question.pk}/" not in html
    assert told("moderation.decided", decision.pk) == {anna.pk, jan.pk}
    inboxes = [as_(again(who)).get("/powiadomienia/").content.decode() for who in (anna, jan)]
    assert all(f'href="/powiadomienia/{row.pk}/"' in html for html, row in zip(
        inboxes, (Notification.objects.get(person=who, kind="moderation.decided") for who in (anna, jan)), strict=True,
    ))  # fmt: skip
    own = as_(again(jan)).get(f"/decyzje/{decision.pk}/").content.decode()
    assert ("zakład komunalny" in own, "Obraża." in own) == (True, True)  # the author's own words, and why


def test_who_may_still_read_it_reads_the_title_as_it_is(as_, jan, closed, maria, answer, hidden, away):
    away()
    Membership.objects.create(space=closed, person=jan)
    decision, _appeal, inbox = pages_of(as_(again(jan)), hidden)
    assert (SECRET in decision[1], SECRET in inbox[1]) == (True, True)


def test_former_facilitator_reads_nothing_of_where_it_went(as_, ewa, hidden, away):
    away()
    page = as_(again(ewa)).get(f"/decyzje/{hidden.pk}/")
    assert (page.status_code, SECRET in page.content.decode()) == (200, False)
    assert "zakład komunalny" not in page.content.decode()


def test_who_facilitates_there_now_reads_why_it_was_hidden(as_, anna, ewa, second, closed, hidden, away):
    Membership.objects.filter(person=second).delete()
    why, page = f"/decyzje/post/{hidden.subject_id}/", f"/decyzje/{hidden.pk}/"
    away()
    for role, status in (("member", 404), ("facilitator", 200)):
        Membership.objects.update_or_create(person=second, space=closed, defaults={"role": role})
        assert as_(again(second)).get(page).status_code == status
        assert as_(again(second)).get(why).status_code == (302 if status == 200 else 404)
    html = as_(again(second)).get(page).content.decode()
    queues = [f'href="/s/{space}/zgloszenia/"' in html for space in (closed.slug, "zielona")]
    assert (hidden.reason in html.replace("\xa0", " "), ewa.name in html, queues) == (True, True, [True, False])


def test_open_appeal_goes_along_to_who_decides_there(as_, ewa, maria, jan, zielona, closed, hidden, away):
    actions.appeal(by=jan, decision=hidden, text="To był cytat.")
    away()
    hidden.refresh_from_db()
    assert (hidden.space, told("moderation.appeal", hidden.pk)) == (
        closed, set(who_decides(closed, without={hidden.by_id, jan.pk})),
    )  # fmt: skip
    assert [line.url for line in queue(maria, closed).appeals] == [f"/decyzje/{hidden.pk}/"]
    assert queue(again(ewa), zielona).appeals == []
    done = as_(maria).post(f"/decyzje/{hidden.pk}/odpowiedz/", {"text": "Racja.", "restore": "1"})
    assert (done.status_code, Post.objects.get(pk=hidden.subject_id).deleted_at) == (302, None)


def test_appeal_is_asked_where_the_text_stands_now(jan, closed, hidden, away):
    away()
    appealed = actions.appeal(by=again(jan), decision=hidden, text="To był cytat.")
    assert (appealed.space, told("moderation.appeal", hidden.pk)) == (
        closed, set(who_decides(closed, without={hidden.by_id, jan.pk})),
    )  # fmt: skip


def test_who_decided_before_the_move_is_asked_no_more(ewa, closed, answer, reported, away):
    assert ewa.pk in told("moderation.report", reported.pk)
    away()
    assert ewa.pk not in told("moderation.report", reported.pk)
    assert told("moderation.report", reported.pk)


def test_report_that_stayed_behind_shows_nothing_in_the_old_queue(ewa, zielona, away, reported):
    """As when somebody reports in the moment of the move."""
    away()
    Report.objects.update(space=zielona)
    assert queue(again(ewa), zielona).cases == []


def test_report_from_a_page_older_than_the_move_goes_to_who_decides_there(
    closed, answer, subject_of, away, django_capture_on_commit_callbacks
):
    stale = subject_of(answer)
    away()
    with django_capture_on_commit_callbacks(execute=True):
        late = actions.report(subject=stale, fault="unkind", contact="gosc@outside.example")
    asked = set(who_decides(closed, without={answer.author_id}))
    assert (late.space, told("moderation.report", late.pk)) == (closed, asked)
    assert (stale.url in mail.outbox[-1].body, SECRET.lower() in mail.outbox[-1].body) == (True, False)


@pytest.mark.parametrize("verb", ["hide", "keep"])
def test_visitor_is_not_told_the_name_of_a_closed_place(
    verb, maria, closed, answer, subject_of, away, django_capture_on_commit_callbacks
):
    actions.report(subject=subject_of(answer), fault="unkind", contact="gosc@outside.example", language="en")
    away()
    with django_capture_on_commit_callbacks(execute=True):
        if verb == "hide":
            hide_post(by=maria, post=Post.objects.get(pk=answer.pk), fault="unkind", reason="Obraża.")
        else:
            actions.keep(by=maria, subject=subject_of(answer))
    body = mail.outbox[-1].body.replace("\xa0", " ")
    assert (closed.name in body, "The facilitators have read" in body) == (False, verb == "keep")
