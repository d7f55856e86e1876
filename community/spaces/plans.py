"""The plan of a new community, read from CSV files before anything is written: every fault is named in words."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from community.base.names import words_for_address
from community.people.models import Person
from community.spaces.models import City, Edition, Invitation, Role, Space
from community.spaces.queries.cities import SIZES
from community.spaces.queries.entrance import account_of, has_account
from community.spaces.queries.spaces import slugs_taken_from

CITY_COLUMNS = ("name", "genitive", "locative", "voivodeship", "size_class", "lat", "lon", "network")
INVITATION_COLUMNS = ("email", "name", "network", "role", "city")
COMMUNITY_SLUG = "spolecznosc"
ACCENTS = ("zielona", "ppp", "cyfrowa")
_POLAND = ((48.9, 55.0), (14.0, 24.3))


@dataclass(frozen=True)
class NetworkLine:
    """A network to be created."""

    slug: str
    name: str
    accent: str


@dataclass(frozen=True)
class CityLine:
    """A city to be created; `network` is a slug, or empty."""

    name: str
    genitive: str
    locative: str
    voivodeship: str
    size_class: str
    lat: float
    lon: float
    network: str

    @property
    def slug(self) -> str:
        """Returns the word for the city's address."""
        return words_for_address(self.name)


@dataclass(frozen=True)
class InvitationLine:
    """Somebody to be invited; `city` is a name, or empty."""

    email: str
    name: str
    network: str
    role: str
    city: str


@dataclass
class Plan:
    """What is to be founded, and what is wrong with it; only a plan without problems is carried out."""

    edition: str
    years: tuple[int, int]
    facilitator_name: str
    facilitator_email: str
    community_name: str = ""
    expected_cities: int | None = None
    networks: list[NetworkLine] = field(default_factory=list)
    cities: list[CityLine] = field(default_factory=list)
    invitations: list[InvitationLine] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Adds what is wrong with the plan as a whole to `problems`."""
        if not self.networks:
            self.problems.append(_("Name at least one network."))
        if not 2000 <= self.years[0] <= self.years[1] <= 2100:
            self.problems.append(_("The years of the edition are not in order."))
        self._check_words()
        self._check_what_is_there()
        self._check_repetitions()

    def _check_words(self) -> None:
        """Adds what the database would not take: too long, empty, or out of range."""
        edition = Edition(name=self.edition, expected_cities=self.expected_cities or 0)
        community = Space(name=self.community_name or "–")
        person = Person(email=self.facilitator_email, name=self.facilitator_name)
        self.problems += [*faults(edition, "name", "expected_cities"), *faults(community, "name")]
        self.problems += faults(person, "email", "name")
        for line in self.networks:
            row = Space(slug=line.slug, name=line.name)
            self.problems += [f"{line.slug}: {fault}" for fault in faults(row, "slug", "name")]

    def _check_what_is_there(self) -> None:
        """Adds what stands in the way in an existing community. Three queries."""
        if has_account(self.facilitator_email) and not account_of(self.facilitator_email):
            self.problems.append(_("The account of “%(mail)s” is closed.") % {"mail": self.facilitator_email})
        slugs = [network.slug for network in self.networks]
        taken = {COMMUNITY_SLUG, *slugs_taken_from(self.edition, slugs)}
        self.problems += [
            _("The address word “%(slug)s” is taken by another place. Choose another one for this network.")
            % {"slug": slug}
            for slug in slugs
            if slug in taken
        ]

    def _check_repetitions(self) -> None:
        for word, names in (
            (_("network"), [network.slug for network in self.networks]),
            (_("city"), [city.slug for city in self.cities]),
            (_("invitation"), [f"{line.email.lower()} → {line.network}" for line in self.invitations]),
        ):
            self.problems += [
                _("Twice in the plan: %(what)s “%(name)s”.") % {"what": word, "name": name}
                for name in sorted({name for name in names if names.count(name) > 1})
            ]


def read_network(text: str, number: int) -> NetworkLine:
    """Returns the network that “slug=Name” says; the colours go round. Raises ValueError with a sentence."""
    slug, equals, name = text.partition("=")
    if not equals or not name.strip() or slug != words_for_address(slug):
        raise ValueError(_("“%(text)s” is not a network: write zielona=Sieć Zielona.") % {"text": text})
    return NetworkLine(slug, name.strip(), ACCENTS[number % len(ACCENTS)])


def read_cities(path: Path, plan: Plan) -> None:
    """Adds the cities of a CSV file (semicolons, UTF-8) to the plan, and its faults to the problems, by line."""
    _read(path, CITY_COLUMNS, plan, lambda row: plan.cities.append(_city(row, plan)))


def read_invitations(path: Path, plan: Plan) -> None:
    """Adds the invitations of a CSV file (semicolons, UTF-8) to the plan, and its faults to the problems, by line."""
    _read(path, INVITATION_COLUMNS, plan, lambda row: plan.invitations.append(_invitation(row, plan)))


def _read(path: Path, columns: tuple[str, ...], plan: Plan, take: Callable[[dict[str, str]], None]) -> None:
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    except (OSError, UnicodeDecodeError):
        plan.problems.append(_("%(file)s cannot be read. It must be a text file in UTF-8.") % {"file": path})
        return
    missing = [name for name in columns if rows and name not in rows[0]]
    if missing or not rows:
        names = ", ".join(missing or columns)
        plan.problems.append(
            _("%(file)s needs a first line with these columns: %(names)s.") % {"file": path, "names": names}
        )
        return
    for number, row in enumerate(rows, start=2):
        try:
            take({name: (row[name] or "").strip() for name in columns})
        except ValueError as problem:
            plan.problems.append(
                _("%(file)s, line %(line)d: %(problem)s") % {"file": path.name, "line": number, "problem": problem}
            )


def _city(row: dict[str, str], plan: Plan) -> CityLine:
    empty = [name for name in CITY_COLUMNS if name != "network" and not row[name]]
    if empty:
        raise ValueError(_("empty: %(names)s.") % {"names": ", ".join(empty)})
    if row["size_class"] not in SIZES:
        raise ValueError(_("the size class is one of %(sizes)s.") % {"sizes": ", ".join(SIZES)})
    _known_network(row["network"], plan)
    lat, lon = _degrees(row["lat"]), _degrees(row["lon"])
    if not (_POLAND[0][0] <= lat <= _POLAND[0][1] and _POLAND[1][0] <= lon <= _POLAND[1][1]):
        raise ValueError(_("these coordinates are not in Poland."))
    names = (row["name"], row["genitive"], row["locative"], row["voivodeship"], row["size_class"])
    line = CityLine(*names, lat=lat, lon=lon, network=row["network"])
    city = City(slug=line.slug, name=line.name, genitive=line.genitive, locative=line.locative)
    city.voivodeship = line.voivodeship
    _without_faults(city, "slug", "name", "genitive", "locative", "voivodeship")
    return line


def _invitation(row: dict[str, str], plan: Plan) -> InvitationLine:
    _without_faults(Invitation(email=row["email"], name=row["name"]), "email", "name")
    if row["role"] not in Role.values:
        raise ValueError(_("the role is one of %(roles)s.") % {"roles": ", ".join(Role.values)})
    if not row["network"]:
        raise ValueError(_("a network is missing."))
    _known_network(row["network"], plan)
    if row["city"] and row["city"] not in {city.name for city in plan.cities}:
        raise ValueError(_("the city “%(city)s” is not in the list of cities.") % {"city": row["city"]})
    return InvitationLine(row["email"], row["name"], row["network"], row["role"], row["city"])


def _known_network(slug: str, plan: Plan) -> None:
    if slug and slug not in {network.slug for network in plan.networks}:
        raise ValueError(_("there is no network “%(slug)s” in the plan.") % {"slug": slug})


def _degrees(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ValueError(_("“%(text)s” is not a number of degrees.") % {"text": text}) from None


def faults(row: Model, *fields: str) -> list[str]:
    """Returns what is wrong with these fields of an unsaved row, each as “field: sentence”."""
    others = {field.name for field in row._meta.fields} - set(fields)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as found:
        return [f"{name}: {' '.join(sentences)}" for name, sentences in found.message_dict.items()]
    return []


def _without_faults(row: Model, *fields: str) -> None:
    if found := faults(row, *fields):
        raise ValueError(" ".join(found))
