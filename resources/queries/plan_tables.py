"""The rows of an action plan as tables of words, for paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.moments import day
from resources.models import ActionPlanPage

_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading; the first cell of a row names it. `anchor` is its place in the document."""

    anchor: str
    title: str
    head: list[str]
    rows: list[list[str]]


def tables_of(plan: ActionPlanPage) -> list[Table]:
    """Returns the tables of a plan that have rows: what is done, by when, with whom, how told, what may go wrong, and

    how it is measured. Six queries.
    """
    return [table for table in _tables(plan) if table.rows]


def period(starts_on: date | None, ends_on: date | None) -> str:
    """Returns two days as people say them; empty without any."""
    return " – ".join(day(one) for one in (starts_on, ends_on) if one)


def _tables(plan: Any) -> Iterator[Table]:
    yield Table(
        "actions", pgettext("action plan", "Actions"),
        [pgettext("action plan", "Action"), _("Who"), _("When"), _("Cost"), pgettext("action", "State")],
        [[_named(row.code, row.title), row.owner, period(row.starts_on, row.ends_on), _cost(row),
          _noted(row.get_state_display(), row.note)] for row in plan.actions.all()],
    )  # fmt: skip
    yield Table(
        "milestones", _("Milestones"), [_("Milestone"), _("By"), pgettext("milestone", "Reached on")],
        [[_named(row.code, row.title), day(row.due_on), day(row.reached_on) if row.reached_on else "–"]
         for row in plan.milestones.all()],
    )  # fmt: skip
    yield Table(
        "stakeholders", _("Stakeholders"), [_("Who"), _("What they care for"), _("Influence"), _("What we do")],
        [[row.name, row.interest, row.get_influence_display(), row.approach] for row in plan.stakeholders.all()],
    )  # fmt: skip
    yield Table(
        "messages", _("Communication"), [_("What"), _("To whom"), _("How"), _("When")],
        [[row.message, row.audience, row.channel, row.when] for row in plan.messages.all()],
    )  # fmt: skip
    yield Table(
        "risks", _("Risks"), [_("Risk"), _("Likelihood"), _("Impact"), _("What we do")],
        [[row.title, row.get_likelihood_display(), row.get_impact_display(), row.response] for row in plan.risks.all()],
    )  # fmt: skip
    yield Table(
        "indicators", _("Indicators"),
        [_("Indicator"), _("Unit"), _("Beginning"), pgettext("indicator", "Now"), _("Goal"), _("Year")],
        [[row.name, row.unit, _number(row.baseline), _number(row.current), _number(row.target), str(row.due or "–")]
         for row in plan.indicators.all()],
    )  # fmt: skip


def _named(code: str, title: str) -> str:
    return f"{code}{_NO_BREAK}{title}" if code else title


def _noted(state: str, note: str) -> str:
    return f"{state}. {note}" if note else state


def _cost(row: Any) -> str:
    if row.cost is None:
        return row.funding or "–"
    amount = number_format(row.cost, use_l10n=True, force_grouping=True).replace(" ", _NO_BREAK)
    return f"{amount}{_NO_BREAK}zł" + (f" ({row.funding})" if row.funding else "")


def _number(value: Decimal | None) -> str:
    """Returns a number with as many places as it has: 900, not 900.00."""
    if value is None:
        return "–"
    places = 0 if value == value.to_integral_value() else 2
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True).replace(" ", _NO_BREAK)
