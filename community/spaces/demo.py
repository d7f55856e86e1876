"""The demo's edition, networks, cities, groups, and who belongs where."""

import csv
import tomllib
from pathlib import Path
from typing import Any

from community.base.markup import render
from community.base.names import words_for_address
from community.people.demo import described_people
from community.people.models import Person
from community.spaces.actions import add_member
from community.spaces.models import City, Edition, Network, Role, Seat, Space, SpaceKind

_FOLDER = Path(__file__).parent
_ROLES = {
    "city": Role.MEMBER,
    "expert": Role.EXPERT,
    "facilitator": Role.FACILITATOR,
    "ministry": Role.OBSERVER,
}


def load_spaces(people: dict[str, Person]) -> dict[str, Space]:
    """Creates the spaces, cities, seats and memberships of the demo and returns the spaces by slug."""
    described = tomllib.loads((_FOLDER / "demo.toml").read_text(encoding="utf-8"))
    edition = Edition.objects.create(**described["edition"])
    spaces = {described["community"]["slug"]: _community(described["community"], people)}
    for row in described["network"]:
        spaces[row["slug"]] = _space(row, kind=SpaceKind.NETWORK, joining="open")
        Network.objects.create(space=spaces[row["slug"]], edition=edition)
    cities = load_cities(spaces)
    for row in described["group"]:
        spaces[row["slug"]] = _group(row, people, cities)
    for row in described_people():
        _place(row, people[row["key"]], spaces, cities, edition)
    return spaces


def load_cities(spaces: dict[str, Space]) -> dict[str, City]:
    """Creates the verified cities and returns them by name; only confirmed cities are put into a network."""
    with (_FOLDER / "cities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    cities = {row["name"]: _city(row) for row in rows}
    for row in rows:
        if row["edition_network_known"] == "yes":
            Network.objects.get(space=spaces[row["network"]]).cities.add(cities[row["name"]])
    return cities


def _city(row: dict[str, str]) -> City:
    return City.objects.create(
        slug=words_for_address(row["name"]),
        name=row["name"],
        genitive=row["genitive"],
        locative=row["locative"],
        voivodeship=row["voivodeship"],
        size_class=row["size_class"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
    )


def _community(row: dict[str, Any], people: dict[str, Person]) -> Space:
    space = _space(row, kind=SpaceKind.COMMUNITY, joining="invitation")
    for person in people.values():
        role = Role.FACILITATOR if person.slug == row["facilitator"] else Role.MEMBER
        add_member(person=person, space=space, role=role)
    return space


def _group(row: dict[str, Any], people: dict[str, Person], cities: dict[str, City]) -> Space:
    joining = "request" if row["audience"] == "community" else "invitation"
    space = _space(row, kind=row["kind"], joining=joining, city=cities.get(row.get("city", "")))
    add_member(person=people[row["facilitator"]], space=space, role=Role.FACILITATOR)
    for key in row["members"]:
        add_member(person=people[key], space=space)
    return space


def _space(row: dict[str, Any], *, kind: str, joining: str, city: City | None = None) -> Space:
    return Space.objects.create(
        kind=kind,
        slug=row["slug"],
        name=row["name"],
        purpose=row["purpose"],
        question=row.get("question", ""),
        description_html=render(row.get("description", ""), anchor="space").html,
        accent=row.get("accent", row.get("network", "")),
        audience=row["audience"],
        joining=joining,
        city=city,
    )


def _place(
    row: dict[str, Any], person: Person, spaces: dict[str, Space], cities: dict[str, City], edition: Edition
) -> None:
    if row["network"]:
        add_member(person=person, space=spaces[row["network"]], role=_ROLES[row["kind"]])
    if row["city"]:
        Seat.objects.create(person=person, city=cities[row["city"]], edition=edition)
