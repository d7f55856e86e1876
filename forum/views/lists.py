"""Lists of threads: of the whole community and of one space."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from community.base.http import methods
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import abilities, find_space_for
from forum.actions import settle_read
from forum.queries.filters import filters_of
from forum.queries.heads import list_heads
from forum.queries.lists import STATES, pinned_threads, thread_list
from forum.queries.unread import unread


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
    pinned = pinned_threads(request.user, space) if state not in STATES[1:] else []
    page = thread_list(
        request.user, space=space, state=state, order=order, token=token, without=[row.id for row in pinned]
    )
    new = unread(request.user, space=space, thread_ids=[row.id for row in [*pinned, *page.rows]])
    filters = filters_of(
        base, state=state, order=order, signed_in=request.user.is_authenticated,
        unread=new.of(space.pk if space else None).threads,
    )  # fmt: skip
    if isinstance(request.user, Person):
        settle_read(by=request.user, unread=new)
    context = {
        "unread": new,
        "space": space,
        "page": page,
        "rows": page.rows if token else [*pinned, *page.rows],
        "filters": filters,
        "heads": heads,
        "shows": filters.shows(token),
        "can": abilities(request.user, space) if space else None,
    }
    return render(request, "forum/threads.html", context)
