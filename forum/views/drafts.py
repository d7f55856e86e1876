"""Texts that are not published yet: saved while they are typed, listed, opened, scheduled, decided about."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, sign_in_json, signed_in, wants_json
from community.base.languages import localised
from community.base.moments import moment
from community.base.numbers import number_in
from community.people.requests import MemberRequest
from community.spaces.models import Space
from community.spaces.rules import find_space_for
from forum import actions
from forum.forms import AskForm, DraftForm, ReplyForm, sentences_of
from forum.models import Draft, Thread
from forum.poll_forms import PollForm
from forum.queries.drafts import draft_list, draft_row, held_row, typed_in
from forum.queries.posts import permalink
from forum.rules import (
    find_draft_for,
    find_held_for,
    find_thread_for,
    kinds_open_to,
    may_reply,
    may_schedule,
    posts_visible_to,
)
from forum.waiting_forms import HourForm, RefusalForm


@methods("GET", "POST")
def drafts(request: HttpRequest) -> HttpResponseBase:
    """Lists one's drafts; what is posted here is kept as one."""
    if request.method != "POST":
        return _listed(request)
    if wants_json(request) and not request.user.is_authenticated:
        return sign_in_json(request)
    return _save(request)


@signed_in
def _listed(request: MemberRequest) -> HttpResponse:
    """Shows the texts of one's own that are not published yet."""
    return render(request, "forum/drafts.html", {"rows": draft_list(request.user)})


@methods("POST")
@signed_in
def _save(request: MemberRequest) -> HttpResponse:
    """Keeps a text; a script learns the draft's version, or both texts when it was changed elsewhere (409)."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise Refused(sentences_of(form), status=422)
    space, thread = _place(request, form)
    typed = form.cleaned_data
    try:
        draft = actions.save_draft(
            author=request.user, key=typed["key"], space=space, thread=thread,
            written=_written(request, form, thread), version=typed["draft_version"] or 0,
        )  # fmt: skip
    except actions.DraftChanged as changed:
        if wants_json(request):
            return JsonResponse({"why": changed.sentence, "theirs": _theirs(changed.draft)}, status=409)
        raise
    if wants_json(request):
        return JsonResponse(_saved(draft))
    messages.success(request, _("Your draft is kept."))
    return redirect("drafts")


def _place(request: MemberRequest, form: DraftForm) -> tuple[Space, Thread | None]:
    """Returns where the text belongs. Raises Http404 for a place that the viewer may not know of."""
    if form.cleaned_data["thread"] is not None:
        thread = find_thread_for(request.user, form.cleaned_data["thread"])
        return thread.space, thread
    return find_space_for(request.user, form.cleaned_data["space"]), None


def _written(request: MemberRequest, form: DraftForm, thread: Thread | None) -> actions.Written:
    """Returns what was typed: of a reply only what a reply has; a post that is not there any more is not replied to."""
    typed = form.cleaned_data
    if thread is None:
        whole = {name: typed[name] for name in ("text", "title", "kind", "audience", "tags")}
        return actions.Written(**whole, poll=form.poll)
    replied = posts_visible_to(request.user).filter(thread=thread, pk=typed["reply_to"] or 0)
    return actions.Written(text=typed["text"], reply_to_id=replied.values_list("pk", flat=True).first())


def _saved(draft: Draft | None) -> dict[str, Any]:
    if draft is None:
        return {"id": None, "version": 0}
    return {"id": draft.pk, "version": draft.version, "saved": f"{timezone.localtime(draft.changed_at):%H:%M}"}


def _theirs(draft: Draft) -> dict[str, Any]:
    return {"title": draft.title, "text": draft.text, "version": draft.version}


def kept_for_later(request: MemberRequest, sent: actions.Held | actions.Scheduled, kept: str) -> HttpResponse:
    """Leads to a text that waits for its hour or a facilitator, or tells a script so (202); `kept` is its form's."""
    url = localised(f"/szkice/{sent.draft.pk}/")
    said = said_of_waiting(sent.draft)
    if wants_json(request):
        return JsonResponse({"held": said, "url": url, "sent": kept}, status=202)
    messages.success(request, said, extra_tags=kept)
    return redirect(url)


def said_of_waiting(draft: Draft) -> str:
    """Returns in a sentence what a text waits for."""
    if draft.publish_at:
        return _("It appears by itself: %(when)s.") % {"when": moment(draft.publish_at).full}
    return _("Thank you. Because it is your first post here, a facilitator reads it before it appears.")


@methods("GET")
@signed_in
def draft(request: MemberRequest, draft_id: int) -> HttpResponse:
    """Leads to the form that goes on with a draft; shows what waits, what came back, and what has lost its place."""
    found = find_draft_for(request.user, draft_id)
    form_url = _form_url(request, found)
    if form_url and not found.is_waiting and not found.refused_at:
        return redirect(form_url)
    row = draft_row(request.user, found.pk)
    html = actions.preview_text(found.text, by=request.user)
    context = {"draft": found, "row": row, "form_url": form_url, "html": html}
    return render(request, "forum/draft.html", context)


@methods("GET", "POST")
@signed_in
def delete(request: MemberRequest, draft_id: int) -> HttpResponse:
    """Deletes a draft, after asking."""
    found = find_draft_for(request.user, draft_id)
    if request.method == "POST":
        actions.delete_draft(by=request.user, draft=found)
        messages.success(request, _("The draft is deleted."))
        return redirect("drafts")
    row = draft_row(request.user, found.pk)
    html = actions.preview_text(found.text, by=request.user)
    return render(request, "forum/draft_delete.html", {"row": row, "html": html})


@methods("POST")
@signed_in
def take_back(request: MemberRequest, draft_id: int) -> HttpResponse:
    """Makes a text that waits a draft again, and opens it to be changed."""
    found = actions.take_back(by=request.user, draft=find_draft_for(request.user, draft_id))
    messages.success(request, _("It is a draft again and no longer waits. Change it and send it when you like."))
    return redirect(_form_url(request, found) or "drafts")


@methods("GET", "POST")
@signed_in
def schedule(request: MemberRequest, draft_id: int) -> HttpResponse:
    """Gives a draft its hour, or another one; only whole texts are scheduled."""
    found = find_draft_for(request.user, draft_id)
    place = found.thread.space if found.thread else found.space
    if not may_schedule(request.user, place.pk):
        raise Refused(_("Only facilitators of this place can publish at a chosen hour."))
    if found.held_at:
        raise actions.DraftWaits
    form = HourForm(request.POST if request.method == "POST" else None, initial={"publish_at": found.publish_at})
    if request.method == "POST" and form.is_valid():
        is_whole, ballot = _judged(request, found)
        if not is_whole:
            messages.warning(request, _("Complete the text first: it would be refused as it is."))
            return redirect(_form_url(request, found) or "drafts")
        kept = actions.reschedule(by=request.user, draft=found, publish_at=form.cleaned_data["publish_at"], poll=ballot)
        messages.success(request, said_of_waiting(kept))
        return redirect("drafts")
    context = {"form": form, "row": draft_row(request.user, found.pk)}
    return render(request, "forum/draft_schedule.html", context, status=422 if form.errors else 200)


@methods("GET", "POST")
@signed_in
def decide(request: MemberRequest, draft_id: int) -> HttpResponse:
    """Lets a facilitator read a first post that waits, and publish it or give it back with the reason."""
    found = find_held_for(request.user, draft_id)
    form = RefusalForm(request.POST if "publish" not in request.POST and request.method == "POST" else None)
    if request.method == "POST":
        version = _version(request)
        if "publish" in request.POST:
            post = actions.publish_held(by=request.user, draft=found, version=version)
            messages.success(request, _("Published under its author’s name."))
            return redirect(permalink(post.thread, post.number))
        if form.is_valid():
            actions.refuse_held(by=request.user, draft=found, version=version, reason=form.cleaned_data["reason"])
            messages.success(request, _("The author has the text back, with your reason."))
            return redirect(localised(found.space.url))
    context = {
        "form": form,
        "draft": found,
        "row": held_row(request.user, found.pk),
        "html": actions.preview_text(found.text, by=request.user),
    }
    return render(request, "forum/decide.html", context, status=422 if form.errors else 200)


def _version(request: MemberRequest) -> int:
    """Returns the version of the text that the facilitator has read; 0, which no text has, when the form is damaged."""
    return number_in(request.POST.get("version"), digits=9) or 0


def _form_url(request: MemberRequest, found: Draft) -> str | None:
    """Returns the address of the form that goes on with a draft, None when its author can no longer write there."""
    if found.thread:
        may = may_reply(request.user, found.thread)
        return localised(f"/odpowiedz/{found.thread_id}/?szkic={found.pk}") if may else None
    may = bool(kinds_open_to(request.user, found.space))
    return localised(f"{found.space.url}zapytaj/?szkic={found.pk}") if may else None


def _judged(request: MemberRequest, found: Draft) -> tuple[bool, actions.Ballot | None]:
    """Returns whether the forms for asking and replying would take a draft as it is, and the poll that it asks."""
    typed = {name: value for name, value in typed_in(found).items() if value is not None}
    if found.thread:
        return ReplyForm(typed).is_valid(), None
    poll = PollForm(typed)
    if not (poll.is_valid() and AskForm(typed, viewer=request.user, space=found.space).is_valid()):
        return False, None
    return True, poll.ballot()
