"""Answering a press on a post: with the post in its slot, or by leading back to it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from community.base.languages import localised
from community.people.requests import MemberRequest
from forum.models import Post
from forum.queries.posts import permalink
from forum.queries.threads import one_post


def after_press(request: MemberRequest, post: Post, *buttons: str) -> HttpResponse:
    """Answers a script with the post in its slot, the focus on the first of these buttons (attributes) that shows now.

    When none of them is there any more, it is on what leads to the rest. Without a script it leads back to the post.
    """
    if not request.htmx:
        return redirect(permalink(post.thread, post.number))
    html = render_to_string("forum/_slot.html", {"slot": one_post(request.user, post)}, request)
    more = f'href="{localised(f"/wpisy/{post.pk}/wiecej/")}"'
    for shown in (*buttons, more):
        if shown in html:
            return HttpResponse(html.replace(shown, f"{shown} autofocus", 1))
    return HttpResponse(html)
