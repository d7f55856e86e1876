"""The writer's desk: own texts, beginning one, writing it, keeping it while it is typed, looking at it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form
from community.base.moments import moment
from community.people.requests import MemberRequest
from resources.actions.errors import PageChanged, PageLocked
from resources.actions.writing import begin_article, delete_article, save_article, version_of
from resources.models import ArticlePage
from resources.queries.checklist import missing_in
from resources.queries.drafts import draft_view
from resources.queries.kinds import own_parts
from resources.queries.writing import note_count, notes_about, own_texts, state_word, waiting_texts
from resources.rules import (
    find_article,
    find_written_page,
    is_editor,
    lock_on,
    may_decide,
    may_open_office,
    may_write,
    state_of,
)
from resources.views.filling import Filled, fill, initial_of, sentences
from resources.writing_forms import ArticleForm, CommentForm, NewArticleForm


@methods("GET")
@signed_in
def desk(request: MemberRequest) -> HttpResponse:
    """Shows one's texts by state, and to editors what waits for them."""
    rows = own_texts(request.user)
    writes = may_write(request.user)
    if not rows and not writes:
        raise Refused(_("Articles are written by the experts and facilitators of the networks. Ask one of them."))
    waiting = waiting_texts(request.user) if is_editor(request.user) else []
    return render(request, "resources/desk.html", {"rows": rows, "waiting": waiting, "may_write": writes})


@methods("GET", "POST")
@signed_in
def begin(request: MemberRequest) -> HttpResponse:
    """Asks for a title and a network, and begins an article."""
    if not may_write(request.user):
        raise Refused(_("Articles are written by the experts and facilitators of the networks. Ask one of them."))
    form = NewArticleForm(
        request.POST if request.method == "POST" else None, initial=take_kept_form(request), viewer=request.user
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        page = begin_article(
            by=request.user, title=typed["title"], space=typed["space"], language=get_language() or "pl",
            key=typed["key"],
        )  # fmt: skip
        messages.success(request, _("Your article is begun. Only you and the editors see it."))
        return redirect("write_page", page.pk)
    return render(request, "resources/begin.html", {"form": form}, status=422 if form.errors else 200)


@methods("GET", "POST")
@signed_in
def write(request: MemberRequest, page_id: int) -> HttpResponse:
    """Shows the form of an article, and keeps what it says; what cannot be changed now is shown as it stands."""
    page = find_written_page(request.user, page_id)
    why = lock_on(request.user, page)
    if not isinstance(page, ArticlePage) or (why and request.method != "POST"):
        return _stands(request, page, why)
    draft = page.get_latest_revision_as_object()
    if request.method != "POST":
        version = version_of(page.latest_revision)
        typed = take_kept_form(request)
        form = ArticleForm(initial={**initial_of(draft, version), **typed}, viewer=request.user, draft=draft)
        return _form(request, page, draft, form)
    filled = fill(request, draft)
    if not filled.form.is_valid():
        return _form(request, page, draft, filled.form, filled=filled, status=filled.status)
    try:
        _save(request, page, filled)
    except PageChanged as changed:
        return _form(request, page, draft, filled.form, filled=filled, status=409, changed=changed)
    except PageLocked as locked:
        return _form(request, page, draft, filled.form, filled=filled, status=409, locked=locked.sentence)
    if "send" in request.POST:
        return redirect("submit_page", page.pk)
    if "preview" in request.POST:
        return redirect("preview_page", page.pk)
    messages.success(request, _("Your text is kept. Readers see it once an editor has approved it."))
    return redirect("write_page", page.pk)


def _save(request: MemberRequest, page: ArticlePage, filled: Filled) -> Any:
    typed = filled.form.cleaned_data
    return save_article(
        by=request.user, page=page, written=filled.written, version=typed.get("version", ""),
        apart=bool(typed.get("apart")),
    )  # fmt: skip


@methods("POST")
@signed_in
def save(request: MemberRequest, page_id: int) -> HttpResponse:
    """Keeps what is being typed, for a script: what cannot be kept yet stays as it was, and is named.

    200: {"version", "saved", "faults"}; 409: {"why", "version", "theirs"} when it was saved elsewhere, or is locked.
    """
    page = find_article(request.user, page_id)
    draft = page.get_latest_revision_as_object()
    filled = fill(request, draft, files=False)
    try:
        revision = _save(request, page, filled)
    except PageChanged as changed:
        return JsonResponse({"why": changed.sentence, **_theirs(request, page, changed)}, status=409)
    except PageLocked as locked:
        return JsonResponse({"why": locked.sentence}, status=409)
    faults = {name: sentences(errors) for name, errors in filled.form.errors.items()}
    saved = f"{timezone.localtime(revision.created_at):%H:%M}"
    return JsonResponse({"version": version_of(revision), "saved": saved, "faults": faults})


def _theirs(request: MemberRequest, page: ArticlePage, changed: PageChanged) -> dict[str, str]:
    revision = changed.revision
    if revision is None:
        return {"version": version_of(None), "theirs": ""}
    name = _("You, in another window") if revision.user_id == request.user.pk else getattr(revision.user, "name", "")
    said = _("%(name)s, %(when)s") % {"name": name or _("Somebody"), "when": moment(revision.created_at).full}
    return {"version": version_of(revision), "theirs": said}


def _stands(request: MemberRequest, page: Any, why: str) -> HttpResponse:
    """Shows a page that is not written here, or not now: its state, what was said, and what one can do."""
    context = {
        "page": page, "draft": page.get_latest_revision_as_object(), "why": why, **_around(request, page),
        "is_article": isinstance(page, ArticlePage), "may_open_office": may_open_office(request.user),
        "notes": notes_about(page),
    }  # fmt: skip
    return render(request, "resources/stands.html", context)


def _around(request: MemberRequest, page: Any) -> dict[str, Any]:
    state = state_word(page, state_of(page))
    may = state == "waiting" and may_decide(request.user, page)
    return {"state": state, "may_decide": may, "comment_form": CommentForm()}


def _form(
    request: MemberRequest, page: ArticlePage, draft: ArticlePage, form: ArticleForm, *, filled: Filled | None = None,
    status: int = 200, changed: PageChanged | None = None, locked: str = "",
) -> HttpResponse:  # fmt: skip
    """Shows the form; after a conflict it goes on from the other version, and keeps that one apart."""
    theirs = _theirs(request, page, changed) if changed else {}
    if theirs:
        form.data["version"], form.data["apart"] = theirs["version"], "on"  # type: ignore[index]
    context = {
        "page": page, "draft": draft, "form": form, "changed": changed, "theirs": theirs.get("theirs", ""),
        "locked": locked, "cover": filled.cover if filled else draft.cover, **_around(request, page),
        "notes": notes_about(page), "missing": [] if form.is_bound else missing_in(draft),
        "may_delete": not page.live and not page.first_published_at,
    }  # fmt: skip
    return render(request, "resources/write.html", context, status=status)


@methods("GET")
@signed_in
def preview(request: MemberRequest, page_id: int) -> HttpResponse:
    """Shows a page as it would look, to who reads its drafts."""
    page = find_written_page(request.user, page_id)
    draft = page.get_latest_revision_as_object()
    shown = replace(draft_view(request.user, draft), may_edit=False)
    context = {"page": draft, "shown": shown, "preview": "own", **own_parts(request.user, draft, shown)}
    return render(request, f"resources/{draft.kind}.html", context)


@methods("GET", "POST")
@signed_in
def delete(request: MemberRequest, page_id: int) -> HttpResponse:
    """Deletes an article that was never published, after asking."""
    page = find_article(request.user, page_id)
    if request.method == "POST":
        delete_article(by=request.user, page=page)
        messages.success(request, _("The text is deleted."))
        return redirect("desk")
    return render(request, "resources/delete.html", {"page": page, "notes": note_count(page)})
