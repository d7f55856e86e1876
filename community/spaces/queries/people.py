"""The directory of people, and what a profile shows of where a person belongs."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from community.base.languages import prefix
from community.base.letters import fold
from community.base.numbers import number_in
from community.people.models import Person
from community.spaces.models import City, Membership, Role, Seat, SpaceKind
from community.spaces.queries.seats import seat_city
from community.spaces.rules import Viewer, people_visible_to, visible

PEOPLE_ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the directory."""

    id: int
    name: str
    url: str
    position: str
    city: str
    topics: list[str]
    initials: str
    hue: int
    avatar_url: str | None


@dataclass(frozen=True)
class Directory:
    """A page of the directory: `following` is the last person's id, after whom it continues; None at the end."""

    rows: list[PersonRow]
    following: str | None


def directory(
    viewer: Viewer, *, network: str = "", city: str = "", expertise: str = "", role: str = "", after: str = ""
) -> Directory:
    """Returns the people a viewer may see, by name in Polish order, filtered by space slug, city slug, role and words.

    One query, two after the first page. `after` is the id of the last person seen; an unknown one counts as none.
    """
    rows = _filtered(people_visible_to(viewer), network=network, city=city, expertise=expertise, role=role)
    rows = rows.filter(_beyond(after)).annotate(city_name=seat_city("pk")).order_by("sort_key", "pk")
    found = list(rows[: PEOPLE_ON_A_PAGE + 1])
    shown, before = found[:PEOPLE_ON_A_PAGE], prefix()
    following = str(shown[-1].pk) if len(found) > PEOPLE_ON_A_PAGE else None
    return Directory([_row(person, before) for person in shown], following)


def city_people(viewer: Viewer, city: City) -> list[PersonRow]:
    """Returns the people who hold a seat of a city now, by name, as far as a viewer may see them. One query."""
    rows = people_visible_to(viewer).filter(seats__city=city, seats__until=None).distinct()
    return [_row(person, prefix()) for person in rows.annotate(city_name=seat_city("pk")).order_by("sort_key", "pk")]


@dataclass(frozen=True, slots=True)
class Belonging:
    """A space that a person belongs to, in a role."""

    space: str
    url: str
    accent: str
    role_label: str


def belongings(viewer: Viewer, person: Person) -> list[Belonging]:
    """Returns a person's memberships in spaces whose home the viewer may open. At most two queries."""
    rows = Membership.objects.filter(person=person).exclude(space__kind=SpaceKind.COMMUNITY, role="member")
    rows = rows.filter(visible(viewer, audience="space__audience")).select_related("space").order_by("space_id")
    return [Belonging(m.space.name, prefix() + m.space.url, m.space.accent, m.get_role_display()) for m in rows]


def seat_of(person: Person) -> Seat | None:
    """Returns a person's current seat with its city and edition, or None. One query."""
    seats = Seat.objects.filter(person=person, until=None).select_related("city", "edition")
    return seats.order_by("-edition__first_year", "-pk").first()


def _filtered(rows: QuerySet[Person], *, network: str, city: str, expertise: str, role: str) -> QuerySet[Person]:
    if network or role:
        membership = Membership.objects.exclude(space__audience="members")
        membership = membership.filter(space__slug=network) if network else membership
        membership = membership.filter(role=role) if role else membership
        rows = rows.filter(pk__in=membership.values("person_id"))
    if city:
        rows = rows.filter(pk__in=Seat.objects.filter(city__slug=city, until=None).values("person_id"))
    for word in fold(expertise).split()[:6]:
        rows = rows.filter(search_text__contains=word)
    return rows


def facilitators_of(space_id: int) -> set[int]:
    """Returns the ids of who facilitates a space; of the whole community, where it has nobody of its own."""
    leaders = Membership.objects.filter(role=Role.FACILITATOR, person__is_active=True)
    own = set(leaders.filter(space=space_id).values_list("person_id", flat=True))
    return own or set(leaders.filter(space__kind=SpaceKind.COMMUNITY).values_list("person_id", flat=True))


def _beyond(after: str) -> Q:
    """Returns the filter for people who come after the person with this id."""
    person_id = number_in(after)
    last = Person.objects.filter(pk=person_id).values_list("sort_key", "pk").first() if person_id else None
    return Q(sort_key__gt=last[0]) | Q(sort_key=last[0], pk__gt=last[1]) if last else Q()


def _row(person: Person, before: str) -> PersonRow:
    city: str = getattr(person, "city_name", None) or ""
    return PersonRow(
        person.pk, person.name, before + person.url, person.position, city, person.topics, person.initials, person.hue,
        person.avatar_url,
    )  # fmt: skip
