"""Lists of threads: of the whole community and of one space."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from community.base.http import methods
from community.spaces.models import Space
from community.spaces.rules import abilities, find_space_for
from forum.queries.filters import filters_of
from forum.queries.heads import list_heads
from forum.queries.lists import thread_list


@methods("GET")
def threads(request: HttpRequest) -> HttpResponse:
    """Shows the threads of the whole community that the reader may see."""
    return _list(request, None, reverse("threads"))


@methods("GET")
def space_threads(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows the threads of one space."""
    space = find_space_for(request.user, slug)
    return _list(request, space, reverse("space_threads", args=[slug]))


def _list(request: HttpRequest, space: Space | None, base: str) -> HttpResponse:
    state, order = request.GET.get("stan", ""), request.GET.get("kolejnosc", "")
    token = request.GET.get("od", "")
    heads = list_heads(request.user, space)
    page = thread_list(request.user, space=space, state=state, order=order, token=token)
    filters = filters_of(base, state=state, order=order, signed_in=request.user.is_authenticated)
    context = {
        "space": space,
        "page": page,
        "filters": filters,
        "heads": heads,
        "shows": filters.shows(token),
        "can": abilities(request.user, space) if space else None,
    }
    return render(request, "forum/threads.html", context)
