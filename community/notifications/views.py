"""The inbox and its buttons."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in
from community.base.languages import localised
from community.notifications import actions, queries
from community.notifications.models import Notification
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
        person.unread_count -= actions.mark_gone(person=person, notification_ids=page.gone)
    return render(request, "notifications/inbox.html", {"page": page, "unread_only": unread_only})


@methods("GET")
@signed_in
def open_notification(request: MemberRequest, notification_id: int) -> HttpResponse:
    """Marks a line as read and leads to what it tells about."""
    row = Notification.objects.filter(person=request.user, pk=notification_id).first()
    told = row and queries.told_now(request.user, row)
    if not row or not told:
        raise Http404(_("What this notification told about is gone, or you can no longer see it."))
    actions.mark_read(person=request.user, notification_id=row.pk)
    return redirect(localised(told.url))


@methods("POST")
@signed_in
def mark_all_read(request: MemberRequest) -> HttpResponse:
    """Marks everything as read."""
    actions.mark_read(person=request.user)
    return redirect("inbox")
