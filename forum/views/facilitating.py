"""Moving and pinning a thread, and what is left of a merged one. Splitting and merging have views of their own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.base.languages import localised
from community.people.requests import MemberRequest
from community.spaces.rules import may_see
from forum import actions
from forum.facilitating_forms import MoveForm, PinForm
from forum.models import Thread
from forum.queries.facilitating import stubs_of, what_reach_means
from forum.rules import (
    Merged,
    find_thread_for,
    may_announce_everywhere,
    may_facilitate,
    spaces_led_by,
)


@methods("GET", "POST")
@signed_in
def move(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Asks where a thread goes, says who will see it there and who no longer, and moves it when that is confirmed.

    Only the place and audience of which that was said are confirmed; of others it is said first, too.
    """
    thread = find_facilitated(request, thread_id)
    asked: dict[str, Any] = {"spaces": spaces_led_by(request.user), "thread": thread}
    form = MoveForm(request.POST, **asked) if request.method == "POST" else MoveForm(**asked)
    means: list[str] = []
    choice = ""
    if form.is_valid():
        typed = form.cleaned_data
        choice = f"{typed['space'].pk} {typed['audience']}"
        if request.POST.get("confirmed") == choice:
            moved = _move(form, request, thread)
            if moved:
                messages.success(request, _("The thread stands in its new place."))
                return redirect(localised(moved.url))
        elif (typed["space"].pk, typed["audience"]) == (thread.space_id, thread.audience):
            form.add_error(None, actions.NowhereElse().sentence)
        else:
            means = what_reach_means(thread, typed["space"], typed["audience"])
            means = means or [_("The same people can read it there.")]
    context = {"thread": thread, "form": form, "means": means, "choice": choice, "back": localised(thread.url)}
    return render(request, "forum/move.html", context, status=422 if form.errors else 200)


def _move(form: MoveForm, request: MemberRequest, thread: Thread) -> Thread | None:
    try:
        return actions.move_thread(by=request.user, thread=thread, **form.cleaned_data)
    except actions.NowhereElse as error:
        form.add_error(None, error.sentence)
        return None


@methods("GET", "POST")
@signed_in
def pin(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Asks until when and where a thread stays on top, and pins it."""
    thread = find_facilitated(request, thread_id)
    may_announce = may_announce_everywhere(request.user)
    start = {"until": thread.pinned_until, "everywhere": thread.is_announced}
    form = (
        PinForm(request.POST, may_announce=may_announce)
        if request.method == "POST"
        else PinForm(initial=start, may_announce=may_announce)
    )
    status = 200
    if form.is_valid():
        try:
            actions.pin_thread(by=request.user, thread=thread, **form.cleaned_data)
        except actions.TooManyPinned as error:
            form.add_error(None, error.sentence)
            status = error.status
        else:
            messages.success(request, _("The thread stands on top now."))
            return redirect(localised(thread.url))
    context = {"thread": thread, "form": form, "back": localised(thread.url)}
    return render(request, "forum/pin.html", context, status=422 if form.errors and status == 200 else status)


@methods("POST")
@signed_in
def unpin(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Pins a thread no longer."""
    thread = find_facilitated(request, thread_id)
    if thread.is_announced and not may_announce_everywhere(request.user):
        raise Refused(_("It stands on top for everybody. Those who facilitate the whole community take it down."))
    actions.unpin_thread(by=request.user, thread=thread)
    messages.success(request, _("The thread stands in its ordinary place again."))
    return redirect(localised(thread.url))


def show_shell(request: HttpRequest, merged: Merged, number: int) -> HttpResponse:
    """Shows what is left of a merged thread: where it went, and each of its posts."""
    shell, into = merged.thread, merged.into
    stubs, pages = stubs_of(shell, number)
    knows_it = may_see(request.user, audience=shell.audience, space_id=shell.space_id)
    context = {
        "title": shell.title if knows_it else _("A merged thread"), "reason": shell.deleted_reason if knows_it else "",
        "shell": shell, "into": into, "into_url": localised(into.url), "stubs": stubs, "pages": pages,
    }  # fmt: skip
    return render(request, "forum/merged.html", context)


def find_facilitated(request: MemberRequest, thread_id: int) -> Thread:
    """Returns a thread that the viewer facilitates; raises Http404, or Refused for everybody else."""
    thread = find_thread_for(request.user, thread_id)
    if not may_facilitate(request.user, thread):
        raise Refused(_("Only the facilitators of this place can do this."))
    return thread
