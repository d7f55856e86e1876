"""Cities: list and map, and a city's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.base.geo import OUTLINE
from community.base.http import methods
from community.spaces.models import City, Network
from community.spaces.queries.cities import SIZES, city_list, voivodeships
from community.spaces.queries.people import city_people
from community.spaces.queries.spaces import networks


@methods("GET")
def cities(request: HttpRequest) -> HttpResponse:
    """Shows the cities as a list and on a map, filtered by network, size and voivodeship."""
    chosen = {name: request.GET.get(name, "").replace("\x00", "") for name in ("siec", "wielkosc", "wojewodztwo")}
    rows = city_list(network=chosen["siec"], size=chosen["wielkosc"], voivodeship=chosen["wojewodztwo"])
    context = {
        "cities": rows,
        "chosen": chosen,
        "networks": networks(request.user),
        "sizes": SIZES,
        "voivodeships": voivodeships(),
        "outline": OUTLINE,
    }
    return render(request, "spaces/cities.html", context)


@methods("GET")
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows a city: where it is, its networks, its people, and what they wrote."""
    found = City.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such city here."))
    context = {
        "city": found,
        "marker": next(row for row in city_list() if row.name == found.name),
        "networks": Network.objects.filter(cities=found).select_related("space", "edition"),
        "people": city_people(request.user, found),
        "outline": OUTLINE,
    }
    return render(request, "spaces/city.html", context)
