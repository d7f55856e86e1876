"""The page of a recommendation: the way up, its history, how long nobody answered, and what cities say."""

from datetime import UTC, date, datetime

import pytest

from community.base import clock
from community.spaces.models import City
from resources.actions.following_up import record_step
from resources.models import ArticlePage, Case, ImprovementPlanPage
from resources.queries.histories import histories
from resources.queries.improvement import evidence_for, plan_above
from tests.catalogue.reading import plain
from tests.forum.test_thread_page import queries_of
from tests.resources.shelf import improvement_plan, published, recommendation, recorder

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def page(anna, zielona):
    return recommendation(improvement_plan(anna, zielona))


def history(page, *steps, today=date(2025, 10, 1)):
    """Returns what became of a recommendation after these steps (status and day), read on this day."""
    with clock.replaying(datetime(2025, 12, 31, 12, tzinfo=UTC)):
        for status, day in steps:
            record_step(by=recorder(page), page=page, status=status, at=day, reason="Bo tak.")
    with clock.replaying(datetime(today.year, today.month, today.day, 12, tzinfo=UTC)):
        return histories([page.translation_key])[page.translation_key]


def test_demo_recommendation_tells_its_story(client):
    text = plain(client.get("/biblioteka/pu-zielona/utrzymanie-w-kosztach/").content.decode())
    for said in (
        "Z1",
        "Narodowy Fundusz Ochrony Środowiska",
        "Wysłana do trzech adresatów",
        "Mamy to samo przy zieleni",
    ):
        assert said in text
    assert "Beata" not in text


def test_new_recommendation_is_proposed(page):
    said = history(page)
    assert (said.status.value, said.steps, said.waiting_days) == ("proposed", [], None)


@pytest.mark.parametrize(
    ("steps", "days"),
    [
        ([("proposed", date(2025, 2, 1))], None),
        ([("sent", date(2025, 3, 1))], 214),
        ([("sent", date(2025, 3, 1)), ("acknowledged", date(2025, 5, 1))], 214),
        ([("sent", date(2025, 3, 1)), ("sent", date(2025, 9, 1))], 214),
        ([("sent", date(2025, 10, 1))], 0),
        ([("sent", date(2025, 3, 1)), ("in_analysis", date(2025, 5, 1))], None),
        ([("sent", date(2025, 3, 1)), ("rejected", date(2025, 5, 1)), ("sent", date(2025, 9, 30))], 1),
    ],
)
def test_days_without_an_answer_are_counted_from_the_sending(page, steps, days):
    assert history(page, *steps).waiting_days == days


def test_steps_of_one_day_stand_as_they_were_recorded(page):
    day = date(2025, 3, 1)
    said = history(page, ("proposed", day), ("sent", day), ("acknowledged", day))
    assert [step.status.value for step in said.steps] == ["proposed", "sent", "acknowledged"]


def test_page_shows_steps_with_note_and_reason(client, page):
    with clock.replaying(datetime(2025, 12, 31, 12, tzinfo=UTC)):
        record_step(by=recorder(page), page=page, status="sent", at=date(2025, 3, 1), note="Jednym pismem.")
        record_step(by=recorder(page), page=page, status="rejected", at=date(2025, 4, 1), reason="Brak podstawy.")
    html = client.get(page.url).content.decode()
    text = plain(html[html.index('<ol class="timeline">') :])
    assert text.index("1 marca 2025") < text.index("Jednym pismem.") < text.index("1 kwietnia 2025")
    assert "Brak podstawy." in text
    assert page.owner.name not in plain(html[html.index('<ol class="timeline">') : html.index('id="evidence"')])


def test_plan_stands_above_for_those_who_may_read_it(anna, olaf, page):
    plan = ImprovementPlanPage.objects.get(path=page.path[: -page.steplen])
    assert plan_above(olaf, page) == [(plan.title, plan.url)]
    ImprovementPlanPage.objects.filter(pk=plan.pk).update(audience="members")
    assert (plan_above(olaf, page), plan_above(anna, page)) == ([], [(plan.title, plan.url)])
    ImprovementPlanPage.objects.filter(pk=plan.pk).update(live=False)
    assert plan_above(anna, page) == []


def test_cities_stand_by_name_without_the_people(client, anna, page):
    for slug in ("zyrardow", "raciborz"):
        city = City.objects.get(slug=slug)
        Case.objects.create(key=page.translation_key, city=city, text=f"{city.name}: u nas też.", author=anna)
    assert [(row.city, row.url) for row in evidence_for(page)] == [
        ("Racibórz", "/miasta/raciborz/"),
        ("Żyrardów", "/miasta/zyrardow/"),
    ]
    html = client.get(page.url).content.decode()
    evidence = html[html.index('id="evidence"') :]
    assert anna.name not in evidence[: evidence.index("</section>")]


def test_linked_practice_is_shown_only_to_those_who_may_read_it(as_, olaf, anna, zielona):
    practice = published(
        ArticlePage(title="Tajna praktyka", slug="tajna", summary="x", owner=anna, space=zielona, audience="members")
    )
    page = recommendation(improvement_plan(anna, zielona), practices=[practice])
    shown = ["Tajna praktyka" in as_(who).get(page.url).content.decode() for who in (None, olaf, anna)]
    assert shown == [False, False, True]


@pytest.mark.parametrize("who", [None, "olaf"])
def test_members_only_recommendation_is_not_there_for_outsiders(as_, anna, olaf, zielona, who):
    page = recommendation(improvement_plan(anna, zielona), audience="members")
    assert as_(olaf if who else None).get(page.url).status_code == 404
    assert as_(anna).get(page.url).status_code == 200


def test_page_costs_the_same_with_1_and_with_4(as_, anna, zielona):
    plan, costs = improvement_plan(anna, zielona), []
    practice = ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")
    for number in (1, 4):
        page, browser = recommendation(plan, practices=[practice]), as_()
        for city in City.objects.all()[:number]:
            Case.objects.create(key=page.translation_key, city=city, text="U nas też.")
            history(page, ("sent", date(2025, 3, 1)))
        browser.get(page.url)
        costs.append(queries_of(browser, page.url)[0])
    assert costs == [7, 7]
