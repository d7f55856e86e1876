"""Writing on the site: who may, what is kept, what is refused in words, and that nobody's text is lost."""

import html as html_of
import re

import pytest
from django.urls import reverse

from resources.actions.writing import begin_article, version_of
from resources.models import ArticlePage
from resources.queries.writing import own_texts, waiting_texts
from resources.rules import lock_on, may_edit, may_write
from tests.resources.conftest import TITLE
from tests.resources.desk import draft_of, form_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def test_experts_facilitators_and_editors_may_write(anna, olaf, ewa, maria, expert, editor):
    assert [may_write(who) for who in (expert, ewa, maria, editor, anna, olaf)] == [True] * 4 + [False] * 2


@pytest.mark.parametrize("path", ["/pisz/", "/pisz/nowy/"])
def test_desk_is_for_writers(path, client, as_, expert, anna):
    assert client.get(path)["Location"].startswith("/konto/")
    assert [as_(who).get(path).status_code for who in (expert, anna)] == [200, 403]
    assert as_(expert).delete(path).status_code == 405


def test_menu_leads_writers_to_the_desk(as_, expert, editor, anna):
    pages = [as_(who).get("/").content.decode() for who in (expert, editor, anna)]
    assert ['href="/pisz/"' in page for page in pages] == [True, True, False]


def test_new_article_is_a_draft_with_an_address_of_its_own(as_, expert, zielona):
    browser = as_(expert)
    for _again in range(2):
        answer = browser.post("/pisz/nowy/", {"title": "  Żółte ławki  ", "space": zielona.pk})
        assert answer.status_code == 302
    pages = ArticlePage.objects.filter(title="Żółte ławki").order_by("pk")
    assert [page.slug for page in pages] == ["zolte-lawki", "zolte-lawki-2"]
    assert [(page.live, page.owner, page.space, page.language) for page in pages] == [
        (False, expert, zielona, "pl")
    ] * 2
    assert answer["Location"] == f"/pisz/{pages[1].pk}/"


def test_new_article_in_english_stands_in_the_english_library(as_, expert, zielona):
    as_(expert).post("/en/pisz/nowy/", {"title": "Yellow benches", "space": zielona.pk})
    assert ArticlePage.objects.get(title="Yellow benches").language == "en"


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": "x" * 201}, {"space": "0"}, {"space": "x"}])
def test_new_article_without_title_or_place_is_explained(wrong, as_, expert, zielona):
    answer = as_(expert).post("/pisz/nowy/", {"title": "Tytuł", "space": zielona.pk, **wrong})
    assert (answer.status_code, answer.content.decode().count("field__error")) == (422, 1)


def test_expert_does_not_write_for_a_network_of_others(as_, expert, person):
    from community.spaces.models import Space

    answer = as_(expert).post("/pisz/nowy/", {"title": "Tytuł", "space": Space.objects.get(slug="ppp").pk})
    assert answer.status_code == 422


DOORS = ["write_page", "save_page", "preview_page", "delete_page", "submit_page", "withdraw_page", "decide_page",
         "comment_page", "guest_link"]  # fmt: skip
PRESSED = ("save_page", "withdraw_page", "comment_page")
SHOWN = ("preview_page",)


@pytest.mark.parametrize("name", DOORS)
def test_doors_of_a_draft_are_shut_to_others(name, client, as_, begun, anna, ewa, olaf, jan):
    path = reverse(name, args=[begun.pk])
    for who in (anna, ewa, olaf, jan):
        browser = as_(who)
        assert browser.post(path).status_code == (405 if name in SHOWN else 404)
        assert browser.get(path).status_code == (405 if name in PRESSED else 404)
    assert client.get(path).status_code == (405 if name in PRESSED else 302)
    posted = client.post(path)
    assert posted.status_code == 405 if name in SHOWN else posted["Location"].startswith("/konto/")
    assert as_(begun.owner).put(path).status_code == 405


@pytest.mark.parametrize("name", DOORS)
def test_doors_of_what_is_not_there_are_404(name, as_, editor):
    browser, path = as_(editor), reverse(name, args=[999999])
    assert (browser.post if name in PRESSED else browser.get)(path).status_code == 404


def test_draft_is_found_by_nobody_else(client, as_, begun, anna):
    for browser in (client, as_(anna)):
        assert browser.get(f"/biblioteka/{begun.slug}/").status_code == 404
        assert begun.title not in browser.get("/szukaj/", {"q": "ławki odzysk"}).content.decode()


def test_form_keeps_everything(as_, begun, expert, topic, zielona):
    sent = form_of(
        begun, title="Nowy tytuł", summary="Krótko.", problem="P", solution="R", cost_band="none", duration="rok",
        staff="dwie osoby", prerequisites="zgoda", what_failed="farba", evidence="liczby", tags=topic.name,
        audience="community", body="<h2>Rozdział</h2><p>Słowa.</p>", reviewed_on="2026-01-02", review_due="2027-01-02",
    )  # fmt: skip
    answer = as_(expert).post(f"/pisz/{begun.pk}/", sent)
    assert answer["Location"] == f"/pisz/{begun.pk}/"
    draft = draft_of(begun)
    names = ("title", "summary", "problem", "solution", "cost_band", "duration", "staff", "prerequisites",
             "what_failed", "evidence", "audience")  # fmt: skip
    assert {name: getattr(draft, name) for name in names} == {name: sent[name] for name in names}
    assert [str(day) for day in (draft.reviewed_on, draft.review_due)] == ["2026-01-02", "2027-01-02"]
    assert (list(draft.tags.all()), [block.block_type for block in draft.body]) == ([topic], ["heading", "text"])
    assert ArticlePage.objects.get(pk=begun.pk).live is False


def test_form_shows_what_was_kept(as_, whole, expert):
    page = as_(expert).get(f"/pisz/{whole.pk}/").content.decode()
    assert (TITLE in page, "Co zrobiliśmy z ławkami." in page) == (True, True)
    body = html_of.unescape(re.search(r'<textarea name="body"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)[1])
    assert re.sub(r' data-id="[^"]+"', "", body) == "<p>Treść artykułu.</p>"
    assert "noindex" in page


def test_wrong_field_keeps_what_was_typed(as_, begun, expert):
    before = begun.latest_revision_id
    sent = form_of(begun, title="", body="<p>Długa praca.</p>", tags="nie ma takiego tematu", review_due="kiedyś")
    answer = as_(expert).post(f"/pisz/{begun.pk}/", sent)
    page = answer.content.decode()
    assert (answer.status_code, page.count('aria-invalid="true"')) == (422, 3)
    assert ("Długa praca." in page, "nie ma takiego tematu" in page) == (True, True)
    begun.refresh_from_db()
    assert begun.latest_revision_id == before


def test_audience_wider_than_the_group_is_refused(as_, editor, closed):
    page = begin_article(by=editor, title="Wewnątrz", space=closed, language="pl")
    answer = as_(editor).post(f"/pisz/{page.pk}/", form_of(page, audience="public"))
    assert (answer.status_code, draft_of(page).audience) == (422, "members")


def test_too_long_text_is_refused_whole(as_, begun, expert):
    answer = as_(expert).post(f"/pisz/{begun.pk}/", form_of(begun, body="<p>" + "ż" * 110_000 + "</p>"))
    assert answer.status_code == 413


def test_same_text_makes_no_revision(as_, whole, expert, topic):
    revision = whole.latest_revision_id
    browser = as_(expert)
    page = browser.get(f"/pisz/{whole.pk}/").content.decode()
    body = html_of.unescape(re.search(r'<textarea name="body"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)[1])
    draft = draft_of(whole)
    same = {name: getattr(draft, name) for name in ("summary", "problem", "solution")}
    browser.post(f"/pisz/{whole.pk}/", form_of(whole, body=body, tags=topic.name, **same))
    whole.refresh_from_db()
    assert whole.latest_revision_id == revision


def test_autosave_goes_on_with_one_revision(as_, begun, expert):
    browser, revisions = as_(expert), begun.revisions.count()
    first = browser.post(f"/pisz/{begun.pk}/zapis/", form_of(begun, body="<p>a</p>")).json()
    second = browser.post(f"/pisz/{begun.pk}/zapis/", {**form_of(begun, body="<p>ab</p>"), "version": first["version"]})
    assert (second.status_code, second.json()["faults"], first["version"] != second.json()["version"]) == (
        200,
        {},
        True,
    )
    assert (begun.revisions.count(), str(draft_of(begun).body[0].value.source)) == (revisions, "<p>ab</p>")


def test_autosave_keeps_what_is_right_and_names_what_is_not(as_, whole, expert, topic):
    sent = form_of(whole, title="", summary="Nowe.", tags="nie ma takiego", cost_band="dużo")
    told = as_(expert).post(f"/pisz/{whole.pk}/zapis/", sent).json()
    draft = draft_of(whole)
    assert sorted(told["faults"]) == ["cost_band", "tags", "title"]
    assert (draft.title, draft.summary, list(draft.tags.all())) == (TITLE, "Nowe.", [topic])


def test_second_window_is_told_and_nothing_is_lost(as_, begun, expert):
    browser, stale = as_(expert), form_of(begun, body="<p>Okno B.</p>")
    browser.post(f"/pisz/{begun.pk}/zapis/", form_of(begun, body="<p>Okno A.</p>"))
    script = browser.post(f"/pisz/{begun.pk}/zapis/", stale)
    assert (script.status_code, sorted(script.json())) == (409, ["theirs", "version", "why"])
    form = browser.post(f"/pisz/{begun.pk}/", stale)
    page = form.content.decode()
    assert (form.status_code, "Okno B." in page, 'name="apart"' in page) == (409, True, True)
    assert "Okno A." in browser.get(f"/pisz/{begun.pk}/podglad/").content.decode()
    version = re.search(r'name="version" value="([^"]+)"', page)[1]
    browser.post(f"/pisz/{begun.pk}/", {**stale, "version": version, "apart": "on"})
    bodies = [
        str(one.as_object().body[0].value.source) for one in begun.revisions.order_by("pk") if one.as_object().body
    ]
    assert bodies[-2:] == ["<p>Okno A.</p>", "<p>Okno B.</p>"]


def test_two_people_are_told_of_each_other(as_, begun, expert, editor):
    stale = form_of(begun, body="<p>Ekspertka.</p>")
    as_(editor).post(f"/pisz/{begun.pk}/", form_of(begun, body="<p>Redakcja.</p>"))
    answer = as_(expert).post(f"/pisz/{begun.pk}/zapis/", stale)
    assert (answer.status_code, editor.name in answer.json()["theirs"]) == (409, True)


@pytest.mark.parametrize("version", ["", "0", "x", "1-1", "9" * 70])
def test_form_without_a_version_is_a_conflict_or_a_fault(version, as_, begun, expert):
    answer = as_(expert).post(f"/pisz/{begun.pk}/zapis/", form_of(begun, version=version, body="<p>Nie.</p>"))
    assert (answer.status_code, len(draft_of(begun).body)) == (409, 0)


def test_locked_page_is_not_changed_and_says_by_whom(as_, begun, expert, editor):
    sent = form_of(begun, body="<p>Za późno.</p>")
    ArticlePage.objects.filter(pk=begun.pk).update(locked=True, locked_by=editor)
    begun.refresh_from_db()
    browser = as_(expert)
    assert (may_edit(expert, begun), may_edit(editor, begun)) == (False, True)
    assert editor.name in lock_on(expert, begun)
    assert editor.name in text_of(browser.get(f"/pisz/{begun.pk}/"))
    form = browser.post(f"/pisz/{begun.pk}/", sent)
    assert (form.status_code, "Za późno." in form.content.decode()) == (409, True)
    script = browser.post(f"/pisz/{begun.pk}/zapis/", sent)
    assert (script.status_code, list(script.json()), len(draft_of(begun).body)) == (409, ["why"], 0)


def test_preview_looks_like_the_page_and_is_not_indexed(as_, whole, expert):
    page = as_(expert).get(f"/pisz/{whole.pk}/podglad/").content.decode()
    assert ("Treść artykułu." in page, "noindex" in page, 'rel="canonical"' in page) == (True, True, False)


def test_hostile_text_does_not_reach_the_preview(as_, begun, expert):
    as_(expert).post(
        f"/pisz/{begun.pk}/", form_of(begun, body="<p>a<script>alert(7)</script><img src=x onerror=alert(7)>")
    )
    assert "alert(7)" not in as_(expert).get(f"/pisz/{begun.pk}/podglad/").content.decode()


def test_fields_that_were_not_sent_stay_as_they_were(as_, whole, expert, topic):
    sent = {"version": version_of(whole.latest_revision), "solution": "Inaczej."}
    assert as_(expert).post(f"/pisz/{whole.pk}/zapis/", sent).status_code == 200
    draft = draft_of(whole)
    assert (draft.solution, draft.problem, list(draft.tags.all()), len(draft.body)) == (
        "Inaczej.",
        "Stare ławki.",
        [topic],
        1,
    )


def test_draft_is_deleted_after_asking(as_, begun, expert):
    browser = as_(expert)
    assert browser.get(f"/pisz/{begun.pk}/usun/").status_code == 200
    assert ArticlePage.objects.filter(pk=begun.pk).exists()
    assert browser.post(f"/pisz/{begun.pk}/usun/")["Location"] == "/pisz/"
    assert not ArticlePage.objects.filter(pk=begun.pk).exists()


def test_published_article_is_not_deleted(as_, published, expert):
    assert as_(expert).post(f"/pisz/{published.pk}/usun/").status_code == 409
    assert ArticlePage.objects.filter(pk=published.pk, live=True).exists()


def test_page_of_another_kind_is_changed_in_the_office(as_, editor):
    from resources.models import ActionPlanPage

    plan = ActionPlanPage.objects.first()
    page = as_(editor).get(f"/pisz/{plan.pk}/").content.decode()
    assert f'href="/cms/pages/{plan.pk}/edit/"' in page
    assert as_(editor).get(f"/pisz/{plan.pk}/wyslij/").status_code == 404


def test_page_has_a_door_to_its_form_for_its_writer_only(as_, client, published, expert, anna):
    path, door = f"/biblioteka/{published.slug}/", f'href="/pisz/{published.pk}/"'
    pages = [browser.get(path).content.decode() for browser in (as_(expert), as_(anna), client)]
    assert [door in page for page in pages] == [True, False, False]


def test_desk_lists_by_state(expert, editor, waiting):
    rows = {row.id: row.state for row in own_texts(expert)}
    assert rows[waiting.pk] == "waiting"
    assert waiting.pk in [row.id for row in waiting_texts(editor)]
    ArticlePage.objects.filter(pk=waiting.pk).update(owner=editor)
    assert waiting.pk not in [row.id for row in waiting_texts(editor)]


@pytest.mark.parametrize("more", [0, 3])
def test_desk_costs_the_same_with_more_texts(more, expert, zielona, begun, django_assert_num_queries):
    for number in range(more):
        begin_article(by=expert, title=f"Tekst {number}", space=zielona, language="pl")
    own_texts(expert)
    with django_assert_num_queries(1):
        own_texts(expert)
