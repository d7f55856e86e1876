"""Duplicates: closed, leading to the answer and back, found by their own words, and undone."""

import pytest

from community.catalogue.models import Entry
from community.catalogue.queries import space_entries, waiting_questions
from community.notifications.models import Notification
from community.spaces.models import Membership, Space
from forum import actions
from forum.models import Thread
from forum.queries.lists import thread_list

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def again(zielona, jan):
    """Jan asks what Anna has asked already."""
    return actions.start_thread(
        author=jan, space=zielona, kind="question", title="Czy ktoś podlewa drzewa?", text="Pytam.", key="duplicate-1"
    )


def call(by, thread, of, **more):
    return actions.call_duplicate(by=by, thread=thread, of=of, **more)


def test_both_lead_to_each_other_and_the_duplicate_is_closed(again, question, ewa, jan, as_):
    called = call(ewa, again, question, note="Tam jest wszystko.")
    assert (called.duplicate_of, called.locked_at is not None) == (question, True)
    for browser in (as_(), as_(jan)):
        here, there = (browser.get(url).content.decode().replace("\xa0", " ") for url in (again.url, question.url))
        assert f'<a href="{question.url}">{question.title}</a>' in here
        assert "Tam jest wszystko." in here
        assert f'<a href="{again.url}">{again.title}</a>' in there


def test_it_waits_for_no_answer_but_is_still_found(again, question, ewa, anna, as_):
    assert again.pk in [row.id for row in thread_list(anna, state="bez-odpowiedzi").rows]
    call(ewa, again, question)
    assert again.pk not in [row.id for row in thread_list(anna, state="bez-odpowiedzi").rows]
    assert [row.is_duplicate for row in thread_list(anna).rows if row.id == again.pk] == [True]
    assert Entry.objects.get(kind="question", subject_id=again.pk).is_listed is True
    assert again.url in as_(anna).get("/szukaj/?q=ktoś+podlewa+drzewa").content.decode()


def test_the_duplicate_of_a_duplicate_leads_to_the_original(again, question, zielona, ewa, jan):
    third = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Podlewanie drzew, pytanie", text="Pytam.", key="duplicate-2"
    )
    called = call(ewa, again, question)
    assert call(ewa, third, called).duplicate_of == question


def test_duplicates_of_a_thread_that_becomes_one_lead_on(again, question, zielona, ewa, jan):
    third = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Podlewanie drzew, pytanie", text="Pytam.", key="duplicate-2"
    )
    call(ewa, third, again)
    call(ewa, again, question)
    assert Thread.objects.get(pk=third.pk).duplicate_of == question


def test_undone_it_is_an_open_thread_again(again, question, ewa, jan, as_):
    call(ewa, again, question)
    actions.call_no_duplicate(by=ewa, thread=again)
    thread = Thread.objects.get(pk=again.pk)
    assert (thread.duplicate_of, thread.locked_at) == (None, None)
    assert not Notification.objects.filter(kind="forum.duplicate").exists()
    assert question.url not in as_().get(again.url).content.decode().split("<aside")[0]


def test_undone_it_stays_closed_where_it_was_closed_before(again, question, ewa):
    actions.lock_thread(by=ewa, thread=again)
    for _time in range(2):
        call(ewa, again, question)
    actions.call_no_duplicate(by=ewa, thread=again)
    thread = Thread.objects.get(pk=again.pk)
    assert (thread.duplicate_of, thread.locked_at is not None) == (None, True)


def test_it_waits_for_no_answer_on_home_and_in_its_space_until_undone(again, question, zielona, ewa, anna):
    def waiting():
        on_home = waiting_questions(anna, space_ids=[zielona.pk], limit=99)
        in_space = space_entries(anna, zielona, waiting=99).waiting
        return [again.title in [row.title for row in rows] for rows in (on_home, in_space)]

    found = [waiting()]
    for act in (lambda: call(ewa, again, question), lambda: actions.call_no_duplicate(by=ewa, thread=again)):
        act()
        found.append(waiting())
    assert found == [[True, True], [False, False], [True, True]]


def test_itself_a_circle_and_what_is_gone_are_refused(again, question, zielona, ewa, jan):
    with pytest.raises(actions.OfItself):
        call(ewa, again, again)
    call(ewa, again, question)
    with pytest.raises(actions.OfItself):
        call(ewa, question, Thread.objects.get(pk=again.pk))
    third = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Podlewanie drzew, pytanie", text="Pytam.", key="duplicate-2"
    )
    Thread.objects.filter(pk=third.pk).update(deleted_at=third.created_at)
    with pytest.raises(actions.ChosenGone):
        call(ewa, again, third)


def test_title_of_a_closed_original_is_not_told(again, closed, maria, jan, olaf, as_):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    secret = actions.start_thread(
        author=insider, space=closed, kind="question", title="Tajny wątek o drzewach", text="Treść.", key="duplicate-3"
    )
    call(maria, again, secret)
    html = as_(olaf).get(again.url).content.decode()
    assert "Tajny" not in html
    assert secret.url not in html


def test_author_is_told_why(again, question, ewa, jan, as_):
    call(ewa, again, question, note="Tam jest wszystko.")
    told = Notification.objects.get(person=jan, kind="forum.duplicate")
    assert (told.actor, told.object_id) == (ewa, again.pk)
    assert "Tam jest wszystko." in as_(jan).get("/powiadomienia/").content.decode().replace("\xa0", " ")


def test_thread_page_costs_one_query_more_and_only_then(again, question, ewa, as_, django_assert_max_num_queries):
    call(ewa, again, question)
    with django_assert_max_num_queries(5):
        as_().get(again.url)
    with django_assert_max_num_queries(5):
        as_().get(question.url)


# -- the door


def test_facilitator_says_where_the_answer_is_and_takes_it_back(again, question, ewa, as_):
    browser, path = as_(ewa), f"/powtorzenie/{again.pk}/"
    assert question.url in browser.get(path).content.decode()
    assert browser.post(path, {"cel": "", "wybrany": question.url}).status_code == 302
    assert Thread.objects.get(pk=again.pk).duplicate_of == question
    assert browser.post(f"/nie-powtorzenie/{again.pk}/").status_code == 302
    assert Thread.objects.get(pk=again.pk).duplicate_of is None


@pytest.mark.parametrize("typed", ["", "/watki/999999999/", "żółw i jeż"])
def test_bad_target_is_explained(typed, again, ewa, as_):
    response = as_(ewa).post(f"/powtorzenie/{again.pk}/", {"cel": typed})
    assert response.status_code == 422
    assert Thread.objects.get(pk=again.pk).duplicate_of is None


def test_only_facilitators_open_the_doors(again, question, jan, olaf, as_):
    for who in (jan, olaf):
        assert as_(who).post(f"/powtorzenie/{again.pk}/", {"cel": question.url}).status_code == 403
        assert as_(who).post(f"/nie-powtorzenie/{again.pk}/").status_code == 403


def test_nobody_is_asked_for_answers_to_a_duplicate_any_more(again, question, ewa, anna):
    first = again.posts.get(number=1)
    for kind in ("forum.please", "forum.waits"):
        Notification.objects.create(person=anna, kind=kind, object_id=first.pk)
    call(ewa, again, question)
    assert not Notification.objects.filter(object_id=first.pk, kind__in=["forum.please", "forum.waits"], read_at=None)


def test_moving_a_duplicate_leaves_what_its_readers_are_told(again, question, ewa, maria, as_, jan):
    call(ewa, again, question, note="Tam jest wszystko.")
    ppp = Space.objects.get(slug="ppp")
    actions.move_thread(by=maria, thread=again, space=ppp, audience="public", note="Powód tylko dla autora.")
    html = as_().get(again.url).content.decode()
    assert ("Tam jest wszystko." in html.replace("\xa0", " "), "Powód" in html) == (True, False)


def test_closed_duplicate_that_leads_elsewhere_no_longer_is_still_called_closed(again, question, ewa, as_):
    actions.lock_thread(by=ewa, thread=again)
    call(ewa, again, question)
    page = as_(ewa).post(f"/nie-powtorzenie/{again.pk}/", follow=True).content.decode()
    left = Thread.objects.get(pk=again.pk)
    assert (left.duplicate_of, left.locked_at is None) == (None, False)
    assert "nie prowadzi już gdzie indziej" in page.replace("\xa0", " ")
