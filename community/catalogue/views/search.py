"""Searching: the results page, suggestions while typing, similar threads while asking, and what nobody found."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.http import Refused, methods, signed_in
from community.base.languages import localised
from community.base.numbers import number_in
from community.catalogue.actions import count_miss
from community.catalogue.models import Entry
from community.catalogue.queries.correcting import correction
from community.catalogue.queries.facets import (
    Address,
    address_of,
    facets_of,
    last_page,
    narrowing_of,
    pages_of,
    words_of,
)
from community.catalogue.queries.misses import misses
from community.catalogue.queries.results import result_rows
from community.catalogue.queries.search import NEWEST, Found, Narrowing, search
from community.catalogue.queries.suggesting import near, similar, suggestions
from community.catalogue.queries.within import passages_with
from community.catalogue.rules import entries_visible_to
from community.catalogue.snippets import marker
from community.catalogue.typed import LONGEST_QUERY, Typed, read_query
from community.people.requests import MemberRequest
from community.spaces.rules import may_see_misses


@methods("GET")
def results(request: HttpRequest) -> HttpResponse:
    """Shows what was found; within one entry when the address names it."""
    text = _typed(request, "q")
    typed = read_query(text)
    if request.GET.get("wpis"):
        return _within(request, text, typed)
    if typed.is_empty:
        context = {"query": text, "may_see_misses": may_see_misses(request.user)}
        return render(request, "catalogue/search_start.html", context)
    number = _page_number(request.GET.get("strona", "1"))
    narrowing = narrowing_of(request.GET)
    address = address_of(reverse("search"), request.GET)
    order = address.order
    found = search(request.user, typed, narrowing, order=order, page=number)
    if number > last_page(found):
        return _too_far(request, address)
    if not found.total:
        return _nothing(request, text, typed, found, address)
    context = {
        "query": text,
        "found": found,
        "rows": result_rows(found, marker(typed.clauses(wide=True))),
        "facets": facets_of(request.user, found, narrowing, address),
        "address": address,
        "order": order,
        "newest": NEWEST,
        "pages": pages_of(found, address, number),
        "is_cut": typed.is_cut or len(request.GET.get("q", "")) > LONGEST_QUERY,
        "may_see_misses": may_see_misses(request.user),
    }
    return render(request, "catalogue/search.html", context)


def _too_far(request: HttpRequest, address: Address) -> HttpResponse:
    """A page of results beyond the last one: 404, with a way to the first."""
    return render(request, "catalogue/search_too_far.html", {"query": address.query, "address": address}, status=404)


def _nothing(request: HttpRequest, text: str, typed: Typed, found: Found, address: Address) -> HttpResponse:
    """Nothing was found: says so, and offers the word that was meant, near threads, and to ask."""
    narrowing = narrowing_of(request.GET)
    meant = "" if narrowing.chosen else correction(request.user, typed, text)
    if not narrowing.chosen and request.method == "GET":
        count_miss(text)
    context = {
        "query": text,
        "facets": facets_of(request.user, found, narrowing, address),
        "address": address,
        "is_narrowed": bool(narrowing.chosen),
        "meant": meant,
        "meant_url": address.asking(meant).url() if meant else "",
        "near": [] if narrowing.chosen else near(request.user, typed, text),
        "is_in_space": list(narrowing.chosen) == ["space"],
        "ask_url": _ask_url(narrowing, text),
        "may_see_misses": may_see_misses(request.user),
    }
    return render(request, "catalogue/search_nothing.html", context)


def _ask_url(narrowing: Narrowing, text: str) -> str:
    """Returns where to ask about it: in the place that was searched in, or wherever one writes."""
    is_slug = re.fullmatch(r"[-\w]{1,60}", narrowing.space, re.ASCII)
    form = reverse("ask", args=[narrowing.space]) if is_slug else reverse("choose_space")
    return f"{form}?{urlencode({'tytul': text})}"


def _within(request: HttpRequest, text: str, typed: Typed) -> HttpResponse:
    """Shows the passages of one entry that have the words."""
    number = number_in(request.GET.get("wpis")) or 0
    entry = entries_visible_to(request.user).select_related("space").filter(pk=number).first()
    if entry is None:
        raise Http404(_("There is no such thread, or it is only for members of its network or group."))
    found = passages_with(request.user, entry, typed)
    context = {"query": text, "entry": _Place.of(entry), "within": found, "is_empty": typed.is_empty}
    return render(request, "catalogue/search_within.html", context)


@dataclass(frozen=True)
class _Place:
    """The entry that is searched in."""

    id: int
    title: str
    url: str
    accent: str
    space: str
    space_url: str

    @staticmethod
    def of(entry: Entry) -> "_Place":
        """Returns an entry as the page shows it."""
        space = entry.space
        if space is None:
            return _Place(entry.pk, entry.title, localised(entry.url), "", "", "")
        return _Place(entry.pk, entry.title, localised(entry.url), space.accent, space.name, localised(space.url))


@methods("GET")
def suggest(request: HttpRequest) -> HttpResponse:
    """Answers with a fragment: what has words that begin like this."""
    text = _typed(request, "q")
    rows = suggestions(request.user, text, tag_label=pgettext("entry kind", "topic"))
    context = {"query": text, "rows": rows, "all_url": f"{reverse('search')}?{urlencode({'q': text})}"}
    return render(request, "catalogue/_suggestions.html", context)


@methods("GET")
@signed_in
def similar_threads(request: MemberRequest) -> HttpResponse:
    """Answers with a fragment: threads that ask about the same as a title being typed."""
    return render(request, "catalogue/_similar.html", {"similar": similar(request.user, _typed(request, "title"))})


@methods("GET")
@signed_in
def missed(request: MemberRequest) -> HttpResponse:
    """Shows facilitators what was looked for and not found."""
    if not may_see_misses(request.user):
        raise Refused(_("Only facilitators can see this."))
    return render(request, "catalogue/misses.html", {"rows": misses()})


@methods("GET")
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describes our search to browsers (OpenSearch 1.1), so that it can be asked from the address bar."""
    return render(request, "catalogue/opensearch.xml", content_type="application/opensearchdescription+xml")


def _typed(request: HttpRequest, name: str) -> str:
    return words_of(request.GET.get(name, ""))


def _page_number(value: str) -> int:
    number = number_in(value, digits=6)
    if not number:
        raise Http404(_("There are not so many pages of results. Start from the first one."))
    return number
