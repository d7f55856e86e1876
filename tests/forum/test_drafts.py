"""The list of drafts: opened where one goes on with them, deleted after asking, nobody else's business."""

import re

import pytest

from community.notifications.models import Notification
from community.spaces.models import Membership
from community.spaces.rules import standing_of
from forum.actions import Written, delete_draft, delete_post, save_draft, submit_thread
from forum.models import Draft, Thread
from forum.queries.drafts import draft_list

pytestmark = pytest.mark.django_db
SECRET = "Szczebrzeszynek"


def keep(author, space, key, thread=None, **written):
    return save_draft(author=author, key=key, space=space, thread=thread, written=Written(**written), version=0)


@pytest.fixture()
def asked(jan, zielona):
    """Jan's begun question."""
    return keep(
        jan, zielona, "list-key-1", title=f"{SECRET} nad rzeką", text="Szukam.\n\n- punkt", kind="discussion",
        audience="community", tags="odwodnienie",
    )  # fmt: skip


@pytest.fixture()
def begun(jan, zielona, question, answer):
    """Jan's begun reply to Anna's question."""
    return keep(jan, zielona, "list-key-2", question, text="Zaczęte *zdanie*", reply_to_id=answer.pk)


def fields(html):
    """Returns the values of the fields of the page's forms by name."""
    values = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', html))
    areas = re.findall(r'<textarea name="([a-z]+)"[^>]*>\s?([^<]*)</textarea>', html)
    return values | dict(areas)


def test_list_names_place_and_first_words(as_, jan, zielona, asked, begun, question):
    html = as_(jan).get("/szkice/").content.decode()
    assert [row.state for row in draft_list(jan)] == ["writing", "writing"]
    assert (f"{SECRET} nad" in html, "Zaczęte *zdanie*" in html, f'href="{question.url}"' in html) == (True, True, True)
    assert html.count('class="row"') == 2


def test_list_without_drafts_says_what_will_be_there(as_, olaf):
    html = as_(olaf).get("/szkice/").content.decode()
    assert (html.count('class="empty"'), html.count('class="row"')) == (1, 0)


@pytest.mark.parametrize("more", [0, 40])
def test_list_costs_one_query(more, jan, zielona, asked, begun, django_assert_num_queries):
    Draft.objects.bulk_create(Draft(author=jan, space=zielona, client_key=f"k-{n:06}", text="x") for n in range(more))
    standing_of(jan)
    with django_assert_num_queries(1):
        assert len(draft_list(jan)) == more + 2


def test_list_reads_no_long_texts(jan, zielona):
    keep(jan, zielona, "list-key-3", text="słowo " * 6000)
    assert max(len(row.lead) for row in draft_list(jan)) <= 200


def test_question_opens_in_its_form_with_everything(as_, jan, asked):
    browser = as_(jan)
    door = browser.get(f"/szkice/{asked.pk}/")
    assert door["Location"] == f"/s/zielona/zapytaj/?szkic={asked.pk}"
    html = browser.get(door["Location"]).content.decode()
    typed = fields(html)
    assert (typed["key"], typed["draft_version"], typed["text"]) == ("list-key-1", "1", "Szukam.\n\n- punkt")
    assert (f'value="{SECRET} nad rzeką"' in html, 'value="odwodnienie"' in html) == (True, True)
    assert re.findall(r'value="(\w+)"[^>]* checked', html)[:2] == ["discussion", "community"]


def test_reply_opens_on_its_page_and_in_the_thread(as_, jan, begun, question, answer):
    browser = as_(jan)
    door = browser.get(f"/szkice/{begun.pk}/")
    assert door["Location"] == f"/odpowiedz/{question.pk}/?szkic={begun.pk}"
    for page in (door["Location"], f"/odpowiedz/{question.pk}/", question.url):
        typed = fields(browser.get(page).content.decode())
        assert (typed["key"], typed["draft_version"], typed["reply_to"]) == ("list-key-2", "1", str(answer.pk))
        assert typed["text"] == "Zaczęte *zdanie*"


def test_quote_is_added_to_what_was_begun(as_, jan, begun, question, answer):
    typed = fields(as_(jan).get(f"/odpowiedz/{question.pk}/?cytuj={answer.pk}").content.decode())
    assert typed["text"].startswith("Zaczęte *zdanie*\n\n")
    assert "zakład komunalny" in typed["text"]


def test_thread_page_of_others_is_empty(as_, anna, begun, question):
    html = as_(anna).get(question.url).content.decode()
    assert (fields(html)["text"], "Zaczęte" in html, "Zaczęte" in as_().get(question.url).content.decode()) == (
        "", False, False,
    )  # fmt: skip


def test_thread_page_asks_once_more_only_where_a_draft_is(as_, jan, zielona, question, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_(jan)
    browser.get(question.url)
    with CaptureQueriesContext(connection) as without:
        browser.get(question.url)
    keep(jan, zielona, "list-key-4", question, text="Zaczęte")
    with django_assert_num_queries(len(without) + 1):
        browser.get(question.url)


def test_sending_the_filled_form_publishes_and_clears(as_, jan, begun, question):
    browser = as_(jan)
    typed = fields(browser.get(question.url).content.decode())
    browser.post(f"/odpowiedz/{question.pk}/", {**typed, "text": "Całe zdanie"})
    assert (Draft.objects.filter(pk=begun.pk).count(), question.posts.get(source="Całe zdanie").author) == (0, jan)


def test_deleting_asks_first(as_, jan, asked):
    browser = as_(jan)
    page = browser.get(f"/szkice/{asked.pk}/usun/")
    assert (page.status_code, SECRET in page.content.decode()) == (200, True)
    assert Draft.objects.filter(pk=asked.pk).exists()
    assert browser.post(f"/szkice/{asked.pk}/usun/")["Location"] == "/szkice/"
    assert (Draft.objects.filter(pk=asked.pk).exists(), browser.post(f"/szkice/{asked.pk}/usun/").status_code) == (
        False, 404,
    )  # fmt: skip


@pytest.mark.parametrize("door", ["", "usun/", "cofnij/", "termin/", "decyzja/"])
def test_drafts_are_nobody_elses_business(door, as_, anna, ewa, maria, asked):
    for who in (anna, ewa, maria):
        browser = as_(who)
        for response in (browser.get(f"/szkice/{asked.pk}/{door}"), browser.post(f"/szkice/{asked.pk}/{door}")):
            assert response.status_code in (404, 405)
            assert SECRET not in response.content.decode()
    assert as_().post(f"/szkice/{asked.pk}/{door}").status_code in (302, 405)
    assert Draft.objects.filter(pk=asked.pk).exists()


def test_draft_of_a_place_that_was_left_is_shown_to_be_copied(as_, jan, zielona, asked):
    Membership.objects.filter(person=jan, space=zielona).delete()
    browser = as_(jan)
    page = browser.get(f"/szkice/{asked.pk}/")
    assert (page.status_code, "Szukam.\n\n- punkt</textarea>" in page.content.decode()) == (200, True)
    assert browser.get("/szkice/").status_code == 200


def test_draft_of_a_closed_place_does_not_tell_what_it_is_called_now(as_, closed):
    person = Membership.objects.filter(space=closed, role="member").first().person
    thread = Thread.objects.filter(space=closed, deleted_at=None).first()
    draft = keep(person, closed, "list-key-5", thread, text="Moje zdanie")
    Membership.objects.filter(person=person, space=closed).delete()
    for page in ("/szkice/", f"/szkice/{draft.pk}/", f"/szkice/{draft.pk}/usun/"):
        html = as_(person).get(page).content.decode()
        assert ("Moje zdanie" in html, thread.title in html, closed.name in html) == (True, False, False)


def test_reply_to_a_deleted_thread_is_shown_to_be_copied(as_, jan, maria, begun, question):
    delete_post(by=maria, post=question.posts.get(number=1))
    html = as_(jan).get(f"/szkice/{begun.pk}/").content.decode()
    assert ("Zaczęte *zdanie*</textarea>" in html, question.title in html) == (True, False)


@pytest.mark.parametrize("asks_for", ["0", "x", "-1", "9" * 30, "\x00"])
def test_link_to_no_draft_opens_an_empty_form(asks_for, as_, jan, question):
    for page in (f"/s/zielona/zapytaj/?szkic={asks_for}", f"/odpowiedz/{question.pk}/?szkic={asks_for}"):
        response = as_(jan).get(page)
        assert (response.status_code, fields(response.content.decode())["text"]) == (200, "")


def test_link_to_somebody_elses_draft_opens_an_empty_form(as_, anna, asked):
    html = as_(anna).get(f"/s/zielona/zapytaj/?szkic={asked.pk}").content.decode()
    assert (fields(html)["text"], SECRET in html) == ("", False)


def test_english_pages_lead_to_english_forms(as_, jan, asked):
    browser = as_(jan)
    assert browser.get(f"/en/szkice/{asked.pk}/")["Location"] == f"/en/s/zielona/zapytaj/?szkic={asked.pk}"
    assert f'href="/en/szkice/{asked.pk}/"' in browser.get("/en/szkice/").content.decode()


def test_menu_leads_to_the_drafts(as_, jan):
    assert 'href="/szkice/"' in as_(jan).get("/").content.decode()


def test_demo_has_drafts_and_one_that_is_scheduled(ewa, anna):
    assert sorted(row.state for row in draft_list(ewa)) == ["scheduled", "writing", "writing"]
    assert [row.state for row in draft_list(anna)] == ["writing"]


def test_deleted_text_that_waited_is_told_to_nobody_any_more(olaf, ewa, zielona):
    zielona.holds_first_posts = True
    zielona.save()
    Membership.objects.create(space=zielona, person=olaf)
    held = submit_thread(
        author=olaf, space=zielona, kind="question", title="Kto podlewa parki?", text="Szukam.", key="deleted-held-1",
        audience="public",
    )  # fmt: skip
    assert Notification.objects.filter(person=ewa, kind="forum.held").exists()
    delete_draft(by=olaf, draft=held.draft)
    assert not Notification.objects.filter(kind="forum.held", object_id=held.draft.pk).exists()
