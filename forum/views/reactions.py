"""Saying something of a post with one press, and taking it back."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.base.languages import localised
from community.people.requests import MemberRequest
from forum import actions
from forum.models import Post, ReactionKind
from forum.rules import SAYING_AT, Saying, find_post_for, may_react
from forum.views.slots import after_press


@methods("POST")
@signed_in
def react(request: MemberRequest, post_id: int, kind: str) -> HttpResponse:
    """Adds or takes back (`wycofaj`) what a person says of a post: its address says which of the four."""
    if kind not in SAYING_AT:
        raise Http404(_("There is no such reaction."))
    return _react(request, post_id, SAYING_AT[kind])


@methods("POST")
@signed_in
def vote(request: MemberRequest, post_id: int) -> HttpResponse:
    """Adds or takes back the person's vote for an answer, under the address that pages of older days still hold."""
    return _react(request, post_id, SAYING_AT["pomocne"])


def _react(request: MemberRequest, post_id: int, saying: Saying) -> HttpResponse:
    post = find_post_for(request.user, post_id)
    address = localised(f"/wpisy/{post.pk}/reakcja/{saying.path}/")
    if _takes_back(request, post, saying):
        actions.withdraw_reaction(by=request.user, post=post, kind=saying.kind)
        return after_press(request, post, f'formaction="{address}"')
    if not may_react(request.user, post, saying.kind):
        raise Refused(_why_not(request, post, saying))
    actions.react(by=request.user, post=post, kind=saying.kind)
    return after_press(request, post, f'formaction="{address}"')


def _takes_back(request: MemberRequest, post: Post, saying: Saying) -> bool:
    """Returns whether a press takes back: scripts say so, else the page what was `said` when it was drawn."""
    was_said = not request.htmx and f"{post.pk}:{saying.role}" in request.POST.get("said", "").split()
    return was_said or bool(request.POST.get("wycofaj") or request.GET.get("wycofaj"))


def _why_not(request: MemberRequest, post: Post, saying: Saying) -> str:
    if saying.kind == ReactionKind.HELPFUL:
        if post.author_id == request.user.pk:
            return _("You can mark other people's answers as helpful, not your own.")
        return _("Only answers to questions can be marked as helpful.")
    if post.author_id == request.user.pk:
        return _("This is for other people's posts, not your own.")
    return _("This cannot be said of this post.")
