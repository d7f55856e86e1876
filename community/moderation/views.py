"""Reporting, deciding, reading decisions and asking for another look."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form
from community.base.limits import too_many, too_many_of
from community.moderation import actions, queries
from community.moderation.actions import AlreadyReported, NobodyDecides
from community.moderation.forms import AnswerForm, AppealForm, HidingForm, KeepingForm, ReportForm
from community.moderation.rules import (
    decision_abilities,
    find_decision_for,
    find_space_of_decisions,
    may_decide,
    somebody_decides,
)
from community.moderation.subjects import Subject, subject_kinds
from community.people.models import Person
from community.people.requests import MemberRequest
from community.spaces.rules import find_led_space_for

MOST_REPORTS, IN_SECONDS = 10, 3600


@methods("GET", "POST")
def report(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """Takes a report of anybody who can read the thing; says thank you, and kindly when it was reported before."""
    subject = _find(request, kind, subject_id)
    person = request.user if isinstance(request.user, Person) else None
    if person and subject.author_id == person.pk:
        raise Refused(_("This is your own text: you can edit or delete it yourself."))
    if not somebody_decides(subject):
        raise NobodyDecides
    context = {"subject": subject, "is_sent": "wyslane" in request.GET}
    context["is_known"] = bool(person and queries.has_reported(person, kind, subject_id))
    form = ReportForm(request.POST if request.method == "POST" else None, is_visitor=person is None)
    if request.method == "POST" and not context["is_known"] and form.is_valid():
        brake = {"most": MOST_REPORTS, "seconds": IN_SECONDS}
        if too_many_of(person.pk, "report", **brake) if person else too_many(request, "report", **brake):
            raise Refused(
                _("You have reported many things in a short time. Wait an hour, or write to the facilitators."),
                status=429,
            )
        return _send(request, form, subject, person)
    status = 422 if form.errors else 409 if context["is_known"] and request.method == "POST" else 200
    return render(request, "moderation/report.html", {**context, "form": form}, status=status)


def _send(request: HttpRequest, form: ReportForm, subject: Subject, person: Person | None) -> HttpResponse:
    language = getattr(request, "LANGUAGE_CODE", "pl")
    with suppress(AlreadyReported):  # pressed twice at once
        actions.report(subject=subject, reporter=person, language=language, **form.cleaned_data)
    return redirect(f"{request.path}?wyslane=1")


def _find(request: HttpRequest, kind: str, subject_id: int) -> Subject:
    if kind not in subject_kinds:
        raise Http404(_("There is nothing of this kind to report."))
    return subject_kinds[kind].find(request.user, subject_id)


@methods("GET")
@signed_in
def report_queue(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows what waits for a facilitator's decision in a space."""
    space = find_led_space_for(request.user, slug)
    return render(request, "moderation/queue.html", {"space": space, "queue": queries.queue(request.user, space)})


@methods("GET", "POST")
@signed_in
def decide_report(request: MemberRequest, slug: str, kind: str, subject_id: int) -> HttpResponse:
    """Shows a reported thing with its reports and former decisions; keeps or hides it."""
    space = find_led_space_for(request.user, slug)
    case = queries.case_of(request.user, space, kind, subject_id)
    if not may_decide(request.user, case.subject):
        raise Refused(_("This is about your own text, so somebody else decides."))
    is_keeping = "keep" in request.POST
    typed = request.POST if request.method == "POST" else None
    hiding = HidingForm(None if is_keeping else typed, initial=take_kept_form(request))
    keeping = KeepingForm(typed if is_keeping else None)
    if typed is not None and is_keeping and keeping.is_valid():
        actions.keep(by=request.user, subject=case.subject, reason=keeping.cleaned_data["note"])
        messages.success(request, _("It stays. Who reported it is told that somebody looked."))
        return redirect("report_queue", slug=slug)
    if typed is not None and not is_keeping and hiding.is_valid():
        actions.hide(by=request.user, subject=case.subject, fault=hiding.cleaned_data["fault"], reason=hiding.reason)
        messages.success(request, _("Hidden. The author reads your reason and can ask for another look."))
        return redirect("report_queue", slug=slug)
    context = {"space": space, "case": case, "hiding": hiding, "keeping": keeping}
    return render(request, "moderation/case.html", context, status=422 if hiding.errors or keeping.errors else 200)


@methods("GET")
@signed_in
def decision_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows members what was decided in a space: what kind of thing, how and why in a word; nobody's name."""
    space = find_space_of_decisions(request.user, slug)
    page = queries.decision_log(space, token=request.GET.get("od", ""))
    return render(request, "moderation/decisions.html", {"space": space, "page": page})


@methods("GET")
@signed_in
def decision(request: MemberRequest, decision_id: int) -> HttpResponse:
    """Shows a decision to the author with the reason, to who reported without it, to facilitators with everything."""
    found = find_decision_for(request.user, decision_id)
    return render(request, "moderation/decision.html", {"page": queries.decision_page(request.user, found)})


@methods("GET")
@signed_in
def why_hidden(request: MemberRequest, kind: str, subject_id: int) -> HttpResponse:
    """Leads from a hidden thing to the decision that hid it."""
    return redirect("decision", decision_id=queries.latest_decision(request.user, kind, subject_id).pk)


@methods("GET", "POST")
@signed_in
def appeal(request: MemberRequest, decision_id: int) -> HttpResponse:
    """Takes an author's wish for another look; once for a decision."""
    found = find_decision_for(request.user, decision_id)
    if not decision_abilities(request.user, found).may_appeal:
        raise Refused(_("Only the author can ask for another look, once, within half a year."))
    form = AppealForm(request.POST if request.method == "POST" else None, initial=take_kept_form(request))
    if request.method == "POST" and form.is_valid():
        actions.appeal(by=request.user, decision=found, text=form.cleaned_data["text"])
        messages.success(request, _("It is with the facilitators. The answer will come here."))
        return redirect("decision", decision_id=found.pk)
    context = {"page": queries.decision_page(request.user, found), "form": form}
    return render(request, "moderation/appeal.html", context, status=422 if form.errors else 200)


@methods("GET", "POST")
@signed_in
def answer_appeal(request: MemberRequest, decision_id: int) -> HttpResponse:
    """Lets another facilitator answer (or who decided, where there is none): it stands, or the thing is shown again."""
    found = find_decision_for(request.user, decision_id)
    if not decision_abilities(request.user, found).may_answer:
        raise Refused(
            _("Somebody other than who decided answers, and only while the author waits for it."),
            status=409 if found.answered_at else 403,
        )
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=take_kept_form(request))
    page = queries.decision_page(request.user, found)
    if request.method == "POST" and form.is_valid():
        restores = "restore" in request.POST
        actions.answer_appeal(by=request.user, decision=found, text=form.cleaned_data["text"], restores=restores)
        messages.success(request, _("Your answer is with the author."))
        return redirect("decision", decision_id=found.pk)
    context = {"page": page, "form": form}
    return render(request, "moderation/answer.html", context, status=422 if form.errors else 200)
