"""Reading at one's own pace: what was read, what is to be read again, the best answers alone, and on paper."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused, methods, signed_in
from community.base.languages import localised
from community.base.numbers import number_in
from community.people.requests import MemberRequest
from community.spaces.rules import find_space_for
from forum import actions
from forum.models import Thread
from forum.queries.best import best_answers
from forum.queries.posts import permalink
from forum.queries.printing import printed_thread
from forum.queries.reading import is_counted, last_of_others
from forum.rules import find_thread_for


@methods("POST")
@signed_in
def read(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Takes note of how far one has read (`upto`, a post's number).

    A page that goes on live posts it and gets 204; a button has it in its address and leads back to the thread.
    """
    found = find_thread_for(request.user, thread_id)
    upto = _post_number(request.POST.get("upto") or request.GET.get("upto"), found)
    actions.read_up_to(by=request.user, thread=found, number=upto)
    if "upto" not in request.GET:
        return HttpResponse(status=204)
    messages.success(request, _("The thread is marked as read."))
    return redirect(localised(found.url))


@methods("POST")
@signed_in
def unread(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Makes a thread unread again, from a post on (`od`, its number) or with the last one by somebody else."""
    found = find_thread_for(request.user, thread_id)
    asked = _post_number(request.GET["od"], found) if request.GET.get("od") else None
    last = last_of_others(request.user, found)
    if last is None or (asked and asked > last):
        raise Refused(_("Nobody else has written from there on, so nothing can be marked as unread."), status=409)
    if not is_counted(request.user, found):
        raise Refused(
            _("What is unread is counted in your networks and groups, and in the threads that you follow, unless you "
              "muted them."), status=409,
        )  # fmt: skip
    actions.unread_from(by=request.user, thread=found, number=asked or last)
    messages.success(request, _("Marked as unread: “%(title)s” waits for you here.") % {"title": found.title})
    return redirect(f"{reverse('space_threads', args=[found.space.slug])}?stan=nieprzeczytane")


@methods("POST")
@signed_in
def read_space(request: MemberRequest, slug: str) -> HttpResponse:
    """Marks everything read that stood in a space when the page with the button was made (`do`, its moment)."""
    space = find_space_for(request.user, slug)
    actions.read_space(by=request.user, space=space, at=_moment(request.POST.get("do", "")))
    messages.success(request, _("Everything here is marked as read."))
    return redirect(reverse("space_threads", args=[slug]))


@methods("GET")
def print_thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Shows a whole thread for paper."""
    printed = printed_thread(find_thread_for(request.user, thread_id))
    return render(request, "forum/print.html", {"page": printed, "thread": printed.thread})


def best(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Shows the best answers of a question alone; what is no question has none, and leads back to itself."""
    page = best_answers(find_thread_for(request.user, thread_id))
    if page is None:
        return redirect(permalink(find_thread_for(request.user, thread_id), 1).partition("#")[0])
    return render(request, "forum/best.html", {"page": page, "thread": page.thread})


def _post_number(typed: str | None, thread: Thread) -> int:
    """Returns the number of a post of a thread, as it was typed; raises Http404 for one that it does not have."""
    number = number_in(typed, digits=9) or 0
    if not 1 <= number <= thread.last_number:
        raise Http404(_("This thread has no such post."))
    return number


def _moment(typed: str) -> datetime:
    """Returns the moment that a form carries (microseconds), never a later one than now; without a good one, now."""
    now, stamp = clock.now(), number_in(typed, digits=17)
    return now if stamp is None else min(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=stamp), now)
