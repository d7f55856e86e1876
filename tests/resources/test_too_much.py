"""What is more than a page or a server bears: copied cards, endless texts, PDFs asked for again and again."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from community.base.http import TEXT_LIMIT_BYTES
from resources.actions import errors
from resources.actions.printing import ask_for_printout
from resources.editing import TooMuchText, body_from_html, editable_html, raw_body
from resources.editing.incoming import LARGEST_BODY, MOST_BLOCKS
from resources.models import ArticlePage, Printout, PrintoutState
from resources.models.printouts import REST
from tests.resources.desk import draft_of, form_of
from tests.resources.documents import page_of, published

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
TABLE = {"columns": [{"type": "text", "heading": "x"}], "rows": [{"values": ["słowo " * 4000]}], "caption": "Duża"}


def with_body(raw):
    page = ArticlePage(title="Nowy")
    page.body = ArticlePage.body.field.stream_block.to_python(raw)
    return page


def card(name="aaa"):
    return f'<div data-block="{name}" data-sort="table"><p>Tabela</p></div>'


def test_card_is_copied_so_often_and_no_more(expert):
    page = with_body([{"type": "video", "value": {"url": "https://x.pl", "title": "Film"}, "id": "aaa"}])
    assert len(body_from_html(card() * MOST_BLOCKS, page, by=expert)) == MOST_BLOCKS
    with pytest.raises(TooMuchText):
        body_from_html(card() * (MOST_BLOCKS + 1), page, by=expert)


def test_large_card_is_copied_while_the_text_is_bearable(expert):
    page = with_body([{"type": "table", "value": TABLE, "id": "aaa"}])
    often = LARGEST_BODY // len(str(TABLE).encode())
    assert len(body_from_html(card() * (often - 1), page, by=expert)) == often - 1
    with pytest.raises(TooMuchText):
        body_from_html(card() * (often + 2), page, by=expert)


def test_many_headings_are_too_many(expert):
    with pytest.raises(TooMuchText):
        body_from_html("<h2>a</h2>" * (MOST_BLOCKS + 1), ArticlePage(title="Nowy"), by=expert)


def test_page_that_was_larger_before_can_still_be_written(expert):
    raw = [{"type": "heading", "value": {"text": "a", "level": "2"}, "id": f"id-{n}"} for n in range(MOST_BLOCKS + 9)]
    page = with_body(raw)
    assert body_from_html(editable_html(page), page, by=expert) == raw_body(page)
    with pytest.raises(TooMuchText):
        body_from_html(editable_html(page) + "<h2>Jeszcze</h2>", page, by=expert)


def test_form_says_at_the_text_that_it_is_too_much_and_keeps_it(as_, begun, expert):
    html = "<h2>Rozdział</h2>" * (MOST_BLOCKS + 1)
    answer = as_(expert).post(f"/pisz/{begun.pk}/", form_of(begun, body=html))
    page = answer.content.decode()
    assert (answer.status_code, 'id="id_body_error"' in page, page.count("Rozdział")) == (422, True, MOST_BLOCKS + 1)
    assert len(draft_of(begun).body) == 0


def test_autosave_names_the_text_and_keeps_the_rest(as_, begun, expert):
    html = "<h2>a</h2>" * (MOST_BLOCKS + 1)
    told = as_(expert).post(f"/pisz/{begun.pk}/zapis/", form_of(begun, body=html, summary="Krótko.")).json()
    assert (list(told["faults"]), draft_of(begun).summary, len(draft_of(begun).body)) == (["body"], "Krótko.", 0)


@pytest.mark.parametrize("html", ["<p>a</p>", "<ul><li>a</li></ul>", "a\n\n", "<br>", "<b>", "<h2>a", "<blockquote>a"])
def test_longest_text_of_small_pieces_is_read_in_time(html, expert):
    often, begins = TEXT_LIMIT_BYTES // len(html), timezone.now()
    with suppress(TooMuchText):
        body_from_html(html * often, ArticlePage(title="Nowy"), by=expert)
    assert timezone.now() - begins < timedelta(seconds=30)


def failed(page, ago=timedelta()):
    row = ask_for_printout(page=page)
    Printout.objects.filter(pk=row.pk).update(state=PrintoutState.FAILED, asked_at=timezone.now() - ago)
    return row


def test_pdf_that_failed_is_not_tried_again_at_once(client, django_capture_on_commit_callbacks):
    page = page_of("article")
    failed(page, REST / 5)
    with django_capture_on_commit_callbacks() as waiting:
        answer = client.post(f"/biblioteka-pdf/{page.pk}/")
        with pytest.raises(errors.PrintoutRests) as refused:
            ask_for_printout(page=page)
    assert (answer.status_code, waiting, refused.value.minutes) == (429, [], 4)
    assert "4" in refused.value.sentence
    assert refused.value.sentence.split(",")[0] in answer.content.decode().replace("\xa0", " ")


def test_door_says_how_long_to_wait_and_has_no_button_until_then(client):
    page = page_of("article")
    failed(page)
    main = client.get(f"/biblioteka-pdf/{page.pk}/").content.decode().partition("<main")[2]
    assert ("notice--error" in main, "<form" in main, "5" in main) == (True, False, True)


def test_pdf_that_failed_is_tried_after_the_rest(client, django_capture_on_commit_callbacks):
    page = page_of("article")
    failed(page, REST)
    assert "<form" in client.get(f"/biblioteka-pdf/{page.pk}/").content.decode().partition("<main")[2]
    with django_capture_on_commit_callbacks() as waiting:
        assert client.post(f"/biblioteka-pdf/{page.pk}/").status_code == 302
    assert len(waiting) == 1


def test_pdf_of_a_new_revision_need_not_wait(client, django_capture_on_commit_callbacks):
    page = page_of("article")
    failed(page)
    page.summary = "Poprawione po błędzie."
    page = published(page)
    with django_capture_on_commit_callbacks() as waiting:
        assert client.post(f"/biblioteka-pdf/{page.pk}/").status_code == 302
    assert len(waiting) == 1


@pytest.mark.parametrize("is_member", [False, True])
def test_asking_without_end_is_slowed(is_member, as_, anna, monkeypatch):
    from resources.views import printing

    monkeypatch.setattr(printing, "MOST_ASKED", 2)
    browser, page = as_(anna if is_member else None), page_of("article")
    assert [browser.post(f"/biblioteka-pdf/{page.pk}/").status_code for _n in range(3)] == [302, 302, 429]
    assert browser.get(f"/biblioteka-pdf/{page.pk}/").status_code == 200
