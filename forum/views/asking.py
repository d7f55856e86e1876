"""Asking: choosing where, writing, previewing, sending."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form
from community.base.languages import localised
from community.catalogue.queries.suggesting import SimilarRow, similar
from community.people.requests import MemberRequest
from community.spaces.models import Space
from community.spaces.queries import spaces_to_write_in
from community.spaces.rules import find_space_for
from forum import actions
from forum.forms import LONGEST_TITLE, AskForm
from forum.models import ThreadKind
from forum.rules import kinds_open_to


@methods("GET")
@signed_in
def choose_space(request: MemberRequest) -> HttpResponse:
    """Leads to the ask form of the only space one writes in, or offers the choice."""
    spaces = spaces_to_write_in(request.user)
    proposed = {name: _proposed(request, name) for name in ("tytul", "tematy")}
    query = (
        f"?{urlencode({name: value for name, value in proposed.items() if value})}" if any(proposed.values()) else ""
    )
    if len(spaces) == 1:
        return redirect(localised(f"{spaces[0].url}zapytaj/{query}"))
    return render(request, "forum/choose_space.html", {"spaces": spaces, "query": query})


@methods("GET", "POST")
@signed_in
def ask(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows the ask form of a space, and starts the thread."""
    space = find_space_for(request.user, slug)
    kinds = kinds_open_to(request.user, space)
    if not kinds:
        raise Refused(_("Only members of this network or group start threads here. You can join it from its page."))
    preview, near, unseen = "", list[SimilarRow](), list[SimilarRow]()
    if request.method == "POST":
        form = AskForm(request.POST, viewer=request.user, space=space)
        if request.POST.get("similar_seen") == "1":
            near = similar(request.user, request.POST.get("title", "")[:LONGEST_TITLE])
        if form.is_valid():
            if "preview" not in request.POST:
                unseen = _not_seen_yet(request, form.cleaned_data["title"])
                if not unseen:
                    return _start(request, form, space)
                near = unseen
            else:
                preview = actions.preview_text(form.cleaned_data["text"])
    else:
        proposed = {"title": _proposed(request, "tytul"), "tags": _proposed(request, "tematy")}
        typed = {**proposed, **take_kept_form(request)}
        wanted = request.GET.get("rodzaj", "")
        kind = wanted if wanted in kinds else ThreadKind.QUESTION
        form = AskForm(initial={"kind": kind, **typed}, viewer=request.user, space=space)
        near = similar(request.user, typed["title"])
    context = {"space": space, "form": form, "preview": preview, "similar": near, "asks_again": bool(unseen)}
    return render(request, "forum/ask.html", context, status=422 if form.errors else 200)


def _proposed(request: MemberRequest, name: str) -> str:
    """Returns the title or the topics that a link proposes, as from an empty page of results or of a topic."""
    return " ".join(request.GET.get(name, "").replace("\x00", " ").split())[:LONGEST_TITLE]


def _not_seen_yet(request: MemberRequest, title: str) -> list[SimilarRow]:
    """Returns similar threads to be shown before publishing, where no script has shown them during typing."""
    return similar(request.user, title) if request.POST.get("similar_seen") == "0" else []


def _start(request: MemberRequest, form: AskForm, space: Space) -> HttpResponse:
    typed = form.cleaned_data
    thread = actions.start_thread(
        author=request.user, space=space, kind=typed["kind"], title=typed["title"], text=typed["text"],
        key=typed["key"], audience=typed["audience"], tags=typed["tags"],
    )  # fmt: skip
    messages.success(
        request,
        _("Published. You will be told when someone answers."),
        extra_tags=f"{request.user.pk}:ask:{thread.space.slug}",
    )
    return redirect(localised(thread.url))
