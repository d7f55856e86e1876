"""What is missing before an article can be sent, in words, each with the way to its field."""

import re
from datetime import date

import pytest

from resources.queries.checklist import missing_in
from resources.rules import state_of
from tests.resources.conftest import FIELDS

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def fields_of(missing):
    return [one.field for one in missing]


def test_checklist_names_all_that_is_missing(begun):
    draft = begun.get_latest_revision_as_object()
    assert fields_of(missing_in(draft)) == ["summary", "tags", "problem", "solution", "body"]


def test_whole_article_lacks_nothing(whole):
    assert missing_in(whole.get_latest_revision_as_object()) == []


def test_checklist_sees_dates_out_of_order_and_lengths(whole, expert, write):
    write(whole, expert, "<h2>" + "a" * 200 + "</h2><p>Tekst.</p>", fields={"reviewed_on": date(2026, 5, 2)})
    draft = whole.get_latest_revision_as_object()
    draft.review_due = draft.reviewed_on
    assert fields_of(missing_in(draft)) == ["review_due", "body"]


def test_checklist_counts_pictures_without_description(whole, expert, write):
    from resources.models import Picture

    own = Picture.objects.create(title="x", file="x.webp", width=1, height=1, uploaded_by_user=expert)
    one = f'<figure data-picture="{own.pk}"><img alt=""></figure>'
    told = f'<figure data-picture="{own.pk}"><img alt="Ławka"></figure>'
    plain = f'<figure data-picture="{own.pk}" data-decorative><img alt=""></figure>'
    write(whole, expert, f"<p>Tekst.</p>{one}{told}{plain}{one}")
    (missing,) = missing_in(whole.get_latest_revision_as_object())
    assert (missing.field, missing.sentence.startswith("2 ")) == ("body", True)


def test_cover_must_be_described(whole, expert, write):
    from resources.models import Picture

    own = Picture.objects.create(title="x", file="x.webp", width=1, height=1, uploaded_by_user=expert)
    write(whole, expert, cover=own)
    assert fields_of(missing_in(whole.get_latest_revision_as_object())) == ["cover_alt"]


def test_sending_page_links_what_is_missing_to_its_field(as_, begun, expert):
    browser = as_(expert)
    page = browser.get(f"/pisz/{begun.pk}/wyslij/").content.decode()
    links = re.findall(rf'href="/pisz/{begun.pk}/#id_(\w+)"', page)
    assert links == ["summary", "tags", "problem", "solution", "body"]
    assert browser.post(f"/pisz/{begun.pk}/wyslij/").status_code == 422
    assert state_of(begun) == ""


def test_fields_of_the_form_are_what_the_checklist_names():
    from resources.writing_forms import ArticleForm

    assert {*FIELDS, "tags", "title", "body", "cover_alt"} <= {*ArticleForm.base_fields, "problem", "solution"}
