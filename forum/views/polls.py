"""Polls beside posts: asking, voting, closing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.base.numbers import number_in
from community.people.requests import MemberRequest
from forum import actions
from forum.models import Poll, Post
from forum.poll_forms import PollForm
from forum.queries.posts import permalink
from forum.rules import find_post_for, may_keep_poll, may_vote_in_poll
from forum.views.slots import after_press


@methods("GET", "POST")
@signed_in
def poll(request: MemberRequest, post_id: int) -> HttpResponse:
    """Shows and stores what a post's poll asks; emptied, it goes away."""
    post = _kept(request, post_id)
    has = Poll.objects.filter(post=post).first()
    if has and not actions.takes_votes(has):
        raise actions.PollClosed
    form = PollForm(request.POST if request.method == "POST" else None, poll=has)
    if request.method == "POST" and form.is_valid():
        ballot = form.ballot()
        actions.set_poll(by=request.user, post=post, ballot=ballot)
        messages.success(request, _("The poll is saved.") if ballot else _("This post has no poll."))
        return redirect(permalink(post.thread, post.number))
    context = {"post": post, "form": form, "has": has, "back": permalink(post.thread, post.number)}
    return render(request, "forum/poll.html", context, status=422 if form.errors else 200)


@methods("POST")
@signed_in
def vote_in_poll(request: MemberRequest, post_id: int) -> HttpResponse:
    """Makes the choices of the form (`poll-<post>`) the person's own, or takes them back (`wycofaj`)."""
    post = find_post_for(request.user, post_id)
    if not may_vote_in_poll(request.user, post):
        raise Refused(_("This thread is closed, so nobody can vote in its polls."), status=409)
    takes_back = bool(request.GET.get("wycofaj"))
    chosen = [] if takes_back else [number_in(value) or 0 for value in request.POST.getlist(f"poll-{post.pk}")]
    if not chosen and not takes_back:
        raise Refused(_("Choose something first, then press the button."), status=422)
    actions.vote_in_poll(by=request.user, post=post, option_ids=chosen)
    return after_press(request, post, f'id="poll-{post.pk}"')


@methods("POST")
@signed_in
def close_poll(request: MemberRequest, post_id: int) -> HttpResponse:
    """Closes a poll before its hour."""
    post = _kept(request, post_id)
    actions.close_poll(by=request.user, post=post)
    messages.success(request, _("The poll is closed. Everybody can see its results."))
    return redirect(permalink(post.thread, post.number))


def _kept(request: MemberRequest, post_id: int) -> Post:
    post = find_post_for(request.user, post_id)
    if not may_keep_poll(request.user, post):
        raise Refused(_("Only the author and the facilitators keep a post's poll, while its thread is open."))
    return post
