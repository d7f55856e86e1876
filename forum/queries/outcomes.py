"""The page of what cities made of an answer: every report, and whom one may ask."""

from dataclasses import dataclass

from community.base.languages import prefix
from community.spaces.models import City
from community.spaces.rules import Viewer, standing_of
from forum.models import Outcome, Post
from forum.queries.beside import Report, report_of


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A city's report, and who of it may be asked (signed-in people only), as the account stands now."""

    report: Report
    contact: str
    contact_url: str


def reports_of(viewer: Viewer, post: Post) -> list[ReportRow]:
    """Returns what cities report of an answer, the newest first. One query."""
    is_member = standing_of(viewer).person_id is not None
    rows = Outcome.objects.filter(post=post).select_related("city", "person").order_by("-changed_at", "-pk")
    return [_row(row, is_member) for row in rows]


def report_from(post: Post, city: City | None) -> Outcome | None:
    """Returns what a city reports of an answer, None when it has not. One query."""
    return Outcome.objects.filter(post=post, city=city).first() if city else None


def _row(row: Outcome, is_member: bool) -> ReportRow:
    facts = {
        "city": row.city.name, "slug": row.city.slug, "verdict": row.verdict, "cost": row.cost, "note": row.note,
        "at": row.changed_at.isoformat(),
    }  # fmt: skip
    may_ask = is_member and row.is_contact and row.person is not None and row.person.is_active
    person = row.person if may_ask else None
    return ReportRow(report_of(facts), person.name if person else "", f"{prefix()}{person.url}" if person else "")
