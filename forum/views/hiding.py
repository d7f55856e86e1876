"""Hiding somebody else's post: the facilitator's side of the delete page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import take_kept_form
from community.base.languages import localised_html
from community.moderation.forms import HidingForm
from community.people.requests import MemberRequest
from forum import actions
from forum.models import Post
from forum.queries.posts import permalink


def hide(request: MemberRequest, post: Post) -> HttpResponse:
    """Asks a facilitator for the reason, and hides a post (with the first: its thread) of somebody else."""
    form = HidingForm(request.POST if request.method == "POST" else None, initial=take_kept_form(request))
    back = permalink(post.thread, post.number)
    if request.method == "POST" and form.is_valid():
        actions.hide_post(by=request.user, post=post, fault=form.cleaned_data["fault"], reason=form.reason)
        messages.success(request, _("Hidden. The author reads your reason and can ask for another look."))
        return redirect(back)
    context = {"post": post, "html": localised_html(post.html), "back": back, "form": form}
    return render(request, "forum/hide.html", context, status=422 if form.errors else 200)
