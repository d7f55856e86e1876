"""Accepting an answer and saying that one helped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.people.requests import MemberRequest
from forum import actions
from forum.queries.threads import one_post, permalink
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
    """Adds or takes back the person's vote; answers with the post's foot, or leads back to the post."""
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
        return render(request, "forum/_vote.html", {"row": one_post(request.user, post)})
    return redirect(permalink(post.thread, post.number))
