"""The steps that verbs of belonging are made of: they change rows and return what changed; the verb tells it once."""

from django.db.models import QuerySet

from community.live.actions import Change
from community.people.models import Person
from community.spaces.actions.seats import take_seat
from community.spaces.joining import arrivals, departures
from community.spaces.models import City, Edition, Membership, Role, Space, SpaceKind
from community.spaces.standing import forget_standing


def lock_spaces(spaces: "QuerySet[Space]") -> list[Space]:
    """Locks spaces in the order of their ids until the transaction ends, so that memberships change one by one."""
    return list(spaces.select_for_update(of=("self",), no_key=True).order_by("pk"))


def admit(person: Person, space: Space, role: str = Role.MEMBER) -> tuple[Membership, list[Change]]:
    """Makes a person a member; an existing membership stays as it is."""
    membership, is_new = Membership.objects.get_or_create(space=space, person=person, defaults={"role": role})
    forget_standing(person)
    if not is_new:
        return membership, []
    for _name, hear in arrivals.items():
        hear(person, space)
    return membership, [Change(f"space:{space.pk}", "member.joined", person.pk)]


def end_membership(membership: Membership) -> list[Change]:
    """Ends a membership, whatever its role."""
    membership.delete()
    for _name, hear in departures.items():
        hear(membership.person, membership.space)
    return [Change(f"space:{membership.space_id}", "member.left", membership.person_id)]


def admit_as(person: Person, space: Space, role: str) -> tuple[Membership, list[Change]]:
    """Makes a person a member in this role, or raises them to it; a higher role stays."""
    membership, changes = admit(person, space, role)
    if Role(membership.role).rank < Role(role).rank:
        changes = changes + set_role(membership, role)
        forget_standing(person)
    return membership, changes


def set_role(membership: Membership, role: str) -> list[Change]:
    """Gives a member another role."""
    if membership.role == role:
        return []
    membership.role = role
    membership.save(update_fields=["role"])
    forget_standing(membership.person)
    return [Change(f"space:{membership.space_id}", "member.changed", membership.person_id)]


def let_in(person: Person, *, space: Space, role: str, city: City | None) -> list[Change]:
    """Makes a person a member of the whole community and, in at least this role, of a space; seats them in the city."""
    changes: list[Change] = []
    lock_spaces(Space.objects.filter(pk=space.pk) | Space.objects.filter(kind=SpaceKind.COMMUNITY))
    community = Space.objects.filter(kind=SpaceKind.COMMUNITY).first()
    if community:
        changes += admit(person, community)[1]
    changes += admit_as(person, space, role)[1]
    edition = _edition_of(space) if city else None
    if city and edition:
        take_seat(person=person, city=city, edition=edition)
    return changes


def _edition_of(space: Space) -> Edition | None:
    """Returns a network's own edition, for other spaces the newest one."""
    own = Edition.objects.filter(networks__space=space).first()
    return own or Edition.objects.order_by("-first_year", "-pk").first()
