"""Verbs: reporting, recording what was decided, leaving something as it is, asking for another look, answering."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.base.http import Refused
from community.base.mail import send_letter
from community.moderation.models import Decision, Report, Verb
from community.moderation.rules import decision_abilities, may_decide, somebody_decides, who_answers, who_decides
from community.moderation.subjects import Subject, subject_kinds, subject_of
from community.notifications.actions import notify, settle, withdraw
from community.people.models import Person
from community.spaces.models import Audience, Space


class DecidedMeanwhile(Refused):
    """Somebody else has decided while the page was open."""

    said = _("Someone else has decided about this meanwhile. Open the list of reports again.")
    status = 409


class AlreadyReported(Refused):
    """The person's report of the same thing waits already."""

    said = _("You have reported this already. The facilitators know and will look at it.")
    status = 409


class NobodyDecides(Refused):
    """Nobody but the author of a text facilitates where it stands, and nobody decides about an own text."""

    said = _(
        "Nobody but the author of this text facilitates here, so nobody could decide about your report. "
        "Write to the operator instead: the address is in the terms of use."
    )
    status = 409


class NotRestored(Refused):
    """What an answer was to show again cannot be shown, or is there already."""

    said = _(
        "The text cannot be shown again: it is there already, or its thread was deleted. Nothing was sent. "
        "Open the decision again and answer without showing it."
    )
    status = 409


class NotYours(Refused):
    """The rules do not let this person decide, appeal or answer (any more)."""

    said = _("You cannot decide this. Open the page again and look who can.")


def report(
    *, subject: Subject, fault: str, text: str = "", reporter: Person | None = None, contact: str = "",
    language: str = "pl",
) -> Report:  # fmt: skip
    """Reports something and returns the report; who decides is told once about a subject, however many report it.

    A visitor's `contact` gets a letter now and another with the decision. Raises AlreadyReported for a person's
    second open report of the same thing, NobodyDecides where only the author facilitates.
    """
    try:
        return _report(subject, fault=fault, text=text, reporter=reporter, contact=contact, language=language)
    except IntegrityError:
        raise AlreadyReported from None


@transaction.atomic
def _report(subject: Subject, *, fault: str, text: str, reporter: Person | None, contact: str, language: str) -> Report:
    current = subject_of(subject.kind, subject.id) or subject  # it may have moved since the page was opened
    if not somebody_decides(current):
        raise NobodyDecides
    space = current.space
    about = Report.objects.filter(kind=subject.kind, subject_id=subject.id, decision=None)
    first = about.order_by("pk").first()
    row = Report.objects.create(
        kind=subject.kind, subject_id=subject.id, space=space, author_id=subject.author_id, reporter=reporter,
        fault=fault, text=text, contact=contact, language=language,
    )  # fmt: skip
    told = who_decides(space, without={subject.author_id, reporter.pk if reporter else None})
    # The actor stays unnamed: who reports is the business of those who open the report.
    notify("moderation.report", to=told, object_id=(first or row).pk, actor=None)
    if contact:
        send_letter(to=contact, template="report_received", context={"address": subject.url}, language=language)
    return row


def move_cases(*, kind: str, subject_ids: Collection[int], space: Space) -> None:
    """Gives what waits about subjects that moved to another space (open reports, decisions to look at again) to who
    decides there, and tells them; others are asked no more. Called inside the transaction of the verb that moves.

    Three queries, and those of telling for each such subject.
    """
    _move_reports(kind, subject_ids, space)
    appealed = Decision.objects.filter(kind=kind, subject_id__in=subject_ids, appealed_at__isnull=False)
    for row in appealed.filter(answered_at=None).exclude(space=space).order_by("pk"):
        Decision.objects.filter(pk=row.pk).update(space=space)
        withdraw(["moderation.appeal"], object_id=row.pk)
        row.space = space
        notify("moderation.appeal", to=who_answers(row), object_id=row.pk, actor=row.author)


def _move_reports(kind: str, subject_ids: Collection[int], space: Space) -> None:
    rows = Report.objects.filter(kind=kind, subject_id__in=subject_ids, decision=None).exclude(space=space)
    first: dict[int, Report] = {}
    for row in rows.order_by("pk"):
        first.setdefault(row.subject_id, row)
    Report.objects.filter(kind=kind, subject_id__in=list(first), decision=None).update(space=space)
    for row in first.values():
        withdraw(["moderation.report"], object_id=row.pk)
        told = who_decides(space, without={row.author_id, row.reporter_id})
        notify("moderation.report", to=told, object_id=row.pk, actor=None)


@transaction.atomic
def record(
    *, kind: str, subject_id: int, space: Space, author_id: int | None, by: Person, verb: str, fault: str = "",
    reason: str = "", settles: bool = False,
) -> Decision:  # fmt: skip
    """Writes down what a facilitator decided, settles all open reports of it and returns the decision.

    Who reported is told, and the author unless nothing happens to the text. Called inside the transaction of the verb
    that hides or restores. With `settles` there must be an open report: raises DecidedMeanwhile when there is none.
    """
    decision = Decision.objects.create(
        kind=kind, subject_id=subject_id, space=space, author_id=author_id, by=by, verb=verb, fault=fault, reason=reason
    )
    settled = Report.objects.filter(kind=kind, subject_id=subject_id, decision=None).update(decision=decision)
    if settles and not settled:
        raise DecidedMeanwhile
    reports = list(Report.objects.filter(decision=decision).order_by("pk")) if settled else []
    if reports and not fault:
        Decision.objects.filter(pk=decision.pk).update(fault=reports[0].fault)  # what it was about, for the list
    settle(["moderation.report"], object_ids=Report.objects.filter(kind=kind, subject_id=subject_id).values("pk"))
    told = {row.reporter_id for row in reports if row.reporter_id and row.reporter_id != author_id}
    if author_id and verb != Verb.KEPT:
        told.add(author_id)
    notify("moderation.decided", to=told, object_id=decision.pk, actor=by)
    _write_to_visitors(reports, verb=verb, space=space, note=reason if verb == Verb.KEPT else "")
    return decision


def _write_to_visitors(reports: Collection[Report], *, verb: str, space: Space, note: str) -> None:
    """Writes to each address that visitors left, once, with the facilitator's note to who reported.

    A place that not everybody may know of stays unnamed.
    """
    context = {"verb": verb, "place": space.name if space.audience == Audience.PUBLIC else "", "note": note}
    for contact, language in sorted({row.contact: row.language for row in reports if row.contact}.items()):
        send_letter(to=contact, template="report_decided", context=context, language=language)


@transaction.atomic
def keep(*, by: Person, subject: Subject, reason: str = "") -> Decision:
    """Leaves a reported thing as it is and returns the decision; who reported is told.

    Raises DecidedMeanwhile when somebody has decided already, NotYours for who may not decide.
    """
    if not may_decide(by, subject):
        raise NotYours
    return record(
        kind=subject.kind, subject_id=subject.id, space=subject.space, author_id=subject.author_id, by=by,
        verb=Verb.KEPT, reason=reason, settles=True,
    )  # fmt: skip


def hide(*, by: Person, subject: Subject, fault: str, reason: str) -> None:
    """Hides a reported thing by its own app's verb, which records the decision.

    Raises DecidedMeanwhile when somebody has decided already, NotYours for who may not decide.
    """
    if not may_decide(by, subject):
        raise NotYours
    subject_kinds[subject.kind].hide(by=by, subject_id=subject.id, fault=fault, reason=reason, settles=True)


@transaction.atomic
def appeal(*, by: Person, decision: Decision, text: str) -> Decision:
    """Asks for another look at a decision, once, and returns it; who did not decide is told, where the text stands now.

    Where nobody else facilitates, who decided is told. Raises NotYours when it was asked already, too long ago, or is
    not about a text of this person.
    """
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if not decision_abilities(by, locked).may_appeal:
        raise NotYours
    if subject := subject_of(locked.kind, locked.subject_id):
        locked.space = subject.space
    locked.appeal, locked.appealed_at = text, clock.now()
    locked.save(update_fields=["space", "appeal", "appealed_at"])
    notify("moderation.appeal", to=who_answers(locked), object_id=locked.pk, actor=by)
    return locked


@transaction.atomic
def answer_appeal(*, by: Person, decision: Decision, text: str, restores: bool = False) -> Decision:
    """Answers an author who asked for another look, and shows the thing again where that is the answer.

    Returns the decision. Raises DecidedMeanwhile when it was answered already, NotYours for who may not answer,
    NotRestored when the thing cannot be shown: then nothing is answered.
    """
    # First: its own rows are locked before ours, as when something is hidden.
    is_restored = restores and _restore(by, decision, text)
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.answered_at:
        raise DecidedMeanwhile
    if not decision_abilities(by, locked).may_answer:
        raise NotYours
    if restores and not is_restored:
        raise NotRestored
    locked.answer, locked.answered_at, locked.answered_by = text, clock.now(), by
    locked.save(update_fields=["answer", "answered_at", "answered_by"])
    settle(["moderation.appeal"], object_ids=[locked.pk])
    if locked.author_id and not is_restored:  # what is shown again is told as such
        notify("moderation.answered", to=[locked.author_id], object_id=locked.pk, actor=by)
    return locked


def _restore(by: Person, decision: Decision, reason: str) -> bool:
    """Shows a hidden thing again, and returns whether that came about: its thread may be gone, or it is there."""
    if decision.kind not in subject_kinds:
        return False
    restored = Decision.objects.filter(kind=decision.kind, subject_id=decision.subject_id, verb=Verb.RESTORED)
    before = restored.count()
    subject_kinds[decision.kind].restore(by=by, subject_id=decision.subject_id, reason=reason)
    return restored.count() > before
