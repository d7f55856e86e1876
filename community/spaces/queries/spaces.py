"""Networks and groups: the lists of them, and what their home shows."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window

from community.base.languages import prefix
from community.people.models import Person
from community.spaces.models import City, Membership, Role, Space, SpaceKind
from community.spaces.queries.seats import seat_city
from community.spaces.rules import WRITERS, Viewer, spaces_visible_to, standing_of


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space in a list; `people` and `cities` are counts."""

    id: int
    kind: str
    name: str
    url: str
    slug: str
    accent: str
    purpose: str
    question: str
    edition: str
    people: int
    cities: int
    role: str


_COLUMNS = ("id", "kind", "name", "slug", "accent", "purpose", "question", "network__edition__name")


def networks(viewer: Viewer) -> list[SpaceRow]:
    """Returns the networks a viewer may open, newest edition first, with counts. One query."""
    rows = spaces_visible_to(viewer).filter(kind=SpaceKind.NETWORK)
    return _rows(viewer, rows.order_by("-network__edition__first_year", "id"))


def groups(viewer: Viewer) -> list[SpaceRow]:
    """Returns the working groups, city teams and the whole community, as far as a viewer may open them. One query."""
    return _rows(viewer, spaces_visible_to(viewer).exclude(kind=SpaceKind.NETWORK).order_by("kind", "name", "id"))


def spaces_of(viewer: Viewer) -> list[SpaceRow]:
    """Returns the networks and groups a viewer belongs to, networks first. At most one query."""
    mine = list(standing_of(viewer).roles)
    rows = Space.objects.filter(pk__in=mine).exclude(kind=SpaceKind.COMMUNITY)
    return sorted(_rows(viewer, rows.order_by("id")), key=lambda row: row.kind != SpaceKind.NETWORK) if mine else []


def spaces_to_write_in(viewer: Viewer) -> list[Space]:
    """Returns the spaces in which a viewer may start a thread, networks first. One query."""
    standing = standing_of(viewer)
    rows = Space.objects.all()
    if not standing.leads_all:
        rows = rows.filter(pk__in=[space_id for space_id, role in standing.roles.items() if role in WRITERS])
    order = [SpaceKind.NETWORK, SpaceKind.GROUP, SpaceKind.TEAM, SpaceKind.COMMUNITY]
    return sorted(rows, key=lambda space: (order.index(SpaceKind(space.kind)), space.pk))


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a space."""

    membership_id: int
    person_id: int
    name: str
    url: str
    position: str
    city: str
    role: str
    role_label: str
    initials: str
    hue: int
    avatar_url: str | None


def members(space: Space, *, limit: int | None = None) -> list[MemberRow]:
    """Returns the members of a space: facilitators, experts, practitioners, observers, each by name. One query."""
    return [_member(row) for row in _by_role(space)[:limit]]


def first_members(space: Space, *, limit: int) -> tuple[list[MemberRow], int]:
    """Returns the first members of a space, in the order of `members`, and how many there are. One query."""
    rows = list(_by_role(space).annotate(total=Window(Count("pk")))[:limit])
    return [_member(row) for row in rows], rows[0].total if rows else 0


def count_members(space: Space) -> int:
    """Returns how many people belong to a space. One query."""
    return Membership.objects.filter(space=space, person__is_active=True).count()


def _by_role(space: Space) -> QuerySet[Any]:
    rows = Membership.objects.filter(space=space, person__is_active=True).select_related("person")
    return rows.annotate(city_name=seat_city("person_id")).order_by(_role_order(), "person__sort_key", "person_id")


def cities_of(space: Space) -> list[City]:
    """Returns a network's cities by name; a city team has its one city. One query."""
    if space.kind == SpaceKind.TEAM:
        return [space.city] if space.city else []
    return list(City.objects.filter(networks__space=space).order_by("sort_key", "pk"))


def slugs_taken_from(edition: str, slugs: Collection[str]) -> set[str]:
    """Returns which of the address words belong to a space that is no network of the edition. One query."""
    rows = Space.objects.filter(slug__in=slugs).values_list("slug", "kind", "network__edition__name")
    return {slug for slug, kind, name in rows if (kind, name) != (SpaceKind.NETWORK, edition)}


def _rows(viewer: Viewer, rows: QuerySet[Space]) -> list[SpaceRow]:
    roles, before = standing_of(viewer).roles, prefix()
    counted = rows.annotate(
        n_people=Count("memberships", filter=Q(memberships__person__is_active=True), distinct=True),
        n_cities=Count("network__cities", distinct=True),
    )
    return [
        SpaceRow(
            id=row.id, kind=row.kind, name=row.name, url=f"{before}/s/{row.slug}/", slug=row.slug, accent=row.accent,
            purpose=row.purpose, question=row.question, edition=row.network__edition__name or "", people=row.n_people,
            cities=row.n_cities, role=roles.get(row.id, ""),
        )
        for row in counted.values_list(*_COLUMNS, "n_people", "n_cities", named=True)
    ]  # fmt: skip


def _member(row: Any) -> MemberRow:
    person: Person = row.person
    return MemberRow(
        row.pk, person.pk, person.name, prefix() + person.url, person.position, row.city_name or "", row.role,
        row.get_role_display(), person.initials, person.hue, person.avatar_url,
    )  # fmt: skip


def _role_order() -> Case:
    order = [Role.FACILITATOR, Role.EXPERT, Role.MEMBER, Role.OBSERVER]
    return Case(*[When(role=role, then=Value(i)) for i, role in enumerate(order)], output_field=IntegerField())
