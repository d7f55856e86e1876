"""How exported rows stand in a spreadsheet: headings and words in the reader's language. Made before the first row."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from resources.models import AdoptionState, CostBand, Licence, Priority, RecommendationKind, RecommendationStatus

Row = dict[str, Any]
Column = tuple[str, Callable[[Row], object]]


def recommendation_columns() -> list[Column]:
    """Returns the columns of recommendations."""
    statuses, kinds, priorities = _words(RecommendationStatus), _words(RecommendationKind), _words(Priority)
    return [
        (_("Number"), _of("code")),
        *_first(),
        (_("Improvement plan"), lambda row: row["plan"]["title"] if row["plan"] else ""),
        (_("Edition"), _of("edition")),
        (pgettext("export", "Kind"), lambda row: kinds.get(row["kind"], "")),
        (pgettext("export", "Priority"), lambda row: priorities.get(row["priority"], "")),
        (_("Addressees"), lambda row: _joined(row["addressees"])),
        (_("Barrier"), _of("barrier")),
        (_("Proposed action"), _of("action")),
        (pgettext("export", "Status"), lambda row: statuses.get(row["status"], row["status"])),
        (_("Status since"), _of("status_on")),
        (_("Days without an answer"), _of("days_without_answer")),
        (_("History"), lambda row: _joined(_step(step, statuses) for step in row["history"])),
        (_("Cities that confirm it"), lambda row: len(row["confirmed_by"])),
        (_("What they say"), lambda row: _joined(f"{case['city']}: {case['text']}" for case in row["confirmed_by"])),
        (_("Good practices"), lambda row: _joined(page["title"] for page in row["practices"])),
        *_last(),
    ]


def practice_columns() -> list[Column]:
    """Returns the columns of practices."""
    costs, states = _words(CostBand), _words(AdoptionState)
    return [
        *_first(),
        (_("Summary"), _of("summary")),
        (_("Author"), _of("author")),
        (_("Cities"), lambda row: _joined(row["cities"])),
        (_("Topics"), lambda row: _joined(row["topics"])),
        (_("Problem"), _of("problem")),
        (_("Solution"), _of("solution")),
        (_("Cost"), lambda row: costs.get(row["cost"], "")),
        (_("Time"), _of("duration")),
        (_("People"), _of("staff")),
        (_("What must be there first"), _of("prerequisites")),
        (_("What did not work"), _of("what_failed")),
        (_("How one knows that it works"), _of("evidence")),
        (_("Cities that follow it"), lambda row: len(row["adopted_by"])),
        (_("How far they are"), lambda row: _joined(_adoption(one, states) for one in row["adopted_by"])),
        *_last(),
    ]


def _first() -> list[Column]:
    return [
        (_("Title"), _of("title")),
        (_("Address"), _of("url")),
        (pgettext("export", "Network"), _of("network_name")),
    ]


def _last() -> list[Column]:
    licences, sample = _words(Licence), pgettext("export", "sample")
    return [
        (_("Published on"), _of("published_on")),
        (_("Changed on"), _of("changed_on")),
        (_("Language"), _of("language")),
        (_("Licence"), lambda row: licences.get(row["license"], row["license"])),
        (_("Sample text"), lambda row: sample if row["is_sample"] else ""),
    ]


def _of(key: str) -> Callable[[Row], object]:
    return lambda row: row[key]


def _words(choices: Any) -> dict[str, str]:
    """Returns the words of a choice, by value: taken now, because rows are written when the language may be another."""
    return {value: str(label) for value, label in choices.choices}


def _joined(words: Any) -> str:
    return " | ".join(words)


def _step(step: Row, statuses: dict[str, str]) -> str:
    told = [statuses.get(step["status"], step["status"]), step["note"], step["reason"]]
    return f"{step['on']} {' – '.join(word for word in told if word)}"


def _adoption(one: Row, states: dict[str, str]) -> str:
    note = f" ({one['note']})" if one["note"] else ""
    return f"{one['city']}: {states.get(one['state'], one['state'])}{note}"
