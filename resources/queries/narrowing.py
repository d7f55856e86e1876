"""The facets of the library as links: each keeps the other choices, and works without JavaScript."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.catalogue.queries.facets import PARAMETERS as SEARCHED
from community.catalogue.queries.facets import Address, Facet, facet, name_of
from community.catalogue.queries.search import Count
from community.catalogue.sources import entry_kinds
from community.spaces.queries.cities import SIZES, size_words
from community.spaces.rules import Viewer
from community.tags.queries.vocabulary import present_slug
from resources.models import KINDS, CostBand, RecommendationKind, RecommendationStatus
from resources.queries.library import Shelf, word_of

# Facets in the order of the page: the name in the address, as searching calls it too, and what it narrows.
PARAMETERS = {
    "rodzaj": "kind", "siec": "network", "temat": "tag", "stan": "status", "zmiana": "matter", "koszt": "cost",
    "wielkosc": "size", "miasto": "city", "rok": "year", "jezyk": "language",
}  # fmt: skip
_ORDERS: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "size": SIZES,
    "cost": tuple(CostBand.values),
    "status": tuple(RecommendationStatus.values),
}
_CHOICES: dict[str, Any] = {"cost": CostBand, "status": RecommendationStatus, "matter": RecommendationKind}
_SHOWN = 6
# What searching calls by the same name with the same values: the search box takes these choices along.
_ALSO_SEARCHED = ("rodzaj", "siec", "temat", "wielkosc", "miasto", "rok")
assert set(_ALSO_SEARCHED) <= set(SEARCHED)


def address_of(query: Mapping[str, str]) -> Address:
    """Returns the address of the library with what was chosen in it; unknown values stay, and match nothing."""
    given = ((name, (query.get(name) or "")[:100].replace("\x00", "")) for name in PARAMETERS)
    return Address(reverse("library"), "", tuple((name, value) for name, value in given if value))


def choices_in(address: Address) -> dict[str, str]:
    """Returns what is chosen, by facet. One query for a tag, two for a former name of one."""
    chosen = {PARAMETERS[name]: value for name, value in address.chosen}
    return {**chosen, "tag": present_slug(chosen["tag"])} if "tag" in chosen else chosen


def kept_while_searching(address: Address) -> list[tuple[str, str]]:
    """Returns the choices under which searching finds the same, as pairs of name and value."""
    return [pair for pair in address.chosen if pair[0] in _ALSO_SEARCHED]


def facets_of(viewer: Viewer, shelf: Shelf, chosen: dict[str, str], address: Address) -> list[Facet]:
    """Returns the facets that tell anything apart, in the order of the page.

    A choice that nothing was found under asks for its name, if the viewer may know it: one query each.
    """
    facets = []
    for name, field in PARAMETERS.items():
        counts, value = shelf.counts.get(field, []), chosen.get(field, "")
        if value and all(count.value != value for count in counts):
            typed = dict(address.chosen)[name]
            called = name_of(viewer, "space" if field == "network" else field, value)
            counts = [*counts, Count(value, called or typed, 0)]
        if len(counts) > 1 or value:
            labelled = [Count(one.value, _label(field, one), one.entries) for one in _ordered(field, counts)]
            facets.append(facet(name, _facet_label(field), labelled, value, address, shown=_SHOWN))
    return facets


def _ordered(field: str, counts: list[Count]) -> list[Count]:
    if field == "year":
        return sorted(counts, key=lambda count: count.value, reverse=True)
    order = _ORDERS.get(field, ())
    return sorted(counts, key=lambda count: order.index(count.value) if count.value in order else len(order))


def _label(field: str, count: Count) -> str:
    if field == "kind" and count.value in entry_kinds:
        return entry_kinds[count.value].many()
    if field == "size":
        return size_words(count.value)
    if field == "language":
        return {"pl": _("Polish"), "en": _("English")}.get(count.value, count.label)
    return word_of(_CHOICES[field], count.value) if field in _CHOICES else count.label


def _facet_label(field: str) -> str:
    return {
        "kind": pgettext("facet", "Kind"),
        "network": pgettext("facet", "Network or group"),
        "tag": pgettext("facet", "Topic"),
        "status": pgettext("facet", "What became of it"),
        "matter": pgettext("facet", "What would change"),
        "cost": pgettext("facet", "Cost"),
        "size": pgettext("facet", "Size of the city"),
        "city": pgettext("facet", "City"),
        "year": pgettext("facet", "Year"),
        "language": pgettext("facet", "Language"),
    }[field]
