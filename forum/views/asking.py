"""Asking: choosing where, writing, previewing, sending."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form
from community.base.languages import localised
from community.people.requests import MemberRequest
from community.spaces.models import Space
from community.spaces.queries import spaces_to_write_in
from community.spaces.rules import find_space_for
from forum import actions
from forum.forms import AskForm
from forum.models import ThreadKind
from forum.rules import kinds_open_to


@methods("GET")
@signed_in
def choose_space(request: MemberRequest) -> HttpResponse:
    """Leads to the ask form of the only space one writes in, or offers the choice."""
    spaces = spaces_to_write_in(request.user)
    if len(spaces) == 1:
        return redirect(localised(f"{spaces[0].url}zapytaj/"))
    return render(request, "forum/choose_space.html", {"spaces": spaces})


@methods("GET", "POST")
@signed_in
def ask(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows the ask form of a space, and starts the thread."""
    space = find_space_for(request.user, slug)
    kinds = kinds_open_to(request.user, space)
    if not kinds:
        raise Refused(_("Only members of this network or group start threads here. You can join it from its page."))
    preview = ""
    if request.method == "POST":
        form = AskForm(request.POST, viewer=request.user, space=space)
        if form.is_valid():
            if "preview" not in request.POST:
                return _start(request, form, space)
            preview = actions.preview_text(form.cleaned_data["text"])
    else:
        wanted = request.GET.get("rodzaj", "")
        kind = wanted if wanted in kinds else ThreadKind.QUESTION
        form = AskForm(initial={"kind": kind, **take_kept_form(request)}, viewer=request.user, space=space)
    status = 422 if form.errors else 200
    return render(request, "forum/ask.html", {"space": space, "form": form, "preview": preview}, status=status)


def _start(request: MemberRequest, form: AskForm, space: Space) -> HttpResponse:
    typed = form.cleaned_data
    thread = actions.start_thread(
        author=request.user, space=space, kind=typed["kind"], title=typed["title"], text=typed["text"],
        key=typed["key"], audience=typed["audience"],
    )  # fmt: skip
    messages.success(
        request,
        _("Published. You will be told when someone answers."),
        extra_tags=f"{request.user.pk}:ask:{thread.space.slug}",
    )
    return redirect(localised(thread.url))
