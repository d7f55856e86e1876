"""Bad input at the doors themselves, on the site and in the admin: refused in words, nothing lost or let in."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from resources.actions import errors
from resources.actions.reviewing import withdraw_page
from resources.models import ActionPlanPage, ArticlePage, Picture, RecommendationPage
from resources.rules import state_of
from tests.resources.conftest import FIELDS
from tests.resources.desk import draft_of, form_of
from tests.resources.test_editing import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Bez nazwy</title>
<style>p.MsoNormal {margin:0cm}</style></head><body lang=PL>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<p class="MsoTitle" style="margin:0cm" onclick="x()"><span style="color:red">Koszt
<b>12&nbsp;tys.</b><o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span>·</span>pierwszy punkt</p>
<table class=MsoTableGrid><tr><td>Rok</td><td>2024</td></tr></table></body></html>"""
ACTS = re.compile(r"<script|javascript:|data:text|onerror|onclick|onload|<iframe|<svg on|srcdoc|alert\(")


def shown_part(html):
    """The text of a page as it is shown, without the frame around it."""
    return html.partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize("door", ["", "zapis/"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_acts_comes_in_by_the_writers_doors(hostile, door, as_, begun, expert):
    browser = as_(expert)
    sent = form_of(begun, body=f"<p>przed</p>{hostile}<p>po</p>")
    assert browser.post(f"/pisz/{begun.pk}/{door}", sent).status_code in (200, 302)
    stored = json.dumps(list(draft_of(begun).body.raw_data))
    shown = shown_part(browser.get(f"/pisz/{begun.pk}/podglad/").content.decode())
    assert ("przed" in stored, ACTS.findall(stored), ACTS.findall(shown)) == (True, [], [])


@pytest.mark.parametrize("name", ["title", "summary", "problem", "solution", "evidence", "cover_alt"])
def test_markup_in_a_plain_field_is_shown_as_words(name, as_, whole, expert):
    browser = as_(expert)
    browser.post(
        f"/pisz/{whole.pk}/", form_of(whole, **{name: '<script>alert(1)</script>"><img src=x onerror=alert(1)>'})
    )
    pages = [browser.get(f"/pisz/{whole.pk}/{door}").content.decode() for door in ("", "podglad/", "wyslij/")]
    assert ["<script>alert" in page or "<img src=x" in page for page in pages] == [False] * 3


@pytest.mark.parametrize("door", ["", "zapis/"])
def test_word_paste_keeps_its_words_by_both_doors(door, as_, begun, expert):
    browser = as_(expert)
    browser.post(f"/pisz/{begun.pk}/{door}", form_of(begun, body=WORD))
    stored = json.dumps(list(draft_of(begun).body.raw_data), ensure_ascii=False)
    words = [word for word in ("Koszt", "tys.", "pierwszy punkt", "Rok – 2024") if word not in stored]
    assert (words, re.findall(r"style|class|Mso|mso|lang=|onclick|Bez nazwy|o:p", stored)) == ([], [])


def admin_form(browser, page, **told):
    """What the admin's form of a page sends; `told` are the fields that say something else."""
    html = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form").copy()
    for name in list(data):
        if name.startswith(("action-", "body-")):
            del data[name]
    for name in ("challenge", "goal", "barrier", "action"):
        if name in data:
            told.setdefault(name, rich_text("<p>Słowa.</p>"))
    return {**data.dict(), "action-publish": "1", **told}


LINKS = ["javascript:alert(1)", " jAvA\tscript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"]


def hostile_rich_text(link):
    """Draftail's own words for a paragraph with a link: the admin sends these, and so can anybody with its form."""
    return json.dumps(
        {
            "blocks": [
                {"key": "aaaaa", "text": "przed tam <script>alert(1)</script>", "type": "unstyled", "depth": 0,
                 "inlineStyleRanges": [], "entityRanges": [{"offset": 6, "length": 3, "key": 0}]},
            ],
            "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}},
        }
    )  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_link_that_acts_does_not_come_in_by_the_admin(link, as_, editor, article):
    browser = as_(editor)
    body = nested_form_data({"body": streamfield([("text", hostile_rich_text(link))])})
    answer = browser.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), admin_form(browser, article, **body))
    shown = shown_part(as_().get("/biblioteka/ogrod/").content.decode())
    assert (answer.status_code, "przed" in shown, ACTS.findall(shown.replace("&lt;script&gt;alert(1)", ""))) == (
        302, True, [],
    )  # fmt: skip


@pytest.mark.parametrize(("model", "names"), [(RecommendationPage, ["barrier", "action"]),
                                              (ActionPlanPage, ["challenge", "goal"])])  # fmt: skip
def test_rich_fields_of_plans_hold_nothing_that_acts(model, names, as_, editor):
    browser, page = as_(editor), model.objects.filter(live=True).order_by("pk").first()
    body = nested_form_data({"body": streamfield([])})
    told = {**body, **dict.fromkeys(names, hostile_rich_text(LINKS[0]))}
    answer = browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), admin_form(browser, page, **told))
    shown = shown_part(as_().get(page.url).content.decode())
    assert (answer.status_code, shown.count("przed <a"), "javascript:" in shown, "<script" in shown) == (
        302, 2, False, False,
    )  # fmt: skip


def test_rich_text_written_past_every_form_is_cleaned_when_it_is_shown(as_, publish, anna, zielona):
    html = "".join(HOSTILE) + '<p><a linktype="page" id="x">a</a><a linktype="document" id="0">b</a></p>'
    body = [{"type": "text", "value": html, "id": "11111111-a"}]
    publish(owner=anna, title="Obcy", slug="obcy", space=zielona, audience="public", body=body)
    assert ACTS.findall(shown_part(as_().get("/biblioteka/obcy/").content.decode())) == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://film.pl/x"])
def test_film_with_an_address_that_acts_is_refused_in_the_admin(url, as_, editor, article):
    browser = as_(editor)
    body = nested_form_data({"body": streamfield([("video", {"url": url, "title": "Film"})])})
    path = reverse("wagtailadmin_pages:edit", args=[article.pk])
    answer = browser.post(path, admin_form(browser, article, **body))
    assert (answer.status_code, set(answer.context["form"].errors)) == (200, {"body"})


def test_draft_may_lack_what_sending_asks_for(as_, begun, expert, topic):
    """Neither summary nor description is asked for before the text is sent; then both are named."""
    own = Picture.objects.create(title="x", file="x.webp", width=1, height=1, uploaded_by_user=expert)
    html = f'<p>Tekst.</p><figure data-picture="{own.pk}"><img alt=""></figure>'
    browser, given = as_(expert), {**FIELDS, "summary": "", "tags": topic.name, "cover_kept": own.pk}
    assert browser.post(f"/pisz/{begun.pk}/", form_of(begun, body=html, **given)).status_code == 302
    assert browser.post(f"/pisz/{begun.pk}/zapis/", form_of(begun, body=html, **given)).json()["faults"] == {}
    answer = browser.post(f"/pisz/{begun.pk}/wyslij/")
    asked = re.findall(rf'href="/pisz/{begun.pk}/#id_(\w+)"', answer.content.decode())
    assert (answer.status_code, asked, state_of(begun)) == (422, ["summary", "cover_alt", "body"], "")


def test_dates_out_of_order_are_kept_in_a_draft_and_stop_it_from_being_sent(as_, whole, expert):
    browser = as_(expert)
    sent = form_of(whole, reviewed_on="2026-05-02", review_due="2026-05-01", tags=whole_tags(whole), **FIELDS)
    assert browser.post(f"/pisz/{whole.pk}/", sent).status_code == 302
    answer = browser.post(f"/pisz/{whole.pk}/wyslij/")
    assert (answer.status_code, f'href="/pisz/{whole.pk}/#id_review_due"' in answer.content.decode()) == (422, True)


def whole_tags(page):
    return ", ".join(tag.name for tag in page.get_latest_revision_as_object().tags.all())


def test_two_people_who_write_at_once_lose_neither_text(as_, begun, expert, editor):
    stale = form_of(begun, body="<p>Ekspertka pisze.</p>")
    as_(editor).post(f"/pisz/{begun.pk}/", form_of(begun, body="<p>Redakcja pisze.</p>"))
    answer = as_(expert).post(f"/pisz/{begun.pk}/", stale)
    html = answer.content.decode()
    assert (answer.status_code, "Ekspertka pisze." in html, editor.name in html) == (409, True, True)
    assert "Redakcja pisze." in str(draft_of(begun).body)


@pytest.mark.parametrize("door", ["", "zapis/", "wyslij/", "usun/"])
def test_page_locked_in_the_office_stays_as_it_is(door, as_, whole, expert, editor):
    sent, revisions = form_of(whole, body="<p>Za późno.</p>"), whole.revisions.count()
    ArticlePage.objects.filter(pk=whole.pk).update(locked=True, locked_by=editor)
    answer = as_(expert).post(f"/pisz/{whole.pk}/{door}", sent)
    said = answer.json()["why"] if door == "zapis/" else answer.content.decode()
    assert (answer.status_code, editor.name in said, whole.revisions.count()) == (409, True, revisions)


def test_waiting_page_locked_in_the_office_is_not_taken_back(waiting, expert, editor):
    ArticlePage.objects.filter(pk=waiting.pk).update(locked=True, locked_by=editor)
    with pytest.raises(errors.PageLocked):
        withdraw_page(by=expert, page=waiting)
    assert state_of(waiting) == "in_progress"
    withdraw_page(by=editor, page=waiting)
