"""Cities: list and map, and a city's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.base.http import methods
from community.base.letters import sort_key
from community.spaces.queries.cities import (
    SIZES,
    cities_with_networks,
    city_list,
    city_row,
    missing_cities,
    narrowed,
)
from community.spaces.queries.people import city_people
from community.spaces.queries.spaces import networks


@methods("GET")
def cities(request: HttpRequest) -> HttpResponse:
    """Shows the cities as a list and on a map, filtered by network, size and voivodeship."""
    chosen = {name: request.GET.get(name, "") for name in ("siec", "wielkosc", "wojewodztwo")}
    rows = city_list(request.user)
    context = {
        "cities": narrowed(rows, network=chosen["siec"], size=chosen["wielkosc"], voivodeship=chosen["wojewodztwo"]),
        "chosen": chosen,
        "networks": networks(request.user),
        "sizes": SIZES,
        "voivodeships": sorted({row.voivodeship for row in rows}, key=sort_key),
        "missing": missing_cities(len(rows)),
    }
    return render(request, "spaces/cities.html", context)


@methods("GET")
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows a city: where it is, its networks, its people, and what was asked from there."""
    found = cities_with_networks(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such city here."))
    context = {
        "city": found,
        "marker": city_row(found),
        "networks": found.networks.all(),
        "people": city_people(request.user, found),
    }
    return render(request, "spaces/city.html", context)
