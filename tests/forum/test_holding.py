"""Answers that hold: dated, asked about when the review is due, expired, lower in search."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.base import clock
from community.catalogue.actions import Listing, Text, list_entry, list_texts
from community.catalogue.models import Entry
from community.notifications.models import Notification
from community.notifications.queries import inbox
from community.people.models import Person
from community.spaces.models import Membership
from forum import actions
from forum.actions.relisting import relist_threads
from forum.models import Post
from forum.queries.structured import structured_data
from forum.queries.threads import thread_page
from tests.catalogue.looking import entry_ids
from tests.notifications.post import clear_post, deliver

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
FORM = {"valid_on": str(TODAY), "legal_basis": "art. 7 ustawy", "review_on": str(TODAY + timedelta(days=90))}


@pytest.fixture(autouse=True)
def _on_one_day():
    """The suite may run over midnight: everything here happens at the moment that its dates are counted from."""
    with clock.replaying(NOW):
        yield


@pytest.fixture()
def expert(zielona, person):
    """An expert of Sieć Zielona."""
    return Membership.objects.filter(space=zielona, role="expert").select_related("person").first().person


def later(days):
    return clock.replaying(NOW + timedelta(days=days))


def asked():
    return set(Notification.objects.filter(kind="forum.review").values_list("person__slug", flat=True))


def dated(post, by, days=90):
    review_on = TODAY + timedelta(days=days)
    return actions.date_answer(by=by, post=post, valid_on=TODAY, review_on=review_on, legal_basis="art. 7")


def test_author_expert_and_facilitator_date_an_answer_and_others_do_not(as_, anna, jan, ewa, olaf, expert, answer):
    path = f"/wpisy/{answer.pk}/aktualnosc/"
    statuses = [as_(who).post(path, FORM).status_code for who in (jan, expert, ewa, anna, olaf)]
    assert statuses == [302, 302, 302, 403, 403]


def test_question_itself_is_not_dated(as_, ewa, question):
    assert as_(ewa).get(f"/wpisy/{question.posts.get(number=1).pk}/aktualnosc/").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_on": ""}, {"valid_on": "kiedyś"}, {"valid_on": str(TODAY + timedelta(days=1))},
        {"valid_on": "1066-01-01"}, {"review_on": str(TODAY)}, {"review_on": "2999-01-01"}, {"legal_basis": "x" * 301},
    ],
)  # fmt: skip
def test_faulty_dates_are_explained(wrong, as_, jan, answer):
    response = as_(jan).post(f"/wpisy/{answer.pk}/aktualnosc/", {**FORM, **wrong})
    assert (response.status_code, response.content.decode().count("field__error")) == (422, 1)
    assert Post.objects.get(pk=answer.pk).valid_on is None


def test_page_and_structured_data_say_until_when_it_holds(as_, anna, jan, answer):
    actions.accept_answer(by=anna, post=answer)
    dated(answer, jan)
    page = thread_page(anna, answer.thread_id)
    assert (page.accepted.validity.legal_basis, page.accepted.validity.is_outdated) == ("art. 7", False)
    assert f'"expires":"{FORM["review_on"]}"' in structured_data(page)
    assert 'class="holds"' in as_().get(answer.thread.url).content.decode()


def test_review_is_asked_once_by_notification_and_letter(jan, expert, answer):
    dated(answer, jan)
    clear_post()
    done = []
    for days in (89, 91, 91, 92):
        with later(days):
            done.append(actions.ask_for_reviews())
    assert done == [0, 1, 0, 0]
    assert {jan.slug, expert.slug} <= asked()
    letters = deliver()
    addresses = Person.objects.filter(slug__in=asked()).values_list("email", flat=True)
    assert sorted(letter.to[0] for letter in letters) == sorted(addresses)
    assert {f"/wpisy/{answer.pk}/aktualnosc/" in letter.body for letter in letters} == {True}


def test_notification_leads_to_the_page_with_one_click(as_, jan, answer):
    dated(answer, jan)
    with later(91):
        actions.ask_for_reviews()
    line = next(line for line in inbox(jan).rows if "aktualna" in line.sentence or "current" in line.sentence)
    assert as_(jan).get(line.url)["Location"] == f"/wpisy/{answer.pk}/aktualnosc/"
    assert as_(jan).post(f"/wpisy/{answer.pk}/aktualne/").status_code == 302
    post = Post.objects.get(pk=answer.pk)
    assert (post.valid_on, post.review_on, post.review_asked_at) == (TODAY, TODAY + timedelta(days=90), None)
    assert asked() == set()


def test_next_review_asks_again(jan, answer):
    dated(answer, jan)
    with later(91):
        actions.ask_for_reviews()
        actions.confirm_answer(by=jan, post=Post.objects.get(pk=answer.pk))
    with later(182):
        assert actions.ask_for_reviews() == 1
    assert jan.slug in asked()


def test_silence_of_thirty_days_is_an_expired_answer(as_, anna, jan, answer):
    actions.accept_answer(by=anna, post=answer)
    dated(answer, jan)
    expired = []
    for days in (91, 100, 122, 123):
        with later(days):
            actions.ask_for_reviews()
        expired.append(Entry.objects.get(kind="question", subject_id=answer.thread_id).is_outdated)
    assert expired == [False, False, True, True]
    assert asked() == set()
    assert "holds--expired" in as_().get(answer.thread.url).content.decode()
    assert "triangle-alert" in as_().get("/s/zielona/watki/").content.decode()


def test_outdated_says_why_and_a_new_date_makes_it_current(as_, anna, jan, answer):
    actions.accept_answer(by=anna, post=answer)
    dated(answer, jan)
    path = f"/wpisy/{answer.pk}/nieaktualne/"
    assert as_(jan).post(path, {"reason": ""}).status_code == 422
    assert as_(anna).post(path, {"reason": "Nowa ustawa."}).status_code == 403
    assert as_(jan).post(path, {"reason": "Nowa ustawa <b>."}).status_code == 302
    html = as_().get(answer.thread.url).content.decode()
    assert ("Nowa ustawa &lt;b&gt;." in html, "holds--expired" in html) == (True, True)
    as_(jan).post(f"/wpisy/{answer.pk}/aktualnosc/", FORM)
    entry = Entry.objects.get(kind="question", subject_id=answer.thread_id)
    assert (entry.is_outdated, "holds--expired" in as_().get(answer.thread.url).content.decode()) == (False, False)


def test_rebuilding_keeps_what_is_out_of_date(anna, jan, answer):
    actions.accept_answer(by=anna, post=answer)
    actions.outdate_answer(by=jan, post=answer, reason="Nowa ustawa.")
    Entry.objects.filter(subject_id=answer.thread_id, kind="question").update(is_outdated=False)
    relist_threads([answer.thread_id])
    assert Entry.objects.get(subject_id=answer.thread_id, kind="question").is_outdated is True


def test_taking_acceptance_back_makes_the_entry_current(anna, jan, answer):
    actions.accept_answer(by=anna, post=answer)
    actions.outdate_answer(by=jan, post=answer, reason="Nowa ustawa.")
    actions.unaccept_answer(by=anna, post=answer)
    assert Entry.objects.get(subject_id=answer.thread_id, kind="question").is_outdated is False


def test_outdated_entry_sinks_below_its_like_and_does_not_vanish():
    now = timezone.now()
    ids = {}
    for number, (name, is_outdated, text) in enumerate(
        [
            ("old", True, "qqmelioracja w mieście"), ("like", False, "qqmelioracja w mieście"),
            ("other", False, "Zdanie. " * 200 + "qqmelioracja"),
        ],
        start=900_001,
    ):  # fmt: skip
        entry = list_entry("test", number, Listing(
            title="Xyz", url=f"/t/{number}/", audience="public", published_at=now, last_activity_at=now,
            is_outdated=is_outdated,
        ))  # fmt: skip
        list_texts(entry, [Text(number=1, text=text, at=now)])
        ids[entry.pk] = name
    found = [ids[pk] for pk in entry_ids("qqmelioracja")]
    assert found.index("like") < found.index("old")
    assert set(found) == {"old", "like", "other"}
