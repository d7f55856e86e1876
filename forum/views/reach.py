"""The page of those who facilitate: whom their place reaches."""

from django.http import HttpResponse
from django.shortcuts import render

from community.base.http import methods, signed_in
from community.people.requests import MemberRequest
from community.spaces.rules import find_led_space_for
from forum.queries.reach import reach_of


@methods("GET")
@signed_in
def reach(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows what became of letters, who follows nothing, and which cities and questions are silent."""
    space = find_led_space_for(request.user, slug)
    return render(request, "forum/reach.html", {"space": space, "reach": reach_of(request.user, space)})
