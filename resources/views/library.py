"""Doors to everything that is published: the page to browse it, and its feed."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from community.base.http import methods
from community.catalogue.feeds import FeedOf
from community.catalogue.queries.facets import Address
from community.catalogue.views.atom import feed_view
from resources.queries.library import feed_of_library, library_shelf
from resources.queries.narrowing import address_of, choices_in, facets_of, kept_while_searching


@methods("GET")
def library(request: HttpRequest) -> HttpResponse:
    """Shows everything that is published, the newest first, as far as it was not narrowed."""
    address = address_of(request.GET)
    chosen = choices_in(address)
    token = request.GET.get("od", "")
    shelf = library_shelf(request.user, chosen, token=token)
    if token and shelf.total and not shelf.page.rows:
        return redirect(address.url())
    context = {
        "shelf": shelf,
        "facets": facets_of(request.user, shelf, chosen, address),
        "address": address,
        "kept": kept_while_searching(address),
        "is_narrowed": bool(chosen),
        "is_first": not token,
        "older_url": _beside(address, shelf.page.older),
        "newer_url": _beside(address, shelf.page.newer),
    }
    return render(request, "resources/library.html", context)


@feed_view
def library_feed(request: HttpRequest) -> FeedOf:
    """Returns what was published last."""
    return feed_of_library()


def _beside(address: Address, token: str | None) -> str | None:
    return replace(address, others=(("od", token),)).url() if token else None
