"""Doors of the pages themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from community.base.http import methods
from community.base.languages import localised
from community.catalogue.actions import mark_seen
from community.people.models import Person
from resources.queries.pages import page_view
from resources.rules import find_page_for


@methods("GET")
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Shows a page of the library in the reader's language, or in the one it is written in."""
    found = find_page_for(request.user, path)
    shown = page_view(request.user, found)
    if isinstance(request.user, Person) and shown.entry_id and not shown.is_read:
        mark_seen(person=request.user, entry_id=shown.entry_id, upto=shown.passages)
    return render(request, f"resources/{found.kind}.html", {"shown": shown, "page": found})


@methods("GET")
def library(request: HttpRequest) -> HttpResponse:
    """Shows everything that is published, to be narrowed."""
    return redirect(localised("/szukaj/"))
