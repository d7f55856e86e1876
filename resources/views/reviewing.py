"""Between author and editors: sending, taking back, deciding, commenting, links for guests."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.people.requests import MemberRequest
from resources.actions.errors import NotWaiting, NotYours
from resources.actions.guests import invite_guest
from resources.actions.reviewing import comment_page, decide_page, submit_article, withdraw_page
from resources.actions.writing import version_of
from resources.guest_links import HOLDS_FOR
from resources.queries.checklist import missing_in
from resources.queries.drafts import draft_view
from resources.queries.reviewing import changes_between
from resources.queries.writing import notes_about
from resources.rules import find_article, find_written_page, lock_on, may_decide, may_read, state_of
from resources.writing_forms import CommentForm, DecisionForm


@methods("GET", "POST")
@signed_in
def submit(request: MemberRequest, page_id: int) -> HttpResponse:
    """Says what is still missing, and sends an article to the editors when nothing is."""
    page = find_article(request.user, page_id)
    if why := lock_on(request.user, page):
        raise Refused(why, status=409)
    draft = page.get_latest_revision_as_object()
    missing = missing_in(draft)
    if request.method == "POST" and not missing:
        submit_article(by=request.user, page=page)
        messages.success(request, _("Your text is with the editors. You will be told what they say."))
        return redirect("desk")
    context = {"page": page, "draft": draft, "missing": missing, "is_again": state_of(page) != ""}
    return render(request, "resources/submit.html", context, status=422 if request.method == "POST" else 200)


@methods("POST")
@signed_in
def withdraw(request: MemberRequest, page_id: int) -> HttpResponse:
    """Takes a text back that waits for a decision, and opens it."""
    page = find_written_page(request.user, page_id)
    withdraw_page(by=request.user, page=page)
    messages.success(request, _("It is a draft again and no longer waits. Change it and send it when you like."))
    return redirect("write_page", page.pk)


@methods("GET", "POST")
@signed_in
def decide(request: MemberRequest, page_id: int) -> HttpResponse:
    """Shows an editor a page that waits, with what changed, and publishes it or asks for changes."""
    page = find_written_page(request.user, page_id)
    if state_of(page) != "in_progress":
        if request.method == "POST":
            raise NotWaiting  # with the words that were written
        messages.info(request, _("This text does not wait for a decision now."))
        return redirect("write_page", page.pk)
    if not may_decide(request.user, page):
        raise NotYours
    approves = "approve" in request.POST
    form = DecisionForm(request.POST if request.method == "POST" else None, approves=approves)
    if request.method == "POST" and form.is_valid():
        decide_page(
            by=request.user, page=page, version=request.POST.get("version", ""), approve=approves,
            comment=form.cleaned_data["comment"],
        )  # fmt: skip
        if approves:
            messages.success(request, _("Published. Its author is told."))
            page.refresh_from_db()
            return redirect(page.url if may_read(request.user, page) else "desk")
        messages.success(request, _("The author has your words and can go on writing."))
        return redirect("desk")
    return _decision(request, page, form)


def _decision(request: MemberRequest, page: Any, form: DecisionForm) -> HttpResponse:
    draft = page.get_latest_revision_as_object()
    waiting = page.current_workflow_task_state
    context = {
        "page": page, "draft": draft, "form": form, "shown": draft_view(request.user, draft),
        "changes": changes_between(page, draft) if page.live else [], "notes": notes_about(page),
        "version": version_of(page.latest_revision),
        "comment_form": CommentForm(),
        "is_later": waiting is not None and waiting.revision_id != page.latest_revision_id,
    }  # fmt: skip
    return render(request, "resources/decision.html", context, status=422 if form.errors else 200)


@methods("POST")
@signed_in
def comment(request: MemberRequest, page_id: int) -> HttpResponse:
    """Adds a comment that author and editors see."""
    page = find_written_page(request.user, page_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors), status=422)
    comment_page(by=request.user, page=page, **form.cleaned_data)
    messages.success(request, _("Your comment is there. Author and editors are told."))
    return redirect(reverse("write_page", args=[page.pk]) + "#notes")


@methods("GET", "POST")
@signed_in
def link(request: MemberRequest, page_id: int) -> HttpResponse:
    """Makes a link by which a guest reads the text as it is now, and shows it once."""
    page = find_written_page(request.user, page_id)
    made = ""
    if request.method == "POST":
        token = invite_guest(by=request.user, page=page)
        made = request.build_absolute_uri(reverse("guest_review", args=[token]))
    context = {"page": page, "made": made, "days": HOLDS_FOR.days}
    return render(request, "resources/guest_link.html", context)
