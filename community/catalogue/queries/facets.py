"""The facets of the results page as links: each keeps the other choices, and works without JavaScript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import pgettext

from community.base.paging import PageLink, page_links
from community.catalogue.queries.search import MOST_PAGES, NEWEST, RESULTS_ON_A_PAGE, Count, Found, Narrowing
from community.catalogue.sources import entry_kinds
from community.spaces.models import City
from community.spaces.queries.cities import SIZES, size_words
from community.spaces.rules import Viewer, people_visible_to, spaces_visible_to
from community.tags.queries.vocabulary import present_slug
from community.tags.rules import tags_visible_to

# Facets in the order of the page: the name in the address and in `Narrowing`.
PARAMETERS = {
    "rodzaj": "kind", "siec": "space", "wielkosc": "size", "miasto": "city", "temat": "tag", "stan": "state",
    "rok": "year", "autor": "author",
}  # fmt: skip
_STATES = {"rozwiazane": "solved", "otwarte": "open"}
_SHOWN = 12
_LONGEST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: its word, how many entries have it, and the address that chooses it or gives it up."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way of narrowing; `rest` are the values beyond the first dozen."""

    name: str
    label: str
    options: list[Option]
    rest: list[Option]
    chosen: str


def narrowing_of(query: Mapping[str, str]) -> Narrowing:
    """Returns what an address chooses; unknown values stay and match nothing, so that the page can say so."""
    chosen = {field: (query.get(name) or "")[:100].replace("\x00", "") for name, field in PARAMETERS.items()}
    state = chosen["state"]
    if chosen["tag"]:
        chosen["tag"] = present_slug(chosen["tag"])
    return Narrowing(**{**chosen, "state": _STATES.get(state, state)})


def facets_of(viewer: Viewer, found: Found, narrowing: Narrowing, address: "Address") -> list[Facet]:
    """Returns the facets that tell anything apart, in the order of the page.

    A choice that nothing was found under asks for its name, if the viewer may know it: one query each.
    """
    facets = []
    for name, field in PARAMETERS.items():
        counts, chosen = found.facets.get(field, []), getattr(narrowing, field)
        if chosen and all(count.value != chosen for count in counts):
            typed = dict(address.chosen).get(name, "") if field == "tag" else chosen
            counts = [*counts, Count(chosen, name_of(viewer, field, chosen) or typed, 0)]
        if len(counts) > 1 or chosen:
            facets.append(_facet(name, field, counts, chosen, address))
    return facets


def name_of(viewer: Viewer, field: str, value: str) -> str:
    """Returns what a value is called, as far as a viewer may know of it; else nothing. One query at most."""
    rows: dict[str, QuerySet[Any]] = {
        "space": spaces_visible_to(viewer),
        "city": City.objects.all(),
        "tag": tags_visible_to(viewer),
        "author": people_visible_to(viewer),
    }
    if field not in rows:
        return ""
    return rows[field].filter(slug=value).values_list("name", flat=True).first() or ""


@dataclass(frozen=True)
class Address:
    """The address of a results page as its parts, so that links change one part and keep the others."""

    path: str
    query: str
    chosen: tuple[tuple[str, str], ...] = ()
    order: str = ""
    others: tuple[tuple[str, str], ...] = ()

    def url(self, *, page: int = 1) -> str:
        """Returns the address of a page of results."""
        parts = [("q", self.query), *self.others, *self.chosen, ("kolejnosc", self.order)]
        parts += [("strona", str(page))] if page > 1 else []
        query = urlencode([(name, value) for name, value in parts if value])
        return f"{self.path}?{query}" if query else self.path

    def as_saved(self) -> str:
        """Returns what stands after the question mark, whichever page and order: two searches alike are one text."""
        return replace(self, path="", order="").url().removeprefix("?")

    def choosing(self, name: str, value: str) -> "Address":
        """Returns the address with one facet set to a value, or given up with an empty one."""
        kept = tuple(pair for pair in self.chosen if pair[0] != name)
        return replace(self, chosen=(*kept, (name, value)) if value else kept)

    def ordered(self, order: str) -> "Address":
        """Returns the address with another order."""
        return replace(self, order=order)

    def asking(self, query: str) -> "Address":
        """Returns the address of other words under the same choices."""
        return replace(self, query=query)

    def plain(self) -> "Address":
        """Returns the address with nothing chosen."""
        return replace(self, chosen=())


def address_of(path: str, params: Mapping[str, str]) -> Address:
    """Returns the address of a results page as its parts, from what a browser sent: known choices only."""
    given = ((name, (params.get(name) or "")[:100].replace("\x00", "")) for name in PARAMETERS)
    order = NEWEST if params.get("kolejnosc") == NEWEST else ""
    return Address(path, words_of(params.get("q") or ""), tuple((name, value) for name, value in given if value), order)


def words_of(typed: str) -> str:
    """Returns what somebody typed to look for, with single spaces, as much as is shown again."""
    return " ".join(typed.replace("\x00", " ").split())[:_LONGEST_SHOWN]


def pages_of(found: Found, address: Address, current: int) -> list[PageLink]:
    """Returns the pager of some results."""
    return page_links(current, last_page(found), lambda number: address.url(page=number))


def last_page(found: Found) -> int:
    """Returns the number of the last page that is shown."""
    return min(MOST_PAGES, max(1, -(-found.total // RESULTS_ON_A_PAGE)))


def facet(
    name: str,
    label: str,
    counts: list[Count],
    chosen: str,
    address: Address,
    *,
    word: Callable[[str], str] = str,
    shown: int = _SHOWN,
) -> Facet:
    """Returns a facet of labelled counts in this order; `word` makes of a value what the address says."""
    options = [
        Option(
            label=count.label,
            count=count.entries,
            url=address.choosing(name, "" if count.value == chosen else word(count.value)).url(),
            is_chosen=count.value == chosen,
        )
        for count in counts
    ]
    named = next((option.label for option in options if option.is_chosen), "")
    return Facet(name, label, options[:shown], options[shown:], named)


def _facet(name: str, field: str, counts: list[Count], chosen: str, address: Address) -> Facet:
    labelled = [replace(count, label=_label(field, count)) for count in _ordered(field, counts)]
    return facet(name, _facet_label(field), labelled, chosen, address, word=partial(_word, field))


def _ordered(field: str, counts: list[Count]) -> list[Count]:
    if field == "year":
        return sorted(counts, key=lambda count: count.value, reverse=True)
    if field == "size":
        return sorted(counts, key=lambda count: SIZES.index(count.value) if count.value in SIZES else len(SIZES))
    return counts


def _word(field: str, value: str) -> str:
    """Returns a value as the address says it."""
    return next((word for word, state in _STATES.items() if state == value), value) if field == "state" else value


def _label(field: str, count: Count) -> str:
    if field == "kind" and count.value in entry_kinds:
        return entry_kinds[count.value].many()
    if field == "size":
        return size_words(count.value)
    if field == "state" and count.value in _STATES.values():
        return pgettext("question state", "solved") if count.value == "solved" else pgettext("question state", "open")
    return count.label


def _facet_label(field: str) -> str:
    return {
        "kind": pgettext("facet", "Kind"),
        "space": pgettext("facet", "Network or group"),
        "size": pgettext("facet", "Size of the city"),
        "city": pgettext("facet", "City"),
        "tag": pgettext("facet", "Topic"),
        "state": pgettext("facet", "Question"),
        "year": pgettext("facet", "Year"),
        "author": pgettext("facet", "Author"),
    }[field]
