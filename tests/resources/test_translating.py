"""The way to a translation: where it begins, what is said while it is behind, how it is written on the site."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from resources.models import ArticlePage, ImprovementPlanPage, RecommendationPage
from resources.rules.reading import EDITORS
from tests.catalogue.reading import page_of

pytestmark = pytest.mark.django_db
BEHIND = "This translation is older than its source"


@pytest.fixture()
def editor(maria):
    maria.groups.add(Group.objects.get(name=EDITORS))
    return maria


@pytest.fixture()
def alone():
    return ArticlePage.objects.get(slug="ppp", locale__language_code="pl")


def article(language):
    return ArticlePage.objects.get(slug="ogrod", locale__language_code=language)


def door_in(html):
    """Returns words and address of what leads to the other language, None where nothing does."""
    found = re.search(r'<h2 id="other-language">.*?<a class="link-button" href="([^"]+)">(.*?)</a>', html, re.S)
    return (re.sub("<[^>]+>", "", found[2]).strip(), unescape(found[1])) if found else None


def submitted(browser, page, **more):
    english = Locale.objects.get(language_code="en")
    path = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return browser.post(path, {"locales": [english.pk], **more})


def test_editor_begins_the_english_version_from_the_site(as_, editor, alone):
    browser = as_(editor)
    words, door = door_in(page_of(browser.get(f"/en/pisz/{alone.pk}/")))
    begun = reverse("simple_translation:submit_page_translation", args=[alone.pk])
    assert (words, door.removeprefix("/en")) == ("Begin the English version", begun)
    assert browser.get(door).status_code == 200
    assert submitted(browser, alone).status_code == 302
    copy = ArticlePage.objects.get(translation_key=alone.translation_key, locale__language_code="en")
    assert door_in(page_of(browser.get(f"/en/pisz/{alone.pk}/"))) == (
        "Open the English version", f"/en/pisz/{copy.pk}/"
    )  # fmt: skip
    assert door_in(page_of(browser.get(f"/en/pisz/{copy.pk}/"))) == (
        "Open the Polish version", f"/en/pisz/{alone.pk}/"
    )  # fmt: skip


def test_author_is_led_to_the_version_that_is_there_and_begins_none(as_, alone):
    source = article("pl")
    html = page_of(as_(source.owner).get(f"/en/pisz/{source.pk}/"))
    assert door_in(html) == ("Open the English version", f"/en/pisz/{article('en').pk}/")
    assert door_in(page_of(as_(alone.owner).get(f"/en/pisz/{alone.pk}/"))) is None


@pytest.mark.parametrize("model", [ImprovementPlanPage, RecommendationPage])
def test_other_kinds_have_the_same_door(model, as_, editor):
    page = model.objects.filter(locale__language_code="pl").first()
    words, _door = door_in(page_of(as_(editor).get(f"/en/pisz/{page.pk}/")))
    assert words == "Begin the English version"


def test_recommendation_under_an_untranslated_plan_waits_for_its_plan(as_, editor):
    browser, page = as_(editor), RecommendationPage.objects.filter(locale__language_code="pl").first()
    english = {"translation_key": page.translation_key, "locale__language_code": "en"}
    assert submitted(browser, page).status_code == 409
    assert not RecommendationPage.objects.filter(**english).exists()
    assert submitted(browser, page.get_parent().specific).status_code == 302
    assert submitted(browser, page).status_code == 302
    copy = RecommendationPage.objects.get(**english)
    assert copy.get_parent().translation_key == page.get_parent().translation_key
    assert (copy.code, copy.barrier, copy.live) == (page.code, page.barrier, False)


def test_page_desk_and_admin_say_when_a_translation_is_behind(as_, editor):
    source, copy, browser = article("pl"), article("en"), as_(editor)
    addresses = ("/en/biblioteka/ogrod/", f"/en/pisz/{copy.pk}/", reverse("wagtailadmin_pages:edit", args=[copy.pk]))
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = "en"
    profile.save()
    assert [BEHIND in page_of(browser.get(path)) for path in addresses] == [False] * 3
    source.save_revision().publish()
    assert [BEHIND in page_of(browser.get(path)) for path in addresses] == [True] * 3
    assert BEHIND not in page_of(browser.get(f"/en/pisz/{source.pk}/"))
    copy.save_revision().publish()
    assert [BEHIND in page_of(browser.get(path)) for path in addresses] == [False] * 3
