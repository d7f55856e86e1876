"""What search engines are told of pages of the library: schema.org in JSON-LD, of public pages and to visitors only."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone, translation

from resources.models import ActionPlanPage, ArticlePage, ImprovementPlanPage, RecommendationPage

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def told(response):
    """Returns the things that a page tells, none where it tells nothing."""
    found = SCRIPT.search(response.content.decode())
    return json.loads(found[1])["@graph"] if found else []


def polish(model, **wanted):
    return model.objects.filter(locale__language_code="pl", **wanted).first()


@pytest.fixture()
def article():
    return polish(ArticlePage, slug="ogrod")


def test_article_is_told_with_author_dates_and_licence(client, article):
    main, _way = told(client.get(article.url))
    known = ("@type", "headline", "inLanguage", "license", "url", "datePublished", "isAccessibleForFree")
    assert {name: main[name] for name in known} == {
        "@type": "Article",
        "headline": article.title,
        "inLanguage": "pl",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "url": f"{settings.SITE_URL}/biblioteka/ogrod/",
        "datePublished": timezone.localtime(article.first_published_at).isoformat(timespec="seconds"),
        "isAccessibleForFree": True,
    }
    assert main["author"]["name"] == article.owner.name
    assert main["isPartOf"] == {
        "@type": "Collection", "name": translation.gettext("Library"), "url": f"{settings.SITE_URL}/biblioteka/",
    }  # fmt: skip
    assert {one["name"] for one in main["about"]} == set(article.tags.values_list("name", flat=True))


def test_article_tells_the_way_to_it(client, article):
    _main, way = told(client.get(article.url))
    assert [(step["position"], step["item"]) for step in way["itemListElement"]] == [
        (1, f"{settings.SITE_URL}/biblioteka/"),
        (2, f"{settings.SITE_URL}/biblioteka/ogrod/"),
    ]


def test_translation_names_the_other_language(client, article):
    main, _way = told(client.get("/en/biblioteka/ogrod/"))
    assert (main["inLanguage"], main["url"], main["workTranslation"]) == (
        "en", f"{settings.SITE_URL}/en/biblioteka/ogrod/", [{"@id": f"{settings.SITE_URL}/biblioteka/ogrod/"}],
    )  # fmt: skip


def test_action_plan_is_a_report_of_its_time(client):
    plan = polish(ActionPlanPage, slug="woda")
    main, _way = told(client.get(plan.url))
    assert (main["@type"], main["temporalCoverage"]) == ("Report", "2023-01-01/2026-12-31")


def test_improvement_plan_is_a_report(client):
    main, _way = told(client.get(polish(ImprovementPlanPage).url))
    assert main["@type"] == "Report"


def test_recommendation_is_part_of_its_plan(client):
    page = polish(RecommendationPage, practices__isnull=False)
    plan = page.get_parent()
    main, way = told(client.get(page.url))
    assert (main["@type"], main["identifier"], main["isPartOf"]["@id"]) == (
        "CreativeWork", page.code, settings.SITE_URL + plan.url,
    )  # fmt: skip
    assert [one["audienceType"] for one in main["audience"]] == page.addressee_list
    assert [one["name"] for one in main["citation"]] == [one.title for one in page.practices.all()]
    assert [step["name"] for step in way["itemListElement"]][1:] == [plan.title, page.title]


def test_recommendation_does_not_name_a_closed_plan_or_practice(client):
    page = polish(RecommendationPage, practices__isnull=False)
    closed = polish(ArticlePage, pk__in=page.practices.values("pk"))
    for one in (closed, page.get_parent().specific):
        one.audience = "members"
        one.save_revision().publish()
    main, way = told(client.get(page.url))
    assert ("isPartOf" in main, [one["name"] for one in main.get("citation", [])]) == (
        False, [one.title for one in page.practices.exclude(pk=closed.pk)],
    )  # fmt: skip
    assert len(way["itemListElement"]) == 2


def test_nothing_is_told_to_members_or_of_closed_pages(as_, anna, article):
    assert told(as_(anna).get(article.url)) == []
    ArticlePage.objects.filter(pk=article.pk).update(audience="members")
    response = as_(anna).get(article.url)
    assert (response.status_code, told(response)) == (200, [])


def test_title_cannot_end_the_script(client, article):
    article.title = "</script><script>alert(1)</script><!-- ogród"
    article.save_revision().publish()
    response = client.get(article.url)
    assert told(response)[0]["headline"] == article.title
    assert "<script>alert" not in response.content.decode()


def test_reserved_rights_name_no_licence(client, article):
    ArticlePage.objects.filter(pk=article.pk).update(licence="reserved")
    assert "license" not in told(client.get(article.url))[0]


def test_days_are_those_of_the_calendar_here(client, article):
    late = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # half past midnight on 1 April, in summer time
    ArticlePage.objects.filter(pk=article.pk).update(first_published_at=late, last_published_at=late)
    main = told(client.get(article.url))[0]
    assert (main["datePublished"], main["dateModified"]) == ("2026-04-01T00:30:00+02:00",) * 2
