"""The way from an accepted answer to an article."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in, take_kept_form
from community.base.languages import localised
from community.base.plain_text import summary
from community.people.requests import MemberRequest
from forum.rules import find_post_for
from resources.actions.errors import LiftedAlready, NotLifted
from resources.actions.lifting import lift_answer
from resources.models import ArticlePage
from resources.queries.addresses import url_of
from resources.rules import find_lifted_article, may_lift, may_read, reads_drafts
from resources.writing_forms import TitleForm

_LEAD = 300
_LONGEST_TITLE = 200  # as the form takes it


@methods("GET", "POST")
@signed_in
def lift(request: MemberRequest, post_id: int) -> HttpResponse:
    """Says what an article takes from an answer and asks for its title; leads to the one that was begun already."""
    post = find_post_for(request.user, post_id)
    if not may_lift(request.user, post):
        raise NotLifted
    known = find_lifted_article(post)
    if known is not None:
        return _lead_to(request, known)
    initial = {"title": post.thread.title[:_LONGEST_TITLE], **take_kept_form(request)}
    form = TitleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            page = lift_answer(by=request.user, post=post, title=form.cleaned_data["title"])
        except LiftedAlready as lifted:
            return _lead_to(request, lifted.page)
        messages.success(request, _("The article is begun. Only you and the editors see it; who answered is told."))
        return redirect("write_page", page.pk)
    place = post.thread.space
    context = {
        "post": post, "form": form, "lead": summary(post.html, _LEAD), "back": localised(f"/wpisy/{post.pk}/"),
        "above": [(place.name, localised(place.url)), (post.thread.title, localised(post.thread.url))],
    }  # fmt: skip
    return render(request, "resources/lift.html", context, status=422 if form.errors else 200)


def _lead_to(request: MemberRequest, page: ArticlePage) -> HttpResponse:
    """Leads to the draft, or to the published page; raises LiftedAlready for who may read neither."""
    if reads_drafts(request.user, page):
        return redirect("write_page", page.pk)
    if may_read(request.user, page):
        return redirect(url_of(page))
    raise LiftedAlready(page)
