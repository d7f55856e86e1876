"""Cities: the list and the map."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from community.base.geo import project
from community.base.languages import prefix
from community.spaces.models import City, Network

SIZES = ("<5k", "5-20k", "20-50k", "50-100k", "100-200k", "200-500k", ">500k")


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


def city_list(*, network: str = "", size: str = "", voivodeship: str = "") -> list[CityRow]:
    """Returns the cities by name in Polish order, filtered by network slug, size class and voivodeship. Two queries."""
    rows = City.objects.all()
    if network:
        rows = rows.filter(networks__space__slug=network)
    if size:
        rows = rows.filter(size_class=size)
    if voivodeship:
        rows = rows.filter(voivodeship=voivodeship)
    in_networks = Prefetch("networks", Network.objects.select_related("space").order_by("space_id"))
    counted = rows.annotate(n_people=Count("seats", filter=Q(seats__until=None), distinct=True))
    before = prefix()
    return sorted(
        (_row(city, before) for city in counted.prefetch_related(in_networks)),
        key=lambda row: polish(row.name),
    )


def voivodeships() -> list[str]:
    """Returns the voivodeships that have a city here, in Polish order. One query."""
    return sorted(City.objects.values_list("voivodeship", flat=True).distinct(), key=polish)


def polish(text: str) -> list[int]:
    """Returns a key that sorts as a Polish dictionary does (ą after a, ł after l, ź and ż last)."""
    return [_ORDER.get(letter, ord(letter) + 100) for letter in text.lower()]


_ORDER = {letter: place for place, letter in enumerate(" -aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}


def _row(city: City, before: str) -> CityRow:
    networks = [(n.space.name, f"{before}{n.space.url}", n.space.accent) for n in city.networks.all()]
    x, y = project(city.latitude, city.longitude)
    people: int = getattr(city, "n_people", 0)
    return CityRow(
        city.name, city.locative, before + city.url, city.voivodeship, city.size_class, networks,
        networks[0][2] if networks else "", people, x, y,
    )  # fmt: skip
