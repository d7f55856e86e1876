"""The page of an action plan: rows, sums, progress, risks, and what is left out."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from community.base import clock
from community.base.moments import span
from resources.models import (
    PlanAction,
    PlanIndicator,
    PlanMessage,
    PlanMilestone,
    PlanRisk,
    PlanStakeholder,
)
from resources.queries.action_plan import action_plan_view, progress_of
from resources.queries.amounts import quantity, zloty
from tests.catalogue.reading import plain
from tests.forum.test_thread_page import queries_of
from tests.resources.shelf import action_plan

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def rows(number):
    """Returns so many rows of every sort."""
    day, numbers = date(2025, 1, 15), range(number)
    return {
        "actions": [PlanAction(title=f"Działanie {n}", starts_on=day, ends_on=day, cost=1000) for n in numbers],
        "milestones": [PlanMilestone(title=f"Kamień {n}", due_on=day) for n in numbers],
        "stakeholders": [PlanStakeholder(name=f"Ktoś {n}") for n in numbers],
        "messages": [PlanMessage(message=f"Wieść {n}") for n in numbers],
        "risks": [PlanRisk(title=f"Ryzyko {n}") for n in numbers],
        "indicators": [PlanIndicator(name=f"Miara {n}", baseline=0, current=1, target=3) for n in numbers],
    }


def indicator(baseline, current, target):
    return PlanIndicator(name="Miara", baseline=baseline, current=current, target=target)


def test_demo_plan_says_everything(client):
    html = client.get("/biblioteka/woda/").content.decode()
    text = plain(html)
    for said in ("1 085 000 zł", "240 000 zł", "2023–2026", "900 m³", "100%", "1 sty – 30 cze 2023", "R1"):
        assert said in text
    assert html.count('class="gantt"') == 1
    assert 'aria-labelledby="gantt-title gantt-desc"' in html


def test_page_without_rows_has_no_empty_parts(client, anna, zielona):
    page = action_plan(anna, zielona)
    html = client.get(page.url).content.decode()
    for name in ("actions", "schedule", "milestones", "stakeholders", "messages", "risks", "indicators"):
        assert f'id="{name}"' not in html
    assert '<svg class="gantt"' not in html


def test_page_costs_the_same_with_1_and_with_5_rows(as_, anna, zielona):
    costs = []
    for number in (1, 5):
        page, browser = action_plan(anna, zielona, **rows(number)), as_()
        browser.get(page.url)
        costs.append(queries_of(browser, page.url)[0])
    assert costs == [10, 10]


def test_sums_are_those_of_the_rows(anna, zielona):
    actions = [
        PlanAction(title="a", cost=1_000_000, state="done"),
        PlanAction(title="b", cost=0),
        PlanAction(title="c", cost=None, state="abandoned"),
    ]
    view = action_plan_view(action_plan(anna, zielona, actions=actions))
    assert ([row.cost for row in view.actions], view.total, view.done) == (
        ["1\xa0000\xa0000\xa0zł", "0\xa0zł", ""],
        "1\xa0000\xa0000\xa0zł",
        1,
    )
    assert view.schedule is None


def test_milestone_is_overdue_the_day_after(anna, zielona):
    due = date(2025, 6, 30)
    milestones = [PlanMilestone(title="a", due_on=due), PlanMilestone(title="b", due_on=due, reached_on=due)]
    page = action_plan(anna, zielona, milestones=milestones)
    said = []
    for today in (due, date(2025, 7, 1)):
        with clock.replaying(datetime(today.year, today.month, today.day, 12, tzinfo=UTC)):
            said.append([row.is_overdue for row in action_plan_view(page).milestones])
    assert said == [[False, False], [True, False]]


def test_risks_stand_by_weight_and_in_their_cells(anna, zielona):
    risks = [
        PlanRisk(title="małe", likelihood=1, impact=1),
        PlanRisk(title="częste", likelihood=3, impact=2),
        PlanRisk(title="groźne", likelihood=2, impact=3),
    ]
    view = action_plan_view(action_plan(anna, zielona, risks=risks))
    assert [(row.number, row.title, row.weight) for row in view.risks] == [
        ("R1", "groźne", 6),
        ("R2", "częste", 6),
        ("R3", "małe", 1),
    ]
    assert [[cell.numbers for cell in cells] for _words, cells in view.matrix] == [
        [[], ["R2"], []],
        [[], [], ["R1"]],
        [["R3"], [], []],
    ]


def test_stakeholders_with_most_influence_come_first(anna, zielona):
    people = [PlanStakeholder(name=name, influence=name) for name in ("low", "high", "medium")]
    view = action_plan_view(action_plan(anna, zielona, stakeholders=people))
    assert [row.name for row in view.stakeholders] == ["high", "medium", "low"]


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ((0, 523, 900), 58),
        ((5, 3, 2), 66),
        ((5, 6, 2), -33),
        ((0, 1200, 900), 133),
        ((0, Decimal("899.99"), 900), 99),
        ((0, None, 900), None),
        ((None, 5, 900), None),
        ((7, 7, 7), None),
    ],
)
def test_progress_is_the_share_of_the_way(values, percent):
    assert progress_of(indicator(*values)) == percent


def test_progress_is_said_and_drawn_within_its_bar(anna, zielona):
    values = [(0, 1, 4), (0, 5, 4), (4, 5, 0), (0, 0, 4), (0, None, 4), (None, 2, None)]
    view = action_plan_view(action_plan(anna, zielona, indicators=[indicator(*one) for one in values]))
    assert [row.percent for row in view.indicators] == [25, 100, 0, 0, None, None]
    assert len({row.progress for row in view.indicators}) == 6


def test_amounts_are_written_as_in_the_language():
    assert (zloty(1234567), quantity(Decimal("3.50"), "km"), quantity(Decimal("1200.00"), "%")) == (
        "1\xa0234\xa0567\xa0zł", "3,5\xa0km", "1\xa0200%",
    )  # fmt: skip
    with translation.override("en"):
        assert (zloty(1234567), quantity(Decimal("0.25"))) == ("1,234,567\xa0zł", "0.25")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2023, 1, 1), date(2026, 12, 31), "2023–2026"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (date(2023, 1, 1), date(2023, 6, 30), "1\xa0sty\xa0– 30\xa0cze\xa02023"),
        (date(2023, 12, 1), date(2024, 1, 2), "1\xa0gru\xa02023\xa0– 2\xa0sty\xa02024"),
        (date(2023, 5, 1), date(2023, 5, 1), "1\xa0maj\xa02023"),
        (None, None, ""),
    ],
)
def test_span_is_as_short_as_it_can_be(starts_on, ends_on, words):
    assert span(starts_on, ends_on) == words
