"""What the queue, the pages of a case and of a decision, and the public list of decisions show."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.paging import Page, read_page
from community.moderation.models import Decision, Fault, Report, Verb
from community.moderation.rules import (
    DecisionAbilities,
    decision_abilities,
    facilitates,
    may_decide,
    may_read,
    open_appeals_for,
    open_reports_for,
    who_answers,
)
from community.moderation.subjects import Key, Subject, subject_kinds, subject_of, subjects_of
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import Viewer, may_see, standing_of

MOST_CASES = 50


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report: what is found wrong, in whose words; `reporter` is empty for a visitor."""

    fault: str
    text: str
    reporter: str
    reporter_url: str
    at: Moment


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision as those read it who may know who decided."""

    id: int
    verb: str
    label: str
    by: str
    reason: str
    url: str
    at: Moment


@dataclass(frozen=True)
class Case:
    """A subject with its open reports, the oldest first, and what was decided about it before, the newest first."""

    subject: Subject
    url: str
    reports: list[ReportLine]
    history: list[DecisionLine]

    @property
    def faults(self) -> list[str]:
        """Returns what is found wrong, each once."""
        return list(dict.fromkeys(report.fault for report in self.reports))


@dataclass(frozen=True)
class AppealLine:
    """A decision that waits for another look."""

    subject: Subject | None
    label: str
    url: str
    at: Moment


@dataclass(frozen=True)
class Queue:
    """What waits for a facilitator in a space: reported things and decisions to look at again, the oldest first."""

    cases: list[Case]
    appeals: list[AppealLine]
    more: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """A decision as every member reads it: what kind of thing, what was decided and why in a word; nobody's name."""

    noun: str
    verb: str
    label: str
    fault: str
    at: Moment


@dataclass(frozen=True)
class DecisionPage:
    """A decision, and what the viewer is to it.

    `subject` is what it is about, for who may read its text here. `title` and `url` are empty, and `place` is None, for
    who may no longer read where it stands: it may have been moved since. `may_restore`: who answers may show it again;
    `looks_alone`: nobody but who decided can look again.
    """

    decision: Decision
    subject: Subject | None
    title: str
    url: str
    place: Space | None
    label: str
    fault: str
    at: Moment
    appealed: Moment | None
    answered: Moment | None
    can: DecisionAbilities
    may_restore: bool
    looks_alone: bool


def open_count(viewer: Viewer, space: Space) -> int:
    """Returns how many things wait for a viewer's decision in a space; 0 for who does not facilitate. Two queries."""
    if not standing_of(viewer).leads(space.pk):
        return 0
    reported = Report.objects.filter(open_reports_for(viewer, space)).values("kind", "subject_id").distinct().count()
    return reported + Decision.objects.filter(open_appeals_for(viewer, space)).count()


def queue(viewer: Viewer, space: Space) -> Queue:
    """Returns what waits in a space for this viewer, 50 reported things at most. Four queries with one kind."""
    rows = Report.objects.filter(open_reports_for(viewer, space)).select_related("reporter")
    reports = _by_subject(rows.order_by("created_at", "pk"))
    shown = dict(list(reports.items())[:MOST_CASES])
    appeals = list(Decision.objects.filter(open_appeals_for(viewer, space)).order_by("appealed_at", "pk")[:MOST_CASES])
    subjects = subjects_of([*shown, *((row.kind, row.subject_id) for row in appeals)])
    history = _history(shown)
    cases = [
        _case(subjects[key], lines, history.get(key, []), space)
        for key, lines in shown.items()
        if key in subjects and may_decide(viewer, subjects[key])
    ]
    readable = {key: subject for key, subject in subjects.items() if may_read(viewer, subject)}
    lines = [
        AppealLine(readable.get((row.kind, row.subject_id)), row.get_verb_display(), decision_url(row.pk), moment(at))
        for row in appeals
        if (at := row.appealed_at)
    ]
    return Queue(cases, lines, more=len(reports) > MOST_CASES)


def case_of(viewer: Viewer, space: Space, kind: str, subject_id: int) -> Case:
    """Returns a reported thing of a space with its open reports (none once it is decided) and its decisions.

    Raises Http404 when nothing of the kind was ever reported or decided there. Four queries.
    """
    key = (kind, subject_id)
    subject = subject_of(kind, subject_id)
    rows = Report.objects.filter(open_reports_for(viewer, space), kind=kind, subject_id=subject_id)
    reports = _by_subject(rows.select_related("reporter").order_by("created_at", "pk"))
    history = _history([key])
    if subject is None or subject.space.pk != space.pk or not (reports or history):
        raise Http404(_("Nobody has reported this, or it exists no more."))
    return _case(subject, reports.get(key, []), history.get(key, []), space)


def decision_log(space: Space, *, token: str = "") -> Page[LogLine]:
    """Returns a page of what was decided in a space, the newest first, without names and texts. Two queries.

    Raises Http404 for a malformed cursor.
    """
    page = read_page(Decision.objects.filter(space=space), field="created_at", token=token)
    subjects = subjects_of([(row.kind, row.subject_id) for row in page.rows])
    return Page([_log_line(row, subjects) for row in page.rows], page.newer, page.older)


def decision_page(viewer: Viewer, decision: Decision) -> DecisionPage:
    """Returns what a decision's page shows to someone who may open it. Six queries at most."""
    subject = subject_of(decision.kind, decision.subject_id)
    can = decision_abilities(viewer, decision)
    waits = can.may_appeal or (can.is_author and decision.appealed_at and not decision.answered_at)
    there = subject if subject and may_read(viewer, subject) else None
    return DecisionPage(
        decision=decision,
        subject=subject if can.is_author else there,
        title=there.title if there else "",
        url=there.url if there and not there.is_gone else "",
        place=_place(viewer, decision, there if can.is_leader else None),
        label=decision.get_verb_display(),
        fault=decision.get_fault_display() if decision.fault else "",
        at=moment(decision.created_at),
        appealed=moment(decision.appealed_at) if decision.appealed_at else None,
        answered=moment(decision.answered_at) if decision.answered_at else None,
        can=can,
        may_restore=can.may_answer and _may_restore(viewer, decision),
        looks_alone=bool(waits) and who_answers(decision) == [decision.by_id],
    )


def _may_restore(viewer: Viewer, decision: Decision) -> bool:
    is_known = decision.kind in subject_kinds
    return is_known and subject_kinds[decision.kind].may_restore(viewer, decision.subject_id)


def _place(viewer: Viewer, decision: Decision, subject: Subject | None) -> Space | None:
    """Returns where a decision was made, or for who facilitates its subject somewhere else by now, that place."""
    space = decision.space
    if subject and not standing_of(viewer).leads(space.pk):
        space = subject.space
    return space if may_see(viewer, audience=space.audience, space_id=space.pk) else None


def latest_decision(viewer: Viewer, kind: str, subject_id: int) -> Decision:
    """Returns the newest decision that hid something, for its author and who facilitates it, here or where it stands
    now; raises Http404 for others. Two queries at most.
    """
    standing = standing_of(viewer)
    rows = Decision.objects.filter(kind=kind, subject_id=subject_id, verb=Verb.HIDDEN).order_by("-created_at", "-pk")
    decision = rows.first()
    is_theirs = decision is not None and standing.person_id is not None and decision.author_id == standing.person_id
    if decision is None or not (is_theirs or facilitates(viewer, decision)):
        raise Http404(_("There is no such decision, or it is not about something of yours."))
    return decision


def has_reported(person: Person, kind: str, subject_id: int) -> bool:
    """Returns whether a person's report of something waits. One query."""
    return Report.objects.filter(kind=kind, subject_id=subject_id, reporter=person, decision=None).exists()


def decision_url(decision_id: int) -> str:
    """Returns the address of a decision in the page's language."""
    return localised(f"/decyzje/{decision_id}/")


def _by_subject(rows: Iterable[Report]) -> dict[Key, list[ReportLine]]:
    found: dict[Key, list[ReportLine]] = {}
    for row in rows:
        line = ReportLine(
            fault=row.get_fault_display(),
            text=row.text,
            reporter=row.reporter.name if row.reporter else "",
            reporter_url=localised(row.reporter.url) if row.reporter else "",
            at=moment(row.created_at),
        )
        found.setdefault((row.kind, row.subject_id), []).append(line)
    return found


def _history(keys: Collection[Key]) -> dict[Key, list[DecisionLine]]:
    """Returns what was decided about some subjects, the newest first. One query, none for no subjects."""
    if not keys:
        return {}
    wanted = Q()
    for kind in {kind for kind, _id in keys}:
        wanted |= Q(kind=kind, subject_id__in=[subject_id for word, subject_id in keys if word == kind])
    found: dict[Key, list[DecisionLine]] = {}
    for row in Decision.objects.filter(wanted).select_related("by").order_by("-created_at", "-pk"):
        line = DecisionLine(
            row.pk, row.verb, row.get_verb_display(), row.by.name if row.by else pgettext("person", "former member"),
            row.reason, decision_url(row.pk), moment(row.created_at),
        )  # fmt: skip
        found.setdefault((row.kind, row.subject_id), []).append(line)
    return found


def _case(subject: Subject, reports: list[ReportLine], history: list[DecisionLine], space: Space) -> Case:
    url = localised(f"{space.url}zgloszenia/{subject.kind}/{subject.id}/")
    return Case(subject, url, reports, history)


def _log_line(row: Decision, subjects: dict[Key, Subject]) -> LogLine:
    subject = subjects.get((row.kind, row.subject_id))
    return LogLine(
        noun=subject.noun if subject else pgettext("subject of a decision", "text"),
        verb=row.verb,
        label=row.get_verb_display(),
        fault=str(Fault(row.fault).label) if row.fault else "",
        at=moment(row.created_at),
    )
