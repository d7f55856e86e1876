"""Editing, deleting and restoring one post."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form
from community.base.languages import localised_html
from community.people.models import Person
from community.people.requests import MemberRequest
from forum import actions
from forum.forms import EditForm
from forum.models import Post
from forum.queries.posts import permalink
from forum.rules import find_post_for, may_delete, may_edit, may_hide, may_restore
from forum.views.attaching import take_files
from forum.views.hiding import hide


@methods("GET", "POST")
@signed_in
def edit(request: MemberRequest, post_id: int) -> HttpResponse:
    """Shows and stores a changed text; when somebody was faster, shows both versions."""
    post = find_post_for(request.user, post_id)
    if not may_edit(request.user, post):
        raise Refused(
            _("This thread is closed, so only facilitators can change its texts.")
            if post.thread.locked_at
            else _("Only the author and the facilitators can change this text.")
        )
    preview, theirs, refusals = "", None, list[str]()
    asked: dict[str, Any] = {"viewer": request.user, "post": post}
    if request.method == "POST":
        sent = take_files(request)
        refusals = sent.refusals
        form = EditForm(**({"initial": sent.initial} if sent.stays else {"data": sent.data}), **asked)
        if form.is_valid():
            if "preview" in request.POST:
                preview = actions.preview_text(form.cleaned_data["text"], by=request.user, post=post)
            else:
                try:
                    return _store(request, form, post)
                except actions.StaleEdit as stale:
                    theirs = stale.post
                    form = EditForm(initial={**form.cleaned_data, "version": theirs.version}, **asked)
                except actions.LimitReached as limit:
                    form.add_error("text", limit.sentence)
    else:
        initial = {"text": post.source, "version": post.version, "title": post.thread.title}
        form = EditForm(initial={**initial, **take_kept_form(request)}, **asked)
    context = {
        "post": post,
        "form": form,
        "preview": preview,
        "theirs": theirs,
        "refusals": refusals,
        "back": permalink(post.thread, post.number),
    }
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "forum/edit.html", context, status=status)


def _store(request: MemberRequest, form: EditForm, post: Post) -> HttpResponse:
    typed = form.cleaned_data
    changed = actions.edit_post(
        by=request.user, post=post, text=typed["text"], version=typed["version"], title=typed["title"] or None,
        tags=typed.get("tags"),
    )  # fmt: skip
    messages.success(request, _("The change is saved."), extra_tags=f"{request.user.pk}:edit:{post.pk}")
    return redirect(permalink(changed.thread, changed.number))


@methods("GET", "POST")
@signed_in
def delete(request: MemberRequest, post_id: int) -> HttpResponse:
    """Says what would be lost, and deletes; asks a facilitator for the reason when somebody else wrote it."""
    post = find_post_for(request.user, post_id)
    if not may_delete(request.user, post):
        raise Refused(_why_not(post, request.user))
    if may_hide(request.user, post):
        return hide(request, post)
    if request.method == "POST":
        actions.delete_post(by=request.user, post=post)
        messages.success(request, _("Deleted. You can still restore it."))
        return redirect(permalink(post.thread, post.number))
    context = {"post": post, "html": localised_html(post.html), "back": permalink(post.thread, post.number)}
    return render(request, "forum/delete.html", context)


@methods("POST")
@signed_in
def restore(request: MemberRequest, post_id: int) -> HttpResponse:
    """Brings a deleted post or thread back."""
    post = find_post_for(request.user, post_id)
    if not may_restore(request.user, post):
        raise Refused(_("Only who deleted it and the facilitators can restore it."))
    actions.restore_post(by=request.user, post=post)
    messages.success(request, _("Restored."))
    return redirect(permalink(post.thread, post.number))


def _why_not(post: Post, person: Person) -> str:
    if post.number == 1 and post.thread.reply_count and post.author_id == person.pk:
        return _("Others have already replied, so only a facilitator can delete this thread. You can edit your text.")
    return _("Only the author and the facilitators can delete this post.")
