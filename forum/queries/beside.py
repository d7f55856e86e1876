"""What stands beside a post's text: what people say of it, until when it holds, its poll, what came of it.

All of it comes from columns of the post's own row, so that it costs no query; the same for every viewer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from community.base import clock
from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.spaces.models import Audience
from forum.models import CostBand, ReactionKind, Verdict
from forum.rules import SAYINGS, PostDoors

UNANSWERED_FOR = timedelta(days=30)
_CITIES_NAMED = 3
_REPORTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A reaction beside a post: the word for who said it, its address, the button's word, how many, said in words.

    `stands`: its button stands at the post itself, because it is the first of such a post, or somebody has said it.
    """

    role: str
    address: str
    label: str
    count: int
    words: str
    is_vote: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class Validity:
    """As of when an answer holds, by which law, and whether it has expired and why."""

    valid: Moment | None
    review: Moment | None
    legal_basis: str
    is_outdated: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one city made of an answer."""

    city: str
    city_url: str
    verdict: str
    verdict_label: str
    cost: str
    note: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What cities made of an answer: counts in words, the newest reports, and how many more there are."""

    words: list[tuple[str, str]]
    reports: list[Report]
    more: int


@dataclass(frozen=True, slots=True)
class MadeOf:
    """The page of the library that was made of an answer; `url` is in the reader's language.

    `language`: that of the title, where it is not the reader's.
    """

    title: str
    url: str
    language: str


def said_of(row: Any, doors: PostDoors, door: str) -> list[Said]:
    """Returns what can be said of a post and how many say so; nothing for a post that is gone."""
    labels = saying_labels()
    return [
        Said(
            saying.role,
            f"{door}reakcja/{saying.path}/",
            labels[saying.kind],
            getattr(row, saying.counter),
            _in_words(saying.kind, getattr(row, saying.counter)),
            saying.kind == ReactionKind.HELPFUL,
            stands=place == 0 or getattr(row, saying.counter) > 0,
        )
        for place, saying in enumerate(saying for saying in SAYINGS if getattr(doors, saying.act))
    ]


def cities_in_words(cities: Sequence[str]) -> str:
    """Returns which cities say “the same here”: all of a few, else the first two and how many others."""
    if not cities:
        return ""
    named = list(cities) if len(cities) <= _CITIES_NAMED else list(cities[: _CITIES_NAMED - 1])
    others = len(cities) - len(named)
    names = ", ".join(named)
    if not others:
        return _("The same here: %(cities)s") % {"cities": names}
    sentence = ngettext(
        "The same here: %(cities)s and %(others)s other city",
        "The same here: %(cities)s and %(others)s other cities",
        others,
    )
    return sentence % {"cities": names, "others": others}


def validity_of(row: Any) -> Validity | None:
    """Returns as of when an answer holds; None where nobody has said so. A review nobody answered counts as expired."""
    if not (row.valid_on or row.outdated_at):
        return None
    return Validity(
        valid=_day(row.valid_on),
        review=_day(row.review_on),
        legal_basis=row.legal_basis,
        is_outdated=bool(row.outdated_at) or is_overdue(row.review_on),
        reason=row.outdated_reason,
    )


def is_overdue(review_on: date | None) -> bool:
    """Returns whether a review was due and nobody has answered for thirty days."""
    return review_on is not None and review_on + UNANSWERED_FOR < timezone.localdate(clock.now())


def outcomes_of(beside: Mapping[str, Any]) -> Outcomes | None:
    """Returns what cities made of an answer; None while none has reported."""
    rows = beside.get("outcomes")
    if not rows:
        return None
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in Verdict.values}
    words = [(verdict, _verdict_in_words(verdict, count)) for verdict, count in counts.items() if count]
    reports = [report_of(row) for row in rows[:_REPORTS_SHOWN]]
    return Outcomes(words, reports, len(rows) - len(reports))


def made_of(beside: Mapping[str, Any], thread: Any) -> MadeOf | None:
    """Returns the page that was made of an answer, where everybody who reads its thread may read the page; else None.

    Nothing depends on the viewer, so a page for fewer people is not named: its own readers find the way from there.
    """
    page = beside.get("made")
    if page is None:
        return None
    audience, space_id = page["readers"]
    is_same_place = space_id == thread.space_id
    if audience == Audience.MEMBERS and not (is_same_place and thread.audience == Audience.MEMBERS):
        return None
    if audience == Audience.COMMUNITY and thread.audience == Audience.PUBLIC:
        return None
    language = "" if page["language"] == get_language() else page["language"]
    return MadeOf(page["title"], f"{prefix()}{page['url']}", language)


def report_of(row: Mapping[str, Any]) -> Report:
    """Returns one report as pages show it."""
    return Report(
        city=row["city"],
        city_url=f"{prefix()}/miasta/{row['slug']}/",
        verdict=row["verdict"],
        verdict_label=str(Verdict(row["verdict"]).label),
        cost=str(CostBand(row["cost"]).label) if row["cost"] else "",
        note=row["note"],
        at=moment(datetime.fromisoformat(row["at"])),
    )


def saying_labels() -> dict[int, str]:
    """Returns the words of the buttons, by kind of reaction."""
    return {
        ReactionKind.HELPFUL: _("Helpful"),
        ReactionKind.AGREE: pgettext("reaction", "I agree"),
        ReactionKind.SAME_HERE: pgettext("reaction", "The same here"),
        ReactionKind.THANKS: pgettext("reaction", "Thank you"),
    }


def _in_words(kind: ReactionKind, count: int) -> str:
    """Returns in words, for who cannot say it, how many do; the cities of “the same here” have a line of their own."""
    if not count or kind == ReactionKind.SAME_HERE:
        return ""
    if kind == ReactionKind.HELPFUL:
        return ngettext("helped %(count)s person", "helped %(count)s people", count) % {"count": count}
    if kind == ReactionKind.AGREE:
        return ngettext("%(count)s person agrees", "%(count)s people agree", count) % {"count": count}
    return ngettext("%(count)s thank-you", "%(count)s thank-yous", count) % {"count": count}


def _verdict_in_words(verdict: str, count: int) -> str:
    sentences = {
        Verdict.ADOPTED: ngettext(
            "%(count)s city: it works as described", "%(count)s cities: it works as described", count
        ),
        Verdict.ADAPTED: ngettext("%(count)s city: after changes", "%(count)s cities: after changes", count),
        Verdict.FAILED: ngettext("%(count)s city: it did not work", "%(count)s cities: it did not work", count),
    }
    return sentences[Verdict(verdict)] % {"count": count}


def _day(day: date | None) -> Moment | None:
    """Returns a day as a moment of it; machines read the day alone."""
    if day is None:
        return None
    at = moment(timezone.make_aware(datetime.combine(day, time(12))))
    return Moment(day.isoformat(), at.label, at.full.rpartition(",")[0])
