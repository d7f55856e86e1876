"""The inbox with its buttons, and how one wants to be told."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import methods, own_address, signed_in, take_kept_form
from community.base.languages import localised
from community.notifications import actions, queries
from community.notifications.forms import PreferenceForm
from community.notifications.queries import Opened
from community.notifications.ways import preferences_of
from community.people.requests import MemberRequest


@methods("GET")
@signed_in
def inbox(request: MemberRequest) -> HttpResponse:
    """Shows a person's notifications."""
    unread_only = request.GET.get("tylko") == "nowe"
    page = queries.inbox(request.user, token=request.GET.get("od", ""), unread_only=unread_only)
    if page.gone:
        # Or the badge would count what nobody can open.
        person: Any = request.user
        person.unread_count -= actions.mark_read(person=person, notification_ids=page.gone)
    return render(request, "notifications/inbox.html", {"page": page, "unread_only": unread_only})


@methods("GET")
@signed_in
def open_notification(request: MemberRequest, notification_id: int) -> HttpResponse:
    """Marks all that a line stands for as read and leads to what it tells about."""
    found = _opened(request, notification_id)
    actions.mark_read(person=request.user, notification_ids=found.ids)
    return redirect(localised(found.url))


@methods("POST")
@signed_in
def mark_line_read(request: MemberRequest, notification_id: int) -> HttpResponse:
    """Marks all that a line stands for as read; answers with the line, or leads back to the list."""
    found = _opened(request, notification_id)
    actions.mark_read(person=request.user, notification_ids=found.ids)
    if request.htmx:
        return render(request, "notifications/_line.html", {"line": replace(found.shown, is_read=True)})
    return HttpResponseRedirect(own_address(request.POST.get("back", localised("/powiadomienia/"))))


@methods("POST")
@signed_in
def mark_all_read(request: MemberRequest) -> HttpResponse:
    """Marks everything as read."""
    actions.mark_read(person=request.user)
    return redirect("inbox")


@methods("GET", "POST")
@signed_in
def preferences(request: MemberRequest) -> HttpResponse:
    """Shows and stores how one wants to be told."""
    preference = preferences_of([request.user.pk])[request.user.pk]
    sent = request.POST if request.method == "POST" else take_kept_form(request) or None
    form = PreferenceForm(sent, preference=preference)
    if request.method == "POST" and form.is_valid():
        actions.choose_ways(person=request.user, **form.chosen)
        messages.success(request, _("Your choice is saved."))
        return redirect("preferences")
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/preferences.html", {"form": form}, status=status)


def _opened(request: MemberRequest, notification_id: int) -> Opened:
    found = queries.opened(request.user, notification_id)
    if found is None:
        raise Http404(_("What this notification told about is gone, or you can no longer see it."))
    return found
