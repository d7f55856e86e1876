"""Putting a thread into another one, and calling it a duplicate: both choose the other thread the same way."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.base.languages import localised
from community.catalogue.queries.suggesting import SimilarRow, similar
from community.people.requests import MemberRequest
from forum import actions
from forum.facilitating_forms import NoteForm, thread_in_address
from forum.models import Thread
from forum.queries.facilitating import what_merging_means
from forum.rules import find_thread_for, may_merge
from forum.views.facilitating import find_facilitated

_LONGEST = 300


@dataclass
class Target:
    """What a facilitator said of the other thread: the thread, or what is wrong, and those to choose from."""

    typed: str = ""
    thread: Thread | None = None
    why: str = ""
    offered: list[SimilarRow] = field(default_factory=list)


@methods("GET", "POST")
@signed_in
def merge(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Asks for the other thread, says what follows, and merges when that is confirmed."""
    thread = find_facilitated(request, thread_id)
    target, form, means = _target(request, thread), _note(request), list[str]()
    into = target.thread
    if into and not may_merge(request.user, thread, into):
        target.why = _("You do not facilitate the place of that thread. Ask there, or choose another one.")
    elif into and form.is_valid():
        if request.POST.get("confirmed"):
            actions.merge_threads(by=request.user, thread=thread, into=into, **form.cleaned_data)
            messages.success(request, _("Everything stands here now."))
            return redirect(localised(into.url))
        means = what_merging_means(thread, into)
    return _page(request, "forum/merge.html", thread, target, form, means)


@methods("GET", "POST")
@signed_in
def duplicate(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Asks for the thread with the answer, and says in both that one is the duplicate of the other."""
    thread = find_facilitated(request, thread_id)
    target, form = _target(request, thread), _note(request)
    if target.thread and form.is_valid():
        try:
            called = actions.call_duplicate(by=request.user, thread=thread, of=target.thread, **form.cleaned_data)
        except (actions.OfItself, actions.ChosenGone) as error:
            target.why = error.sentence
        else:
            messages.success(request, _("This thread is closed and leads to the other one."))
            return redirect(localised(called.url))
    return _page(request, "forum/duplicate.html", thread, target, form, [])


@methods("POST")
@signed_in
def no_duplicate(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Takes back that a thread is a duplicate."""
    thread = find_facilitated(request, thread_id)
    left = actions.call_no_duplicate(by=request.user, thread=thread)
    messages.success(
        request,
        _("The thread no longer leads elsewhere. It was closed before, and stays so.")
        if left.locked_at
        else _("The thread is open again."),
    )
    return redirect(localised(thread.url))


def _target(request: MemberRequest, thread: Thread) -> Target:
    """Returns the thread that was meant (`cel`: an address, or words of a title), or why none, and similar ones."""
    if request.method != "POST":
        return Target(offered=_offered(request, thread, thread.title))
    typed = (request.POST.get("wybrany") or request.POST.get("cel", "")).replace("\x00", "").strip()[:_LONGEST]
    if not typed:
        return Target(why=_("Paste the address of the other thread, or words of its title."))
    thread_id = thread_in_address(typed)
    if thread_id is None:
        offered = _offered(request, thread, typed)
        none = _("No thread has these words in its title. Paste its address.")
        why = _("Which one do you mean?") if offered else none
        return Target(typed, why=why, offered=offered)
    if thread_id == thread.pk:
        return Target(typed, why=actions.IntoItself().sentence)
    try:
        return Target(typed, thread=find_thread_for(request.user, thread_id))
    except Http404:
        return Target(typed, why=_("This address leads to no thread that you can read. Check it."))
    except Refused as merged:
        return Target(typed, why=merged.sentence)


def _offered(request: MemberRequest, thread: Thread, words: str) -> list[SimilarRow]:
    return [row for row in similar(request.user, words) if thread_in_address(row.url) not in (None, thread.pk)]


def _note(request: MemberRequest) -> NoteForm:
    return NoteForm(request.POST) if request.method == "POST" else NoteForm()


def _page(
    request: MemberRequest, template: str, thread: Thread, target: Target, form: NoteForm, means: list[str]
) -> HttpResponse:
    context = {"thread": thread, "target": target, "form": form, "means": means, "back": localised(thread.url)}
    return render(request, template, context, status=422 if target.why or form.errors else 200)
