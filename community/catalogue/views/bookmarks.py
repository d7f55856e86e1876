"""Keeping things: the button, one for every entry, and the page of what one keeps."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.base.http import methods, own_address, signed_in
from community.catalogue import actions
from community.catalogue.models import Entry
from community.catalogue.queries.bookmarks import bookmark_page, count_out_of_sight, not_kept
from community.catalogue.rules import find_entry_for
from community.people.requests import MemberRequest

_LET_GO = "wycofano"


@methods("GET")
@signed_in
def bookmarks(request: MemberRequest) -> HttpResponse:
    """Shows what the person keeps, and offers to keep again what they have just let go (`wycofano`)."""
    token = request.GET.get("od", "")
    context = {
        "page": bookmark_page(request.user, token=token),
        "let_go": not_kept(request.user, request.GET.get(_LET_GO, "")),
        "out_of_sight": 0 if token else count_out_of_sight(request.user),
    }
    return render(request, "catalogue/bookmarks.html", context)


@methods("POST")
@signed_in
def bookmark(request: MemberRequest, entry_id: int) -> HttpResponse:
    """Keeps an entry the person may see, or (`wycofaj`) keeps it no longer; answers with the button, or leads back."""
    entry = find_entry_for(request.user, entry_id)
    is_kept = not (request.POST.get("wycofaj") or request.GET.get("wycofaj"))
    if is_kept:
        actions.add_bookmark(person=request.user, entry=entry)
    else:
        actions.remove_bookmark(person=request.user, entry=entry)
    if request.htmx:
        return render(request, "catalogue/_bookmark.html", {"entry_id": entry.pk, "is_kept": is_kept})
    return _lead_back(request, entry, is_kept=is_kept)


def _lead_back(request: MemberRequest, entry: Entry, *, is_kept: bool) -> HttpResponse:
    """The list itself offers to undo; elsewhere the button stands where it was pressed, and a sentence is enough."""
    back = own_address(request.POST.get("back", ""))
    path, _mark, query = back.partition("?")
    if not is_kept and path == reverse("bookmarks"):
        words = QueryDict(query, mutable=True)
        words[_LET_GO] = str(entry.pk)
        return HttpResponseRedirect(f"{path}?{words.urlencode()}")
    said = _("“%(title)s” is among your bookmarks now.") if is_kept else _("You keep “%(title)s” no longer.")
    messages.success(request, said % {"title": entry.title})
    return HttpResponseRedirect(back)
