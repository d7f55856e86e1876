"""The demo's edition, networks, cities, groups, and who belongs where."""

import csv
import tomllib
from pathlib import Path
from typing import Any

from community.base.letters import sort_key
from community.base.names import words_for_address
from community.base.subjects import changed
from community.live.actions import Change, emit_all
from community.people.demo import described_people
from community.people.models import Person
from community.spaces.actions import take_seat
from community.spaces.actions.belonging import admit
from community.spaces.actions.describing import set_description
from community.spaces.models import City, Edition, Network, Role, Space, SpaceKind

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
    community = described["community"]
    spaces = {community["slug"]: _space(community, kind=SpaceKind.COMMUNITY, joining="invitation")}
    for row in described["network"]:
        spaces[row["slug"]] = _space(row, kind=SpaceKind.NETWORK, joining="open")
        Network.objects.create(space=spaces[row["slug"]], edition=edition)
    cities = load_cities(spaces)
    changes = _everybody(community, spaces[community["slug"]], people)
    for row in described["group"]:
        spaces[row["slug"]] = _group_space(row, cities)
        changes += _group(row, spaces[row["slug"]], people)
    for row in described_people():
        changes += _place(row, people[row["key"]], spaces)
        if row["city"]:
            take_seat(person=people[row["key"]], city=cities[row["city"]], edition=edition)
    changed("city", [city.pk for city in cities.values()])
    changed("space", [space.pk for space in spaces.values()])
    emit_all(changes)
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
        sort_key=sort_key(row["name"]),
    )


def _space(row: dict[str, Any], *, kind: str, joining: str, city: City | None = None) -> Space:
    space = Space(
        kind=kind,
        slug=row["slug"],
        name=row["name"],
        purpose=row["purpose"],
        question=row.get("question", ""),
        question_template=row.get("question_template", "").strip(),
        accent=row.get("accent", row.get("network", "")),
        audience=row["audience"],
        joining=joining,
        city=city,
    )
    set_description(space, row.get("description", "").strip())
    space.save()
    return space


def _group_space(row: dict[str, Any], cities: dict[str, City]) -> Space:
    joining = "request" if row["audience"] == "community" else "invitation"
    return _space(row, kind=row["kind"], joining=joining, city=cities.get(row.get("city", "")))


def _everybody(row: dict[str, Any], space: Space, people: dict[str, Person]) -> list[Change]:
    chief = row["facilitator"]
    roles = [(person, Role.FACILITATOR if person.slug == chief else Role.MEMBER) for person in people.values()]
    return [change for person, role in roles for change in admit(person, space, role)[1]]


def _group(row: dict[str, Any], space: Space, people: dict[str, Person]) -> list[Change]:
    changes = admit(people[row["facilitator"]], space, Role.FACILITATOR)[1]
    return changes + [change for key in row["members"] for change in admit(people[key], space)[1]]


def _place(row: dict[str, Any], person: Person, spaces: dict[str, Space]) -> list[Change]:
    return admit(person, spaces[row["network"]], _ROLES[row["kind"]])[1] if row["network"] else []
