"""Founding a real community: the whole-community space, an edition, its networks, cities and first invitations."""

from collections.abc import Iterable

from django.db import transaction

from community.base.http import Refused
from community.base.letters import sort_key
from community.base.subjects import changed
from community.live.actions import Change, emit_all
from community.people.actions import create_person
from community.people.models import Person
from community.spaces.actions.belonging import admit_as
from community.spaces.actions.invitations import invite
from community.spaces.models import City, Edition, Network, Role, Space, SpaceKind
from community.spaces.plans import COMMUNITY_SLUG, CityLine, Plan
from community.spaces.queries.entrance import account_of


class CannotFound(Refused):
    """The plan has problems; they are listed in the plan."""


@transaction.atomic
def found_community(plan: Plan, *, community_name: str) -> Person:
    """Carries out a plan without problems, and returns the first facilitator, who leads the whole community.

    An existing community gets a further edition; its people, cities and networks by slug are kept, and a known
    person becomes a facilitator. Letters leave after commit. Raises CannotFound when the plan has problems.
    """
    if plan.problems:
        raise CannotFound(" ".join(plan.problems))
    community = _community(community_name)
    facilitator = _facilitator(plan)
    edition = _edition(plan)
    spaces = {line.slug: _network(line.slug, line.name, line.accent, edition) for line in plan.networks}
    cities = {line.name: _city(line, spaces) for line in plan.cities}
    for line in plan.invitations:
        invite(
            by=facilitator,
            space=spaces[line.network],
            email=line.email,
            name=line.name,
            role=line.role,
            city=cities.get(line.city),
        )
    changed("space", [community.pk, *(space.pk for space in spaces.values())])
    changed("city", [city.pk for city in cities.values()])
    emit_all(_lead(facilitator, [community, *spaces.values()]), actor_id=facilitator.pk)
    return facilitator


def _lead(person: Person, spaces: Iterable[Space]) -> list[Change]:
    return [change for space in spaces for change in admit_as(person, space, Role.FACILITATOR)[1]]


def _community(name: str) -> Space:
    space, _created = Space.objects.get_or_create(
        kind=SpaceKind.COMMUNITY, defaults={"slug": COMMUNITY_SLUG, "name": name, "joining": "invitation"}
    )
    return space


def _facilitator(plan: Plan) -> Person:
    return account_of(plan.facilitator_email) or create_person(email=plan.facilitator_email, name=plan.facilitator_name)


def _edition(plan: Plan) -> Edition:
    edition, _created = Edition.objects.get_or_create(
        name=plan.edition, defaults={"first_year": plan.years[0], "last_year": plan.years[1]}
    )
    if plan.expected_cities is not None:
        edition.expected_cities = plan.expected_cities
        edition.save(update_fields=["expected_cities"])
    return edition


def _network(slug: str, name: str, accent: str, edition: Edition) -> Space:
    space, _created = Space.objects.get_or_create(
        slug=slug, defaults={"kind": SpaceKind.NETWORK, "name": name, "accent": accent}
    )
    Network.objects.get_or_create(space=space, defaults={"edition": edition})
    return space


def _city(line: CityLine, spaces: dict[str, Space]) -> City:
    city, _created = City.objects.get_or_create(
        slug=line.slug,
        defaults={
            "name": line.name, "genitive": line.genitive, "locative": line.locative, "voivodeship": line.voivodeship,
            "size_class": line.size_class, "latitude": line.lat, "longitude": line.lon,
            "sort_key": sort_key(line.name),
        },
    )  # fmt: skip
    if line.network:
        Network.objects.get(space=spaces[line.network]).cities.add(city)
    return city
