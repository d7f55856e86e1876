"""The thread page, links to single posts, and replying."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form, wants_json
from community.base.languages import localised
from community.catalogue.actions import mark_seen
from community.notifications.actions import mark_read_about
from community.people.requests import MemberRequest
from forum import actions
from forum.actions import TOLD_KINDS, ThreadLocked
from forum.forms import ReplyForm
from forum.models import Thread
from forum.queries.posts import permalink
from forum.queries.threads import ThreadPage, entry_read_up_to, one_post, thread_page
from forum.rules import find_thread_for, may_lock, may_reply


@methods("GET")
def thread(request: HttpRequest, thread_id: int, slug: str = "") -> HttpResponse:
    """Shows one page of a thread; an outdated title in the address leads to the current one."""
    number = _page_number(request.GET.get("strona", "1"))
    page = thread_page(request.user, thread_id, number=number)
    if request.path != page.url:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{page.url}?{query}" if query else page.url)
    _mark_read(request, page)
    return render(request, "forum/thread.html", {"page": page, "form": ReplyForm() if page.can.may_reply else None})


@methods("GET")
def post(request: HttpRequest, thread_id: int, number: int) -> HttpResponse:
    """Leads to a post's place in its thread."""
    found = find_thread_for(request.user, thread_id)
    if not 1 <= number <= found.last_number:
        raise Http404(_("This thread has no such post."))
    return redirect(permalink(found, number))


@methods("GET", "POST")
@signed_in
def reply(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Adds a reply; on its own page when the text needs correction, a preview, or waited for signing in."""
    found = find_thread_for(request.user, thread_id)
    if not may_reply(request.user, found):
        raise ThreadLocked
    preview = ""
    if request.method == "POST":
        form = ReplyForm(request.POST)
        if form.is_valid():
            if "preview" not in request.POST:
                return _send(request, form, found)
            preview = actions.preview_text(form.cleaned_data["text"])
        elif wants_json(request):
            return JsonResponse({"why": " ".join(map(str, form.errors["text"]))}, status=422)
    else:
        form = ReplyForm(initial=take_kept_form(request))
    context = {"thread": found, "thread_url": localised(found.url), "form": form, "preview": preview}
    return render(request, "forum/reply.html", context, status=422 if form.errors else 200)


def _send(request: MemberRequest, form: ReplyForm, found: Thread) -> HttpResponse:
    """Sends a reply; leads to it, or answers a script with its slot, the same when the form arrives again."""
    sent = actions.reply(
        author=request.user, thread=found, text=form.cleaned_data["text"], key=form.cleaned_data["key"]
    )
    kept, url = f"{request.user.pk}:reply:{found.pk}", permalink(sent.thread, sent.number)
    if not wants_json(request):
        messages.success(request, _("Your reply is published."), extra_tags=kept)
        return redirect(url)
    if entry_id := entry_read_up_to(request.user, sent):
        mark_seen(person=request.user, entry_id=entry_id, upto=sent.number)
    slot = render_to_string("forum/_slot.html", {"slot": one_post(request.user, sent)}, request)
    answer = {"id": sent.pk, "number": sent.number, "url": url, "slot": slot, "sent": kept}
    return JsonResponse(answer, status=201)


@methods("POST")
@signed_in
def read(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Takes note, for a page that goes on live, of how far one has read (`upto`, a post's number); 204."""
    found = find_thread_for(request.user, thread_id)
    upto = request.POST.get("upto", "")
    if not (upto.isascii() and upto.isdecimal() and 1 <= int(upto[:9]) <= found.last_number):
        raise Http404(_("This thread has no such post."))
    actions.read_up_to(by=request.user, thread=found, number=int(upto[:9]))
    return HttpResponse(status=204)


@methods("POST")
@signed_in
def lock(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Closes a thread; the button to open it again stands in its place."""
    closed = actions.lock_thread(by=request.user, thread=_led(request, thread_id))
    messages.success(request, _("The thread is closed. You can open it again at any time."))
    return redirect(localised(closed.url))


@methods("POST")
@signed_in
def unlock(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Opens a closed thread again."""
    opened = actions.unlock_thread(by=request.user, thread=_led(request, thread_id))
    messages.success(request, _("The thread is open again."))
    return redirect(localised(opened.url))


def _led(request: MemberRequest, thread_id: int) -> Thread:
    found = find_thread_for(request.user, thread_id)
    if not may_lock(request.user, found):
        raise Refused(_("Only facilitators can close a thread or open it again."))
    return found


def _page_number(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 6):
        raise Http404(_("This thread has no such page. Open it from its beginning."))
    return int(value)


def _mark_read(request: HttpRequest, page: ThreadPage) -> None:
    """Remembers how far one has read, and takes what one sees out of the inbox; writes only when something is new."""
    person: Any = request.user
    last = max((row.number for row in page.posts), default=0)
    if person.is_authenticated and page.entry_id and last > page.seen:
        mark_seen(person=person, entry_id=page.entry_id, upto=last)
    if getattr(person, "unread_count", 0):
        seen = [row.id for row in page.posts]
        person.unread_count -= mark_read_about(person=person, kinds=TOLD_KINDS, object_ids=seen)
