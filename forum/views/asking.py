"""Asking: choosing where, writing, previewing, sending."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form
from community.base.languages import localised
from community.base.numbers import number_in
from community.catalogue.queries.suggesting import SimilarRow, similar
from community.people.requests import MemberRequest
from community.spaces.models import Space
from community.spaces.queries import spaces_to_write_in
from community.spaces.rules import find_space_for
from forum import actions
from forum.forms import LONGEST_TITLE, AskForm
from forum.models import Draft, ThreadKind
from forum.poll_forms import PollForm
from forum.queries.drafts import typed_in
from forum.rules import drafts_of, kinds_open_to
from forum.views.answerers import address_after_asking
from forum.views.attaching import take_files
from forum.views.drafts import kept_for_later


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
    preview, near, unseen, refusals = "", list[SimilarRow](), list[SimilarRow](), list[str]()
    status = 200
    if request.method == "POST":
        sent = take_files(request, template=space.question_template)
        refusals = sent.refusals
        given = {"initial": sent.initial} if sent.stays else {"data": sent.data}
        form = AskForm(**given, viewer=request.user, space=space)
        poll_form = PollForm(**given)
        if request.POST.get("similar_seen") == "1":
            near = similar(request.user, request.POST.get("title", "")[:LONGEST_TITLE])
        if poll_form.is_valid() & form.is_valid():
            if "preview" not in request.POST:
                unseen = _not_seen_yet(request, form.cleaned_data["title"])
                if not unseen:
                    try:
                        return _start(request, form, poll_form, space)
                    except (actions.LimitReached, actions.TooManyDrafts) as limit:
                        form.add_error(None, limit.sentence)
                        status = limit.status
                near = unseen
            else:
                preview = actions.preview_text(form.cleaned_data["text"], by=request.user)
    else:
        proposed = {"title": _proposed(request, "tytul"), "tags": _proposed(request, "tematy")}
        template = {"text": space.question_template} if request.GET.get("wzor") == "1" else {}
        typed = {**proposed, **template, **typed_in(_draft(request, space)), **take_kept_form(request)}
        wanted = request.GET.get("rodzaj", "")
        kind = wanted if wanted in kinds else ThreadKind.QUESTION
        form = AskForm(initial={"kind": kind, **typed}, viewer=request.user, space=space)
        poll_form = PollForm(initial=typed)
        near = similar(request.user, typed["title"])
    context = {
        "space": space,
        "form": form,
        "poll_form": poll_form,
        "preview": preview,
        "refusals": refusals,
        "similar": near,
        "asks_again": bool(unseen),
    }
    faulty = form.errors or poll_form.errors
    return render(request, "forum/ask.html", context, status=422 if faulty and status == 200 else status)


def _draft(request: MemberRequest, space: Space) -> Draft | None:
    """Returns the draft that a link opens here (`szkic`, its id); None without one, or when it waits or has gone."""
    draft_id = number_in(request.GET.get("szkic"))
    if draft_id is None:
        return None
    draft = drafts_of(request.user).filter(pk=draft_id, space=space, thread=None).first()
    if draft is None or draft.is_waiting:
        messages.warning(request, _("This draft is not there any more: it was published, deleted, or waits."))
        return None
    return draft


def _proposed(request: MemberRequest, name: str) -> str:
    """Returns the title or the topics that a link proposes, as from an empty page of results or of a topic."""
    return " ".join(request.GET.get(name, "").replace("\x00", " ").split())[:LONGEST_TITLE]


def _not_seen_yet(request: MemberRequest, title: str) -> list[SimilarRow]:
    """Returns similar threads to be shown before publishing, where no script has shown them during typing."""
    return similar(request.user, title) if request.POST.get("similar_seen") == "0" else []


def _start(request: MemberRequest, form: AskForm, poll_form: PollForm, space: Space) -> HttpResponse:
    typed = form.cleaned_data
    sent = actions.submit_thread(
        author=request.user, space=space, kind=typed["kind"], title=typed["title"], text=typed["text"],
        key=typed["key"], audience=typed["audience"], tags=typed["tags"], publish_at=typed.get("publish_at"),
        poll=poll_form.ballot(),
    )  # fmt: skip
    kept = f"{request.user.pk}:ask:{space.slug}"
    if isinstance(sent, actions.Published):
        messages.success(request, _("Published. You will be told when someone answers."), extra_tags=kept)
        return redirect(address_after_asking(request.user, sent.post.thread))
    return kept_for_later(request, sent, kept)
