"""The demo's pages keep the rules that their writers are held to: each can be opened, saved and sent as it is."""

import pytest

from community.spaces.models import Space
from community.tags.forms import MOST_TAGS
from resources.models import SHEET, TYPES, ArticlePage
from resources.queries.checklist import missing_in
from resources.views.filling import initial_of
from resources.writing_forms import ArticleForm

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def demo_pages():
    return [page for model in TYPES for page in model.objects.filter(is_sample=True).order_by("pk")]


def test_every_article_passes_its_form():
    faults = {}
    for page in ArticlePage.objects.filter(is_sample=True):
        first = initial_of(page, "")
        tags = ", ".join(tag.name for tag in first["tags"])
        form = ArticleForm({**first, "tags": tags, "cover": ""}, viewer=page.owner, draft=page)
        faults[page.slug, page.language] = form.errors.as_data()
        assert [form.cleaned_data.get(name) for name in SHEET] == [getattr(page, name) for name in SHEET]
    assert len(faults) >= 4
    assert {key: found for key, found in faults.items() if found} == {}


def test_every_article_passes_the_checklist():
    said = {}
    for page in ArticlePage.objects.filter(is_sample=True):
        page.has_unpublished_changes = True  # else there is nothing to send
        said[page.slug, page.language] = [one.sentence for one in missing_in(page)]
    assert {key: found for key, found in said.items() if found} == {}


def test_every_page_is_whole_and_within_the_limits():
    pages = demo_pages()
    assert {page.kind for page in pages} == {"article", "action_plan", "improvement_plan", "recommendation"}
    for page in pages:
        page.full_clean()
        page.body.stream_block.clean(page.body)
        assert 1 <= page.tags.count() <= MOST_TAGS, page.slug
        assert (page.summary.strip() != "", page.cover_id is None or page.cover_alt.strip() != "") == (True, True)
        assert page.space in Space.objects.all()
