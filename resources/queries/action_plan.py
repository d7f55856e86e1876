"""A city's action plan as its page shows it: rows in words, sums, the schedule, risks by weight, measured progress."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from community.base import clock
from community.base.moments import span
from resources.models import ActionState, PlanMilestone, PlanRisk, PlanStakeholder
from resources.models.action_plans import PlanAction, PlanIndicator
from resources.queries.amounts import quantity, zloty
from resources.queries.gantt import Gantt, Point, Span, gantt
from resources.queries.states import StateWord, action_word

_LEVELS = (3, 2, 1)
_INFLUENCE = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action; what is not said is empty, and `cost` empty where it is not known, “0 zł” where it costs nothing."""

    code: str
    title: str
    note: str
    owner: str
    when: str
    cost: str
    funding: str
    indicator: str
    state: StateWord


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone; `is_overdue`: its day has passed, and nobody has said that it was reached."""

    code: str
    title: str
    due_on: date
    reached_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk with the number under which it stands in the matrix; `weight` is likelihood times impact, 1 to 9."""

    number: str
    title: str
    likelihood: str
    impact: str
    weight: int
    response: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the matrix: its weight, and the numbers of the risks in it."""

    weight: int
    numbers: list[str]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its values as words. `percent` of the way from beginning to goal, 0 to 100, None when it cannot
    be told; `progress` says the same.
    """

    name: str
    baseline: str
    current: str
    target: str
    due: int | None
    percent: int | None
    progress: str


@dataclass(frozen=True, slots=True)
class ActionPlanView:
    """What the page of an action plan shows besides the fields of the page. Parts that are not there are empty.

    `matrix`: the words of a likelihood, high to low, with its cells, impact low to high.
    """

    when: str
    actions: list[ActionRow]
    done: int
    total: str
    schedule: Gantt | None
    key: list[StateWord]
    milestones: list[MilestoneRow]
    stakeholders: list[PlanStakeholder]
    messages: list[Any]
    risks: list[RiskRow]
    matrix: list[tuple[str, list[Cell]]]
    indicators: list[IndicatorRow]


def action_plan_view(page: Any) -> ActionPlanView:
    """Returns an action plan's rows as its page shows them. Six queries, whatever it holds."""
    actions, milestones = list(page.actions.all()), list(page.milestones.all())
    today = timezone.localdate(clock.now())
    schedule = _schedule(page, actions, milestones, today)
    costs = [row.cost for row in actions if row.cost is not None]
    risks = _risks(list(page.risks.all()))
    return ActionPlanView(
        when=span(page.starts_on, page.ends_on),
        actions=[_action(row) for row in actions],
        done=sum(row.state == ActionState.DONE for row in actions),
        total=zloty(sum(costs)) if costs else "",
        schedule=schedule,
        key=_key(schedule),
        milestones=[_milestone(row, today) for row in milestones],
        stakeholders=sorted(page.stakeholders.all(), key=lambda row: _INFLUENCE[row.influence]),
        messages=list(page.messages.all()),
        risks=risks,
        matrix=_matrix(risks) if risks else [],
        indicators=[_indicator(row) for row in page.indicators.all()],
    )


def schedule_on_paper(page: Any) -> tuple[Gantt | None, list[StateWord]]:
    """Returns the drawing of a plan's schedule and its key, the same on every day: no today is in it. Two queries."""
    schedule = _schedule(page, list(page.actions.all()), list(page.milestones.all()), date.max)
    return schedule, _key(schedule)


def progress_of(row: PlanIndicator) -> int | None:
    """Returns how much of the way from the beginning to the goal lies behind, in per cent; negative when it went back.

    None where a value is missing, or where goal and beginning are the same.
    """
    if row.baseline is None or row.current is None or row.target is None or row.baseline == row.target:
        return None
    return int((row.current - row.baseline) * 100 / (row.target - row.baseline))


def _action(row: PlanAction) -> ActionRow:
    return ActionRow(
        code=row.code,
        title=row.title,
        note=row.note,
        owner=row.owner,
        when=span(row.starts_on, row.ends_on),
        cost="" if row.cost is None else zloty(row.cost),
        funding=row.funding,
        indicator=row.indicator,
        state=action_word(row.state),
    )


def _milestone(row: PlanMilestone, today: date) -> MilestoneRow:
    return MilestoneRow(row.code, row.title, row.due_on, row.reached_on, row.reached_on is None and row.due_on < today)


def _schedule(page: Any, actions: list[PlanAction], milestones: list[PlanMilestone], today: date) -> Gantt | None:
    return gantt(
        [Span(f"{row.code} {row.title}".strip(), row.starts_on, row.ends_on, row.state) for row in actions],
        [Point(f"{row.code} {row.title}".strip(), row.due_on, row.reached_on is not None) for row in milestones],
        today=today,
        starts_on=page.starts_on,
        ends_on=page.ends_on,
    )


def _key(schedule: Gantt | None) -> list[StateWord]:
    return [action_word(state) for state in ActionState.values if schedule and state in schedule.states]


def _risks(rows: list[PlanRisk]) -> list[RiskRow]:
    rows.sort(key=lambda row: (-row.likelihood * row.impact, -row.impact))
    return [
        RiskRow(
            number=f"R{number}",
            title=row.title,
            likelihood=row.get_likelihood_display(),
            impact=row.get_impact_display(),
            weight=row.likelihood * row.impact,
            response=row.response,
        )
        for number, row in enumerate(rows, start=1)
    ]


def _matrix(risks: list[RiskRow]) -> list[tuple[str, list[Cell]]]:
    words = {level: str(word) for level, word in PlanRisk._LEVELS}
    return [
        (
            words[likelihood],
            [
                Cell(
                    likelihood * impact,
                    [r.number for r in risks if (r.likelihood, r.impact) == (words[likelihood], words[impact])],
                )
                for impact in reversed(_LEVELS)
            ],
        )
        for likelihood in _LEVELS
    ]


def _indicator(row: PlanIndicator) -> IndicatorRow:
    percent = progress_of(row)
    return IndicatorRow(
        name=row.name,
        baseline=_value(row.baseline, row.unit),
        current=_value(row.current, row.unit),
        target=_value(row.target, row.unit),
        due=row.due,
        percent=None if percent is None else min(max(percent, 0), 100),
        progress=_progress(percent, is_measured=row.current is not None),
    )


def _value(number: Decimal | None, unit: str) -> str:
    return "" if number is None else quantity(number, unit)


def _progress(percent: int | None, *, is_measured: bool) -> str:
    if not is_measured:
        return _("Not measured yet.")
    if percent is None:
        return ""
    if percent >= 100:
        return _("The goal is reached.")
    if percent < 0:
        return _("Further from the goal than at the beginning.")
    return _("%(percent)s%% of the way") % {"percent": percent} if percent else _("No change so far.")
