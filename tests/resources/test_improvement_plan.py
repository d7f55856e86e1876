"""An improvement plan's list of recommendations: who sees which, how they stand, how it is narrowed."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale

from community.base import clock
from community.spaces.models import City
from resources.actions.following_up import record_step
from resources.models import Case, RecommendationPage, RecommendationStatus
from resources.queries.improvement import STATES, recommendations_of
from tests.catalogue.reading import plain
from tests.forum.test_thread_page import queries_of
from tests.resources.shelf import improvement_plan, recommendation, recorder

pytestmark = pytest.mark.django_db


@pytest.fixture()
def plan(anna, zielona):
    return improvement_plan(anna, zielona)


def step(page, status, day, **given):
    with clock.replaying(datetime(2025, 12, 31, 12, tzinfo=UTC)):
        return record_step(by=recorder(page), page=page, status=status, at=day, **given)


def titles(viewer, plan, chosen=""):
    return [row.title for row in recommendations_of(viewer, plan, plan.url, chosen).rows]


def test_demo_plan_lists_its_recommendations(client):
    text = plain(client.get("/biblioteka/pu-zielona/").content.decode())
    for page in RecommendationPage.objects.filter(url_path__contains="/pu-zielona/"):
        assert f"{page.code} {page.title}" in text


def test_list_says_how_each_one_stands(anna, plan):
    page = recommendation(
        plan, title="Utrzymanie", code="Z1", recommendation_kind="finance", priority="high", addressees="A\n\n B "
    )
    step(page, "proposed", date(2025, 1, 1))
    step(page, "sent", date(2025, 3, 1))
    step(page, "acknowledged", date(2025, 3, 9))
    for city in City.objects.all()[:2]:
        Case.objects.create(key=page.translation_key, city=city, text="U nas też.")
    with clock.replaying(datetime(2025, 10, 1, 12, tzinfo=UTC)):
        (row,) = recommendations_of(anna, plan, plan.url).rows
    assert (row.code, row.title, row.addressees, row.status.value, row.waiting_days, row.cities) == (
        "Z1", "Utrzymanie", ["A", "B"], "acknowledged", 214, 2,
    )  # fmt: skip


def test_order_is_that_of_the_plan(anna, plan):
    for title in ("Pierwsza", "Druga", "Trzecia"):
        recommendation(plan, title=title)
    assert titles(anna, plan) == ["Pierwsza", "Druga", "Trzecia"]


def test_members_only_recommendation_is_not_listed_for_outsiders(anna, olaf, maria, plan):
    recommendation(plan, title="Otwarta")
    recommendation(plan, title="Zamknięta", audience="members")
    assert [titles(who, plan) for who in (AnonymousUser(), olaf, anna, maria)] == [
        ["Otwarta"],
        ["Otwarta"],
        ["Otwarta", "Zamknięta"],
        ["Otwarta", "Zamknięta"],
    ]


def test_members_only_recommendation_is_not_counted_for_outsiders(client, plan):
    step(recommendation(plan, audience="members"), "sent", date(2025, 1, 1))
    html = client.get(plan.url).content.decode()
    assert "?stan=wyslane" not in html
    assert 'class="rows' not in html


def test_unpublished_recommendation_is_not_listed(anna, plan):
    recommendation(plan, title="Otwarta")
    recommendation(plan, title="Cofnięta").unpublish()
    assert titles(anna, plan) == ["Otwarta"]


def test_recommendations_of_another_plan_are_not_listed(anna, zielona, plan):
    recommendation(improvement_plan(anna, zielona))
    assert titles(anna, plan) == []


def test_status_narrows_the_list(anna, plan):
    recommendation(plan, title="Nowa")
    step(recommendation(plan, title="W drodze"), "sent", date(2025, 1, 1))
    assert {
        chosen: titles(anna, plan, chosen) for chosen in ("", "wyslane", "zaproponowane", "przyjete", "bzdura")
    } == {
        "": ["Nowa", "W drodze"],
        "wyslane": ["W drodze"],
        "zaproponowane": ["Nowa"],
        "przyjete": [],
        "bzdura": ["Nowa", "W drodze"],
    }


def test_counts_are_of_all_whatever_is_chosen(anna, plan):
    for title in ("a", "b"):
        recommendation(plan, title=title)
    step(recommendation(plan), "sent", date(2025, 1, 1))
    shown = recommendations_of(anna, plan, "/x/", "wyslane")
    assert [(one.status.value, one.count, one.url, one.is_current) for one in shown.counts] == [
        ("proposed", 2, "/x/?stan=zaproponowane#recommendations", False),
        ("sent", 1, "/x/?stan=wyslane#recommendations", True),
    ]
    assert (shown.total, shown.waiting, len(shown.rows)) == (3, 1, 1)


def test_every_status_can_be_chosen():
    assert set(STATES.values()) == set(RecommendationStatus)


def test_filter_works_by_address(client, plan):
    recommendation(plan, title="Nowa sprawa")
    step(recommendation(plan, title="Wysłana sprawa"), "sent", date(2025, 1, 1))
    text = plain(client.get(plan.url, {"stan": "wyslane"}).content.decode())
    assert ("Wysłana sprawa" in text, "Nowa sprawa" in text) == (True, False)


@pytest.mark.parametrize(("who", "cost"), [(None, 8), ("anna", 11)])
def test_page_costs_the_same_with_1_and_with_4(as_, anna, zielona, who, cost):
    costs = []
    for number in (1, 4):
        plan, browser = improvement_plan(anna, zielona), as_(anna if who else None)
        for _ in range(number):
            page = recommendation(plan)
            step(page, "sent", date(2025, 1, 1))
            Case.objects.create(key=page.translation_key, city=City.objects.first(), text="U nas też.")
        browser.get(plan.url)
        costs.append(queries_of(browser, plan.url)[0])
    assert costs == [cost, cost]


def test_translated_plan_lists_each_recommendation_once(anna, plan):
    recommendation(plan, title="Tylko po polsku")
    page = recommendation(plan, title="W obu językach")
    english = Locale.objects.get(language_code="en")
    copy = plan.copy_for_translation(english, copy_parents=True)
    copy.save_revision().publish()
    twin = page.copy_for_translation(english)
    twin.title = "In both languages"
    twin.save_revision().publish()
    copy.refresh_from_db()
    assert titles(anna, copy) == ["Tylko po polsku", "In both languages"]
    assert titles(anna, plan) == ["Tylko po polsku", "W obu językach"]
