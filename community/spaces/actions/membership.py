"""Joining, leaving, and changing roles in a space."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.base.http import Refused
from community.live.actions import Change, emit_all
from community.people.models import Person
from community.spaces.models import Membership, Role, Space
from community.spaces.rules import forget_standing


class LastFacilitator(Refused):
    """A space that has a facilitator may not lose its last one."""

    def __init__(self) -> None:
        super().__init__(_("This is the only facilitator here. Name another one first."), status=409)


@transaction.atomic
def add_member(*, person: Person, space: Space, role: str = Role.MEMBER) -> Membership:
    """Makes a person a member in a role; an existing membership is returned as it is."""
    membership, is_new = Membership.objects.get_or_create(space=space, person=person, defaults={"role": role})
    forget_standing(person)
    if is_new:
        emit_all([Change(f"space:{space.pk}", "member.joined", person.pk)], actor_id=person.pk)
    return membership


def join(*, person: Person, space: Space) -> Membership:
    """A person joins an open space as a member."""
    return add_member(person=person, space=space)


@transaction.atomic
def leave(*, person: Person, space: Space) -> None:
    """A person leaves a space; raises LastFacilitator. Leaving twice is leaving once."""
    membership = Membership.objects.filter(space=space, person=person).first()
    if membership:
        _end(membership, by=person)


@transaction.atomic
def remove_member(*, by: Person, membership: Membership) -> None:
    """A facilitator ends someone's membership; raises LastFacilitator."""
    _end(membership, by=by)


@transaction.atomic
def change_role(*, by: Person, membership: Membership, role: str) -> Membership:
    """Gives a member another role; raises LastFacilitator."""
    if membership.role == Role.FACILITATOR and role != Role.FACILITATOR:
        _keep_a_facilitator(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    forget_standing(membership.person)
    emit_all([Change(f"space:{membership.space_id}", "member.changed", membership.person_id)], actor_id=by.pk)
    return membership


def _end(membership: Membership, *, by: Person) -> None:
    if membership.role == Role.FACILITATOR:
        _keep_a_facilitator(membership)
    membership.delete()
    forget_standing(membership.person)
    emit_all([Change(f"space:{membership.space_id}", "member.left", membership.person_id)], actor_id=by.pk)


def _keep_a_facilitator(membership: Membership) -> None:
    leading = Membership.objects.select_for_update().filter(space=membership.space_id, role=Role.FACILITATOR)
    others = leading.filter(person__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise LastFacilitator
