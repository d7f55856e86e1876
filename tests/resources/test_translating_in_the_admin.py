"""Translating pages in Wagtail's admin: the editors do, and a translation joins what is there."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale, Page

from forum.models import Thread
from resources.models import ArticlePage, ImprovementPlanPage, LibraryPage, RecommendationPage
from resources.rules.reading import EDITORS
from tests.resources.test_translations import alone, entry_of, published

pytestmark = pytest.mark.django_db
__all__ = ["alone"]


@pytest.fixture()
def editor(anna):
    anna.groups.add(Group.objects.get(name=EDITORS))
    return anna


def submit(browser, page, **more):
    locale = Locale.objects.get(language_code="en")
    path = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return browser.post(path, {"locales": [locale.pk], **more})


def test_library_has_a_root_in_each_language():
    roots = LibraryPage.objects.select_related("locale")
    assert sorted((root.language_code, root.live, root.get_parent().is_root()) for root in _told(roots)) == [
        ("en", True, True),
        ("pl", True, True),
    ]
    assert len({root.translation_key for root in roots}) == 1


def _told(roots):
    for root in roots:
        root.language_code = root.locale.language_code
    return roots


def test_editor_translates_a_page_into_a_draft_beside_the_others(as_, editor, alone):
    answer = submit(as_(editor), alone)
    copy = ArticlePage.objects.get(translation_key=alone.translation_key, locale__language_code="en")
    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_pages:edit", args=[copy.pk]))
    assert (copy.live, copy.get_parent().specific) == (False, LibraryPage.objects.get(locale__language_code="en"))
    assert as_(editor).get(answer["Location"]).status_code == 200
    same = [set(page.tags.values_list("pk", flat=True)) for page in (alone, copy)]
    assert same[0] == same[1]
    assert (copy.space_id, copy.audience, copy.licence) == (alone.space_id, alone.audience, alone.licence)


def test_translation_that_an_editor_publishes_joins_the_entry(as_, client, editor, alone):
    submit(as_(editor), alone)
    copy = ArticlePage.objects.get(translation_key=alone.translation_key, locale__language_code="en")
    copy.title = "What to ask before a partnership"
    published(copy)
    assert entry_of(copy) == entry_of(alone)
    assert Thread.objects.filter(about=entry_of(alone)).count() == 1
    assert copy.title in client.get("/en/biblioteka/ppp/").content.decode()


def test_plan_is_translated_with_its_recommendations(as_, editor):
    plan = ImprovementPlanPage.objects.filter(locale__language_code="pl").first()
    submit(as_(editor), plan, include_subtree="on")
    copy = ImprovementPlanPage.objects.get(translation_key=plan.translation_key, locale__language_code="en")
    ours, theirs = (RecommendationPage.objects.child_of(one).order_by("path") for one in (plan, copy))
    assert [page.translation_key for page in theirs] == [page.translation_key for page in ours]


def test_recommendation_offers_to_translate_its_plan_first(as_, editor):
    page = RecommendationPage.objects.filter(locale__language_code="pl").first()
    html = as_(editor).get(reverse("simple_translation:submit_page_translation", args=[page.pk])).content.decode()
    first = reverse("simple_translation:submit_page_translation", args=[page.get_parent().pk])
    assert (" disabled" in html, first in html) == (True, True)


def test_who_is_no_editor_translates_nothing_there(as_, jan, alone):
    assert submit(as_(jan), alone).status_code in (302, 403)
    assert Page.objects.filter(translation_key=alone.translation_key).count() == 1
