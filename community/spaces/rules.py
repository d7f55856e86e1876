"""Who may do what in a space, and the one rule of visibility that every list and every object goes through."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from community.base.http import Refused
from community.people.models import Person
from community.spaces.models import (
    Audience,
    HandOver,
    Invitation,
    Joining,
    JoinRequest,
    Membership,
    Network,
    Role,
    Seat,
    Space,
    SpaceKind,
)
from community.spaces.standing import Viewer, standing_of

Belonging = TypeVar("Belonging", Invitation, JoinRequest, Membership)
WRITERS = frozenset({Role.MEMBER, Role.EXPERT, Role.FACILITATOR})


def may_see(viewer: Viewer, *, audience: str, space_id: int) -> bool:
    """Returns whether a viewer may see content of this audience in this space.

    The list form is `visible`, the form for many viewers `who_sees`.
    """
    standing = standing_of(viewer)
    if audience == Audience.PUBLIC or standing.leads_all:
        return True
    if audience == Audience.COMMUNITY:
        return standing.person_id is not None
    return space_id in standing.roles


def visible(viewer: Viewer, *, audience: str = "audience", space: str = "space_id") -> Q:
    """Returns the filter for what a viewer may see, given the names of the two columns; equals `may_see`."""
    standing = standing_of(viewer)
    if standing.leads_all:
        return Q()
    if standing.person_id is None:
        return Q(**{audience: Audience.PUBLIC})
    open_to_all = Q(**{f"{audience}__in": (Audience.PUBLIC, Audience.COMMUNITY)})
    return open_to_all | Q(**{f"{space}__in": standing.spaces}) if standing.spaces else open_to_all


def without_ignored(viewer: Viewer, *, author: str = "author_id", space: str = "space_id") -> Q:
    """Returns the filter that leaves out what people wrote whom a viewer ignores, given the names of the two columns.

    Equals `Standing.ignores`. For lists and searches only: who opens a link finds the text, folded.
    """
    standing = standing_of(viewer)
    if not standing.unheard:
        return Q()
    wanted = Q(**{f"{author}__isnull": True}) | ~Q(**{f"{author}__in": standing.unheard})
    return wanted | Q(**{f"{space}__in": standing.led}) if standing.led else wanted


def who_sees(person_ids: Collection[int], *, audience: str, space_id: int | None) -> set[int]:
    """Returns those of the people (ids) who are active and may see content of this audience in this space.

    `may_see` for many at once; two queries at most.
    """
    active = set(Person.objects.filter(pk__in=person_ids, is_active=True).values_list("pk", flat=True))
    if not active or audience in (Audience.PUBLIC, Audience.COMMUNITY):
        return active
    leaders = Q(space__kind=SpaceKind.COMMUNITY, role=Role.FACILITATOR)
    inside = Membership.objects.filter(Q(space_id=space_id) | leaders, person_id__in=active)
    return set(inside.values_list("person_id", flat=True))


def spaces_visible_to(viewer: Viewer) -> QuerySet[Space]:
    """Returns the spaces whose home a viewer may open."""
    return Space.objects.filter(visible(viewer, space="id"))


def find_space_for(viewer: Viewer, slug: str) -> Space:
    """Returns a space by slug; raises Http404 when there is none or its existence is not the viewer's business."""
    space = spaces_visible_to(viewer).select_related("network__edition", "city").filter(slug=slug).first()
    if space is None:
        raise Http404(_("There is no such network or group, or it is only for its members."))
    return space


def find_led_space_for(viewer: Viewer, slug: str) -> Space:
    """Returns a space that a viewer facilitates; raises Http404 as `find_space_for`, Refused for everybody else."""
    space = find_space_for(viewer, slug)
    if not standing_of(viewer).leads(space.pk):
        raise Refused(_("Only facilitators can do this."))
    return space


def find_in_space(model: type[Belonging], space: Space, row_id: int) -> Belonging:
    """Returns an invitation, a request or a membership of a space by id; raises Http404 for another space's."""
    row = model._default_manager.select_related("space").filter(space=space, pk=row_id).first()
    if row is None:
        raise Http404(_("It is not there any more."))
    return row


@dataclass(frozen=True)
class SpaceAbilities:
    """What a viewer may do in a space; templates and tests use it whole."""

    is_member: bool = False
    may_join: bool = False
    may_request: bool = False
    may_leave: bool = False
    may_ask: bool = False
    may_announce: bool = False
    may_see_people: bool = False
    may_invite: bool = False
    may_change_roles: bool = False
    may_describe: bool = False


def abilities(viewer: Viewer, space: Space) -> SpaceAbilities:
    """Returns a viewer's abilities in a space they may see."""
    standing = standing_of(viewer)
    role = standing.role_in(space.pk)
    leads = standing.leads(space.pk)
    is_outsider = standing.person_id is not None and role is None
    return SpaceAbilities(
        is_member=role is not None,
        may_join=is_outsider and space.joining == Joining.OPEN,
        may_request=is_outsider and space.joining == Joining.REQUEST,
        may_leave=role is not None,
        may_ask=role in WRITERS or leads,
        may_announce=leads,
        may_see_people=standing.person_id is not None,
        may_invite=leads,
        may_change_roles=leads,
        may_describe=leads,
    )


def may_see_misses(viewer: Viewer) -> bool:
    """Returns whether a viewer sees what was looked for in vain: who facilitates anywhere."""
    standing = standing_of(viewer)
    return standing.leads_all or Role.FACILITATOR in standing.roles.values()


def may_see_contact(viewer: Viewer, person: Person) -> bool:
    """Returns whether a viewer sees a person's mail address and telephone."""
    standing = standing_of(viewer)
    if standing.person_id is None:
        return False
    if standing.person_id == person.pk or person.contact_audience == "community":
        return True
    if person.contact_audience != "spaces":
        return False
    shared = Membership.objects.filter(person=person, space_id__in=list(standing.roles))
    return shared.exclude(space__kind=SpaceKind.COMMUNITY).exists()


def people_visible_to(viewer: Viewer) -> QuerySet[Person]:
    """Returns the people whose profile a viewer may open: all for the signed-in, public ones for visitors."""
    people = Person.objects.filter(is_active=True)
    return people if standing_of(viewer).person_id is not None else people.filter(is_profile_public=True)


def find_own_seat(viewer: Viewer, seat_id: int) -> Seat:
    """Returns a seat that a viewer holds now, with its city and edition; raises Http404 for any other."""
    rows = Seat.objects.select_related("person", "city", "edition")
    seat = rows.filter(pk=seat_id, until=None).first()
    if seat is None or seat.person_id != standing_of(viewer).person_id:
        raise Http404(_("This is not your seat, or not any more."))
    return seat


def is_addressee(viewer: Viewer, hand_over: HandOver) -> bool:
    """Returns whether a seat is handed over to this viewer: by account, or by the address while there is none yet."""
    if not isinstance(viewer, Person) or not viewer.is_active:
        return False
    if hand_over.taker_id:
        return hand_over.taker_id == viewer.pk
    return hand_over.email.lower() == viewer.email.lower()


def hand_overs_visible_to(viewer: Viewer) -> QuerySet[HandOver]:
    """Returns the hand-overs a viewer may look up: as giver or addressee, or who facilitates a network of the city."""
    rows = HandOver.objects.select_related("seat__city", "seat__edition", "giver", "taker")
    standing = standing_of(viewer)
    if standing.leads_all:
        return rows
    if not isinstance(viewer, Person) or standing.person_id is None:
        return rows.none()
    led = [space_id for space_id, role in standing.roles.items() if role == Role.FACILITATOR]
    of_led = Network.objects.filter(
        cities=OuterRef("seat__city"), edition=OuterRef("seat__edition"), space_id__in=led
    )  # fmt: skip
    mine = Q(giver=viewer) | Q(taker=viewer) | Q(taker=None, email__iexact=viewer.email)
    return rows.filter(mine | Exists(of_led))


def find_hand_over_for(viewer: Viewer, hand_over_id: int) -> HandOver:
    """Returns a hand-over that a viewer may look up; raises Http404 for whoever has nothing to do with it."""
    found = hand_overs_visible_to(viewer).filter(pk=hand_over_id).first()
    if found is None:
        raise Http404(_("There is nothing to hand over here, or it is not for you."))
    return found
