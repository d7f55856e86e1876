"""Polls as pages and frames show them, and what of their results nobody may know.

While a poll is open, its totals are shown once five people have voted; who watches from the first vote on would
otherwise see each person choose. Results by role come when it is closed, and only of groups of five and more. What is
left out never stays alone: totals are known, so a small group could be had by subtraction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext, pgettext

from community.base import clock
from community.base.moments import Moment, moment
from community.spaces.models import Role
from community.spaces.rules import Viewer, standing_of
from forum.models import PollKind, PollVote

FEWEST = 5


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One choice: its id, its place from 1, its words, how many took it, and of a hundred voters how many."""

    id: int
    position: int
    text: str
    votes: int
    percent: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The choices of those who were one thing in the space: how many voted, and what they chose, as OptionRow.votes."""

    label: str
    voters: int
    votes: list[int]


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll as everybody sees it. Where `has_results` is False, the numbers are not in it."""

    question: str
    is_multiple: bool
    is_open: bool
    closes: Moment | None
    options: list[OptionRow]
    voters: str
    has_results: bool
    groups: list[GroupRow]


def is_open(facts: Mapping[str, Any]) -> bool:
    """Returns whether a poll still takes votes: neither closed nor past its hour."""
    ends = facts["closed_at"] or facts["closes_at"]
    return not facts["closed_at"] and (ends is None or datetime.fromisoformat(ends) > clock.now())


def poll_row(facts: Mapping[str, Any] | None) -> PollRow | None:
    """Returns the poll kept beside a post, None where there is none. No query."""
    if not facts:
        return None
    takes_votes, voters = is_open(facts), facts["voters"]
    shows = not takes_votes or voters >= FEWEST
    ends = facts["closed_at"] or facts["closes_at"]
    return PollRow(
        question=facts["question"],
        is_multiple=facts["kind"] == PollKind.MULTIPLE,
        is_open=takes_votes,
        closes=moment(datetime.fromisoformat(ends)) if ends else None,
        options=[_option(row, place, voters, shows) for place, row in enumerate(facts["options"], start=1)],
        voters=ngettext("%(count)s person voted", "%(count)s people voted", voters) % {"count": voters},
        has_results=shows,
        groups=[] if takes_votes else _groups(facts["roles"]),
    )


def shown_groups(groups: Mapping[str, tuple[int, Sequence[int]]]) -> tuple[list[str], bool]:
    """Returns which groups (by their voters) may be shown, and whether the others may be shown as one.

    Shown are groups of five and more. The others together must be nobody or at least five, or the smallest shown
    group joins them: what is left when all shown groups are taken off the totals never tells of fewer than five.
    """
    sizes = sorted((voters, name) for name, (voters, _votes) in groups.items() if voters)
    shown = [name for voters, name in sizes if voters >= FEWEST]
    rest = sum(voters for voters, _name in sizes if voters < FEWEST)
    while shown and 0 < rest < FEWEST:
        rest += groups[shown.pop(0)][0]
    return shown, bool(shown) and rest > 0


def choices_of(viewer: Viewer, post_ids: Collection[int]) -> dict[int, list[int]]:
    """Returns the places of the choices a viewer took in the polls of some posts. One query, none without polls."""
    person_id = standing_of(viewer).person_id
    if person_id is None or not post_ids:
        return {}
    votes = PollVote.objects.filter(person_id=person_id, option__poll__post_id__in=post_ids)
    columns = votes.order_by("option__position").values_list("option__poll__post_id", "option__position")
    taken: dict[int, list[int]] = {}
    for post_id, position in columns:
        taken.setdefault(post_id, []).append(position)
    return taken


def _option(row: Mapping[str, Any], place: int, voters: int, shows: bool) -> OptionRow:
    votes = row["votes"] if shows else 0
    return OptionRow(row["id"], place, row["text"], votes, round(100 * votes / voters) if voters else 0)


def _groups(by_role: Mapping[str, Sequence[Any]]) -> list[GroupRow]:
    groups = {role: (voters, votes) for role, (voters, votes) in by_role.items()}
    shown, has_rest = shown_groups(groups)
    labels = {value: str(label) for value, label in Role.choices}
    rows = [GroupRow(labels.get(role, _outside()), *groups[role]) for role in [*Role.values, ""] if role in shown]
    if not has_rest:
        return rows
    others = [group for role, group in groups.items() if role not in shown]
    totals = [sum(votes) for votes in zip(*(votes for _voters, votes in others), strict=True)]
    return [*rows, GroupRow(pgettext("poll", "all others"), sum(voters for voters, _votes in others), totals)]


def _outside() -> str:
    return pgettext("poll", "from outside this space")
