"""Joining, leaving, and changing roles in a space."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.base.http import Refused
from community.live.actions import Change, emit_all, recheck_people
from community.people.models import Person
from community.spaces.actions.belonging import admit, admit_as, end_membership, lock_spaces, set_role
from community.spaces.models import Membership, Role, Space
from community.spaces.standing import forget_standing


class LastFacilitator(Refused):
    """A space that has a facilitator may not lose its last one."""

    said = _("This is the only facilitator here. Name another one first.")
    status = 409


class MembershipEnded(Refused):
    """Somebody else has ended this membership meanwhile."""

    said = _("It is not there any more.")
    status = 409


@transaction.atomic
def join(*, person: Person, space: Space) -> Membership:
    """A person joins an open space as a member; an existing membership is returned as it is."""
    membership, changes = admit(person, space)
    emit_all(changes, actor_id=person.pk)
    return membership


@transaction.atomic
def add_member(*, person: Person, space: Space, role: str = Role.MEMBER) -> Membership:
    """Makes a person a member in a role, or raises an existing member to it; a higher role is never lowered."""
    lock_spaces(Space.objects.filter(pk=space.pk))
    membership, changes = admit_as(person, space, role)
    emit_all(changes, actor_id=person.pk)
    return membership


@transaction.atomic
def leave(*, person: Person, space: Space) -> None:
    """A person leaves a space; raises LastFacilitator. Leaving twice is leaving once."""
    lock_spaces(Space.objects.filter(pk=space.pk))
    membership = Membership.objects.select_related("person", "space").filter(space=space, person=person).first()
    if membership:
        emit_all(_end(membership), actor_id=person.pk)
    forget_standing(person)


@transaction.atomic
def remove_member(*, by: Person, membership: Membership) -> None:
    """A facilitator ends someone's membership; raises LastFacilitator, MembershipEnded."""
    emit_all(_end(_locked(membership)), actor_id=by.pk)
    forget_standing(membership.person)


@transaction.atomic
def change_role(*, by: Person, membership: Membership, role: str) -> Membership:
    """Gives a member another role and returns the membership; raises LastFacilitator, MembershipEnded."""
    current = _locked(membership)
    if role != Role.FACILITATOR:
        _keep_a_facilitator(current)
    changes = set_role(current, role)
    forget_standing(membership.person)
    recheck_people([membership.person_id])
    emit_all(changes, actor_id=by.pk)
    return current


def _locked(membership: Membership) -> Membership:
    """Returns the membership as it is once nobody else can change the memberships of its space."""
    lock_spaces(Space.objects.filter(pk=membership.space_id))
    current = Membership.objects.select_related("person", "space").filter(pk=membership.pk).first()
    if current is None:
        raise MembershipEnded
    return current


def _end(membership: Membership) -> list[Change]:
    _keep_a_facilitator(membership)
    changes = end_membership(membership)
    recheck_people([membership.person_id])
    return changes


def _keep_a_facilitator(membership: Membership) -> None:
    """Raises LastFacilitator when the space would be left without one who can still sign in."""
    if membership.role != Role.FACILITATOR or not membership.person.is_active:
        return
    leading = Membership.objects.filter(space=membership.space_id, role=Role.FACILITATOR, person__is_active=True)
    if not leading.exclude(pk=membership.pk).exists():
        raise LastFacilitator
