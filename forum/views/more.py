"""The page behind a post's “More”, and the address of a post that outlives moving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from community.base.http import CommunityRequest, methods
from community.base.languages import localised_html
from community.base.plain_text import summary
from forum.queries.acts import acts_of
from forum.queries.posts import permalink
from forum.rules import find_post_for

_LEAD = 120


@methods("GET")
def more(request: CommunityRequest, post_id: int) -> HttpResponse:
    """Lists what one may do with a post; for a script only the list, which it opens over the thread."""
    post = find_post_for(request.user, post_id)
    context = {
        "post": post,
        "lead": summary(localised_html(post.html), _LEAD),
        "acts": acts_of(request.user, post),
        "back": permalink(post.thread, post.number),
    }
    return render(request, "forum/_more.html" if request.htmx else "forum/more.html", context)


@methods("GET")
def place(request: HttpRequest, post_id: int) -> HttpResponse:
    """Leads to a post's place, in whichever thread it stands now."""
    post = find_post_for(request.user, post_id)
    return redirect(permalink(post.thread, post.number))
