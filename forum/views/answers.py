"""Accepting an answer and saying that one helped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.people.requests import MemberRequest
from forum import actions
from forum.models import Post
from forum.queries.posts import permalink
from forum.queries.threads import one_post
from forum.rules import find_post_for, may_accept, may_vote


@methods("POST")
@signed_in
def accept(request: MemberRequest, post_id: int) -> HttpResponse:
    """Makes a post the accepted answer."""
    post = find_post_for(request.user, post_id)
    if not may_accept(request.user, post.thread):
        raise Refused(_("Only the person who asked and the facilitators accept an answer."))
    actions.accept_answer(by=request.user, post=post)
    messages.success(request, _("Accepted. The answer now stands right under the question."))
    return redirect(permalink(post.thread, 1))


@methods("POST")
@signed_in
def unaccept(request: MemberRequest, post_id: int) -> HttpResponse:
    """Makes the question open again."""
    post = find_post_for(request.user, post_id)
    if not may_accept(request.user, post.thread):
        raise Refused(_("Only the person who asked and the facilitators accept an answer."))
    actions.unaccept_answer(by=request.user, post=post)
    messages.success(request, _("The question is open again."))
    return redirect(permalink(post.thread, 1))


@methods("POST")
@signed_in
def vote(request: MemberRequest, post_id: int) -> HttpResponse:
    """Adds or takes back the person's vote; answers with the post in its slot, or leads back to the post."""
    post = find_post_for(request.user, post_id)
    if not may_vote(request.user, post):
        raise Refused(
            _("You can mark other people's answers as helpful, not your own.")
            if post.author_id == request.user.pk
            else _("Only answers to questions can be marked as helpful.")
        )
    if request.POST.get("wycofaj") or request.GET.get("wycofaj"):
        actions.withdraw_vote(by=request.user, post=post)
    else:
        actions.upvote(by=request.user, post=post)
    if request.htmx:
        return _slot_after_vote(request, post)
    return redirect(permalink(post.thread, post.number))


def _slot_after_vote(request: MemberRequest, post: Post) -> HttpResponse:
    """Answers with the post in its slot; the button that stands there now has the focus of the pressed one."""
    slot = one_post(request.user, post)
    shown = f'id="{"unvote" if "voted" in slot.roles.split() else "vote"}-{post.pk}"'
    html = render_to_string("forum/_slot.html", {"slot": slot}, request)
    return HttpResponse(html.replace(shown, f"{shown} autofocus", 1))
