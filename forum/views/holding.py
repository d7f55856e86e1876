"""Until when an answer holds, and what cities made of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.base.languages import localised_html
from community.people.requests import MemberRequest
from forum import actions
from forum.holding_forms import HoldsForm, OutcomeForm, OutdatedForm
from forum.models import Post
from forum.queries.outcomes import report_from, reports_of
from forum.queries.posts import permalink
from forum.rules import find_post_for, is_answer, may_date, may_report


@methods("GET", "POST")
@signed_in
def validity(request: MemberRequest, post_id: int) -> HttpResponse:
    """Shows and stores as of when an answer holds; the page that a due review leads to, with its two buttons."""
    post = _dated(request, post_id)
    form = HoldsForm(request.POST if request.method == "POST" else None, post=post)
    if request.method == "POST" and form.is_valid():
        actions.date_answer(by=request.user, post=post, **form.cleaned_data)
        messages.success(request, _("Saved. The answer says as of when it holds."))
        return redirect(permalink(post.thread, post.number))
    return _validity_page(request, post, form, OutdatedForm())


@methods("POST")
@signed_in
def still_valid(request: MemberRequest, post_id: int) -> HttpResponse:
    """Says that an answer holds as of today."""
    post = _dated(request, post_id)
    confirmed = actions.confirm_answer(by=request.user, post=post)
    messages.success(request, _("Thank you. The answer is current as of today."))
    return redirect(permalink(confirmed.thread, post.number))


@methods("POST")
@signed_in
def outdated(request: MemberRequest, post_id: int) -> HttpResponse:
    """Says that an answer no longer holds, and why."""
    post = _dated(request, post_id)
    form = OutdatedForm(request.POST)
    if not form.is_valid():
        return _validity_page(request, post, HoldsForm(post=post), form)
    actions.outdate_answer(by=request.user, post=post, reason=form.cleaned_data["reason"])
    messages.success(request, _("Thank you. The answer says that it may be out of date."))
    return redirect(permalink(post.thread, post.number))


@methods("GET", "POST")
@signed_in
def outcome(request: MemberRequest, post_id: int) -> HttpResponse:
    """Shows what cities made of an answer, and takes the report of the person's own city."""
    post = find_post_for(request.user, post_id)
    if not may_report(request.user, post):
        raise Refused(_("Only answers to questions can be tried in a city."))
    city = actions.city_of(request.user)
    report = report_from(post, city)
    if request.method == "POST" and "wycofaj" in request.POST:
        actions.withdraw_outcome(by=request.user, post=post)
        messages.success(request, _("The report is taken back."))
        return redirect(permalink(post.thread, post.number))
    form = OutcomeForm(request.POST if request.method == "POST" else None, report=report)
    if request.method == "POST":
        if city is None:
            raise actions.NoCity
        if form.is_valid():
            actions.report_outcome(by=request.user, post=post, **form.cleaned_data)
            messages.success(request, _("Thank you. The report stands under the answer."))
            return redirect(permalink(post.thread, post.number))
    context = {
        "post": post, "form": form, "city": city, "report": report, "rows": reports_of(request.user, post),
        "html": localised_html(post.html), "back": permalink(post.thread, post.number),
    }  # fmt: skip
    return render(request, "forum/outcome.html", context, status=422 if form.errors else 200)


def _dated(request: MemberRequest, post_id: int) -> Post:
    post = find_post_for(request.user, post_id)
    if not is_answer(post):
        raise Refused(_("Only answers to questions say until when they hold."))
    if not may_date(request.user, post):
        raise Refused(_("Only the author, experts and facilitators say until when an answer holds."))
    return post


def _validity_page(request: MemberRequest, post: Post, form: HoldsForm, outdated: OutdatedForm) -> HttpResponse:
    context = {
        "post": post, "form": form, "outdated": outdated, "html": localised_html(post.html),
        "back": permalink(post.thread, post.number),
    }  # fmt: skip
    return render(request, "forum/validity.html", context, status=422 if form.errors or outdated.errors else 200)
