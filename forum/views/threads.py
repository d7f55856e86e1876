"""The thread page, links to single posts, and replying."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form, wants_json
from community.base.languages import localised
from community.base.numbers import number_in
from community.catalogue.actions import mark_seen
from community.notifications.actions import mark_read_about
from community.people.requests import MemberRequest
from forum import actions
from forum.actions import ThreadLocked
from forum.forms import ReplyForm, sentences_of
from forum.models import TOLD_KINDS, Post, Thread
from forum.queries.drafts import reply_draft, typed_in
from forum.queries.posts import permalink
from forum.queries.threads import ThreadPage, entry_read_up_to, one_post, thread_page
from forum.rules import Merged, drafts_of, find_moved_post_for, find_thread_for, may_lock, may_reply
from forum.views.attaching import take_files
from forum.views.drafts import kept_for_later
from forum.views.facilitating import show_shell
from forum.views.reading import best
from forum.views.writing import quoted, reply_target


@methods("GET")
def thread(request: HttpRequest, thread_id: int, slug: str = "") -> HttpResponse:
    """Shows one page of a thread, its best answers, or where it was merged; an outdated title leads to the current."""
    number = _page_number(request.GET.get("strona", "1"))
    try:
        if request.GET.get("widok") == "najlepsze":
            return best(request, thread_id)
        page = thread_page(request.user, thread_id, number=number)
    except Merged as merged:
        return show_shell(request, merged, number)
    if request.path != page.url:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{page.url}?{query}" if query else page.url)
    _mark_read(request, page)
    form = _reply_form(request, page)
    replied = reply_target(request, page.thread.pk, form.initial.get("reply_to") if form else None)
    return render(request, "forum/thread.html", {"page": page, "form": form, "replied": replied})


def _reply_form(request: HttpRequest, page: ThreadPage) -> ReplyForm | None:
    """Returns the form for a reply, filled with the one that the viewer is writing here; None where nobody replies."""
    if not page.can.may_reply:
        return None
    return ReplyForm(initial=typed_in(reply_draft(request.user, page.thread.pk) if page.draft_id else None))


@methods("GET")
def post(request: HttpRequest, thread_id: int, number: int) -> HttpResponse:
    """Leads to a post's place: in its thread, or wherever it was moved from there."""
    moved = find_moved_post_for(request.user, thread_id, number)
    if moved:
        return redirect(permalink(moved.thread, moved.number))
    try:
        found = find_thread_for(request.user, thread_id)
    except Merged as merged:
        return redirect(localised(merged.into.url))
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
    preview, refusals, status = "", list[str](), 200
    if request.method == "POST":
        sent = take_files(request)
        refusals = sent.refusals
        form = ReplyForm(initial=sent.initial) if sent.stays else ReplyForm(sent.data)
        if form.is_valid():
            if "preview" in request.POST:
                preview = actions.preview_text(form.cleaned_data["text"], by=request.user)
            else:
                try:
                    return _send(request, form, found)
                except (actions.LimitReached, actions.TooManyDrafts) as limit:
                    if wants_json(request):
                        raise
                    form.add_error(None, limit.sentence)
                    status = limit.status
        elif wants_json(request) and form.is_bound:
            return JsonResponse({"why": sentences_of(form)}, status=422)
    else:
        form = ReplyForm(initial=_begun(request, found.pk))
    context = {
        "thread": found,
        "thread_url": localised(found.url),
        "form": form,
        "preview": preview,
        "refusals": refusals,
        "replied": reply_target(request, found.pk, number_in(form["reply_to"].value())),
    }
    return render(request, "forum/reply.html", context, status=422 if form.errors and status == 200 else status)


def _begun(request: MemberRequest, thread_id: int) -> dict[str, Any]:
    """Returns what a reply begins with: what waited for signing in, else the draft (`szkic`: that one) and a quote."""
    draft_id = number_in(request.GET.get("szkic"))
    own = drafts_of(request.user).filter(pk=draft_id, thread=thread_id).first() if draft_id else None
    draft = own if own and not own.is_waiting else reply_draft(request.user, thread_id)
    typed, quote = typed_in(draft), _quoted(request)
    if typed and quote:
        quote["text"] = "\n\n".join([typed["text"], quote["text"]])
    return {**typed, **quote, **take_kept_form(request)}


def _quoted(request: MemberRequest) -> dict[str, Any]:
    """Returns the quote that a link asks for (`cytuj`, a post's id); says so when the post is gone."""
    post_id = number_in(request.GET.get("cytuj"))
    if post_id is None:
        return {}
    try:
        quote = quoted(request, post_id)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return {}
    except Http404:
        messages.warning(request, _("There is no such post to quote any more. You can reply without it."))
        return {}
    return {"text": quote.markdown, "reply_to": quote.post_id}


def _send(request: MemberRequest, form: ReplyForm, found: Thread) -> HttpResponse:
    """Sends a reply; leads to it, or answers a script: with its slot, the same when the form arrives again."""
    typed = form.cleaned_data
    sent = actions.submit_reply(
        author=request.user, thread=found, text=typed["text"], key=typed["key"], draft_version=typed["draft_version"],
        reply_to=reply_target(request, found.pk, typed["reply_to"]),
    )  # fmt: skip
    kept = f"{request.user.pk}:reply:{found.pk}"
    if isinstance(sent, actions.Published):
        return _sent(request, sent.post, kept)
    return kept_for_later(request, sent, kept)


def _sent(request: MemberRequest, post: Post, kept: str) -> HttpResponse:
    """Leads to a reply that is there, or answers a script with the viewer's slot of it."""
    url = permalink(post.thread, post.number)
    if not wants_json(request):
        messages.success(request, _("Your reply is published."), extra_tags=kept)
        return redirect(url)
    if entry_id := entry_read_up_to(request.user, post):
        mark_seen(person=request.user, entry_id=entry_id, upto=post.number)
    slot = render_to_string("forum/_slot.html", {"slot": one_post(request.user, post)}, request)
    answer = {"id": post.pk, "number": post.number, "url": url, "slot": slot, "sent": kept}
    return JsonResponse(answer, status=201)


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
    number = number_in(value, digits=6)
    if number is None:
        raise Http404(_("This thread has no such page. Open it from its beginning."))
    return number


def _mark_read(request: HttpRequest, page: ThreadPage) -> None:
    """Remembers how far one has read, and takes what one sees out of the inbox; writes only when something is new."""
    person: Any = request.user
    last = max((row.number for row in page.posts), default=0)
    if person.is_authenticated and page.entry_id and last > page.seen:
        mark_seen(person=person, entry_id=page.entry_id, upto=last)
    if page.is_told:
        seen = [row.id for row in page.posts]
        person.unread_count -= mark_read_about(person=person, kinds=TOLD_KINDS, object_ids=seen)
