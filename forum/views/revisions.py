"""The former versions of a post: what changed, bringing one back, removing one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.base.http import Refused, methods, signed_in
from community.base.numbers import number_in
from community.people.requests import MemberRequest
from forum import actions
from forum.models import Post
from forum.queries.posts import permalink
from forum.queries.revisions import history
from forum.rules import (
    find_clearable_post_for,
    find_post_with_revisions_for,
    may_clear_revision,
    may_restore_revision,
)


@methods("GET")
@signed_in
def revisions(request: MemberRequest, post_id: int) -> HttpResponse:
    """Shows who changed a post and when, and one change word by word."""
    post = find_post_with_revisions_for(request.user, post_id)
    return _page(request, post, version=_number(request, "wersja"), before=_number(request, "przed"))


@methods("POST")
@signed_in
def restore(request: MemberRequest, post_id: int, version: int) -> HttpResponse:
    """Brings a former version back; when somebody changed the post meanwhile, shows that change first."""
    post = find_post_with_revisions_for(request.user, post_id)
    if not may_restore_revision(request.user, post):
        raise Refused(_("Only the author and the facilitators can change this text."))
    seen = number_in(request.POST.get("version"), digits=9) or 0
    try:
        changed = actions.restore_revision(by=request.user, post=post, revision=version, version=seen)
    except actions.StaleEdit as stale:
        return _page(request, stale.post, status=409, is_stale=True)
    messages.success(request, _("Version %(version)s is the current text again.") % {"version": version})
    return redirect(permalink(changed.thread, changed.number))


@methods("GET", "POST")
@signed_in
def clear(request: MemberRequest, post_id: int, version: int) -> HttpResponse:
    """Asks once, and removes the words of a former version."""
    post = find_clearable_post_for(request.user, post_id)
    if not 1 <= version < post.version:
        raise Http404(_("This post has no such version."))
    if request.method == "POST":
        removed = actions.clear_revisions(
            by=request.user, post=post, revision=version, and_older=request.POST.get("older") == "1"
        )
        said = ngettext(
            "The text of %(num)s version is removed.", "The texts of %(num)s versions are removed.", removed
        )
        messages.success(request, said % {"num": removed})
        return redirect("revisions", post_id=post.pk)
    return render(request, "forum/clear_revision.html", {"post": post, "version": version})


def _page(
    request: MemberRequest, post: Post, *, version: int | None = None, before: int | None = None, status: int = 200,
    is_stale: bool = False,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "post": post,
        "page": history(post, version=version, before=before),
        "back": permalink(post.thread, post.number),
        "may_restore": may_restore_revision(request.user, post),
        "may_clear": may_clear_revision(request.user, post),
        "is_stale": is_stale,
    }
    return render(request, "forum/revisions.html", context, status=status)


def _number(request: MemberRequest, name: str) -> int | None:
    """Returns a number of the address, None without one; raises Http404 for anything else."""
    number = number_in(request.GET.get(name), digits=9)
    if number is None and request.GET.get(name):
        raise Http404(_("This post has no such version."))
    return number
