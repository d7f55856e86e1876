"""Cities: the list and the map."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import pgettext

from community.base.geo import project
from community.base.languages import prefix
from community.spaces.models import City, Edition, Network
from community.spaces.rules import Viewer, visible

SIZES = ("<5k", "5-20k", "20-50k", "50-100k", "100-200k", "200-500k", ">500k")


def size_words(size: str) -> str:
    """Returns a size class in words, or as it is when it is unknown."""
    return {
        "<5k": pgettext("size of a city", "up to 5 thousand inhabitants"),
        "5-20k": pgettext("size of a city", "5–20 thousand inhabitants"),
        "20-50k": pgettext("size of a city", "20–50 thousand inhabitants"),
        "50-100k": pgettext("size of a city", "50–100 thousand inhabitants"),
        "100-200k": pgettext("size of a city", "100–200 thousand inhabitants"),
        "200-500k": pgettext("size of a city", "200–500 thousand inhabitants"),
        ">500k": pgettext("size of a city", "over 500 thousand inhabitants"),
    }.get(size, size)


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city in the list and on the map; x and y are map units (0–1000, 0–950)."""

    name: str
    locative: str
    url: str
    voivodeship: str
    size_class: str
    networks: list[tuple[str, str, str]]
    accent: str
    people: int
    x: float
    y: float


def city_list(viewer: Viewer) -> list[CityRow]:
    """Returns all cities by name in Polish order, each with the networks that a viewer may open. Two queries."""
    return [city_row(city) for city in cities_with_networks(viewer).order_by("sort_key", "pk")]


def cities_with_networks(viewer: Viewer) -> QuerySet[City]:
    """Returns cities with the networks a viewer may open and the number of people in their teams now. Two queries."""
    seen = Network.objects.filter(visible(viewer, audience="space__audience", space="space_id"))
    in_networks = Prefetch("networks", seen.select_related("space", "edition").order_by("space_id"))
    now = Q(seats__until=None, seats__person__is_active=True)
    people = Count("seats__person", filter=now, distinct=True)
    return City.objects.annotate(n_people=people).prefetch_related(in_networks)


def city_choices() -> QuerySet[City]:
    """Returns the cities for a drop-down, by name in Polish order. One query."""
    return City.objects.order_by("sort_key", "pk")


def narrowed(rows: list[CityRow], *, network: str, size: str, voivodeship: str) -> list[CityRow]:
    """Returns the cities in the network with this address word, of this size class, in this voivodeship."""
    return [
        row
        for row in rows
        if (not network or any(address.endswith(f"/s/{network}/") for _name, address, _accent in row.networks))
        and size in ("", row.size_class)
        and voivodeship in ("", row.voivodeship)
    ]


@dataclass(frozen=True, slots=True)
class Missing:
    """How many cities of an edition are not listed yet."""

    edition: str
    cities: int


def missing_cities(listed: int) -> Missing | None:
    """Returns what the newest edition still lacks, None when its list is complete or its size unknown. One query."""
    edition = Edition.objects.order_by("-first_year", "-pk").first()
    lacking = edition.expected_cities - listed if edition else 0
    return Missing(edition.name, lacking) if edition and lacking > 0 else None


def city_row(city: City) -> CityRow:
    """Returns a city of `cities_with_networks` as lists and maps show it."""
    before = prefix()
    networks = [(n.space.name, f"{before}{n.space.url}", n.space.accent) for n in city.networks.all()]
    x, y = project(city.latitude, city.longitude)
    return CityRow(
        name=city.name,
        locative=city.locative,
        url=before + city.url,
        voivodeship=city.voivodeship,
        size_class=city.size_class,
        networks=networks,
        accent=networks[0][2] if networks else "",
        people=getattr(city, "n_people", 0),
        x=x,
        y=y,
    )
