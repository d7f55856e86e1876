"""Doors of the pages themselves."""

from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from community.base.http import methods
from community.base.languages import localised
from community.catalogue.actions import mark_seen
from community.people.models import Person
from resources.queries.addresses import address_of
from resources.queries.kinds import own_parts
from resources.queries.pages import find_shown
from resources.rules import find_moved_page_for
from resources.rules.published import own_address


@methods("GET")
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Shows a page of the library in the reader's language, or in the one it is written in.

    Its translation may stand at an address of its own: there it leads, as old addresses do.
    """
    try:
        found, shown = find_shown(request.user, path)
    except Http404:
        moved = find_moved_page_for(request.user, path)
        if moved is None:
            raise
        return redirect(localised(address_of(moved)))
    address = own_address(found.url_path)
    if found.language == get_language() and request.path != unquote(address):
        return redirect(address)
    if found.language != get_language():  # the one in the reader's language may have moved
        moved = find_moved_page_for(request.user, path)
        if moved is not None and moved.language == get_language():
            return redirect(localised(address_of(moved)))
    if isinstance(request.user, Person) and shown.entry_id and not shown.is_read:
        mark_seen(person=request.user, entry_id=shown.entry_id, upto=shown.passages, is_whole=True)
    own = own_parts(request.user, found, shown, request.GET.get("stan", ""))
    return render(request, f"resources/{found.kind}.html", {"shown": shown, "page": found, **own})
