"""Accepting an answer, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.people.requests import MemberRequest
from forum import actions
from forum.queries.posts import permalink
from forum.rules import find_post_for, may_accept


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
