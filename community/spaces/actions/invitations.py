"""The way in by invitation: sent by mail, withdrawn, accepted."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.base.http import Refused
from community.base.mail import send_letter
from community.live.actions import emit_all
from community.notifications.actions import mark_read_about, notify, withdraw
from community.people.actions import create_person
from community.people.models import Person
from community.spaces.actions.belonging import let_in
from community.spaces.actions.claiming import claim_hand_overs
from community.spaces.models import City, Invitation, Role, Space
from community.spaces.queries.entrance import account_of
from community.spaces.tokens import invitation_token

VALID_FOR = timedelta(days=30)


class InvitationClosed(Refused):
    """The link was used, withdrawn, or is too old."""

    said = _("This invitation was already used, withdrawn, or has expired. Ask your facilitator for a new one.")
    status = 409


@transaction.atomic
def invite(
    *,
    by: Person,
    space: Space,
    email: str,
    name: str = "",
    role: str = Role.MEMBER,
    city: City | None = None,
    note: str = "",
    language: str = "pl",
) -> Invitation:
    """Invites a mail address into a space and sends the letter; an open invitation is renewed, not doubled.

    A member of the community is told in the inbox too, and gets the letter in their own language.
    """
    details = {"name": name, "role": role, "city": city, "note": note, "language": language, "invited_by": by}
    invitation, _created = Invitation.objects.update_or_create(
        space=space,
        email=email.lower(),
        accepted_at=None,
        withdrawn_at=None,
        defaults={**details, "expires_at": clock.now() + VALID_FOR},
    )
    invited = account_of(email)
    if invited:
        notify("spaces.invitation", to=[invited.pk], object_id=invitation.pk, actor=by)
    send_letter(
        to=invitation.email,
        template="invitation",
        context={"invitation": invitation, "space": space, "by": by, "token": invitation_token(invitation)},
        language=invited.language if invited else language,
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> None:
    """Closes an invitation that was not used; its link then says so, and the inbox no longer speaks of it."""
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=clock.now()):
        withdraw(["spaces.invitation"], object_id=invitation.pk)


@transaction.atomic
def accept_invitation(
    *,
    invitation: Invitation,
    person: Person | None = None,
    name: str = "",
    password: str | None = None,
    language: str = "pl",
) -> Person:
    """Lets the invited person in and returns them: the signed-in `person`, or a new one with this name.

    A role that is higher than the invitation's stays; a seat offered to the address finds its taker. Raises
    InvitationClosed when the link no longer works, and people.actions.AddressTaken when an account with the address
    has appeared meanwhile.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("space", "city").get(pk=invitation.pk)
    if not locked.is_open:
        raise InvitationClosed
    person = person or create_person(email=locked.email, name=name, password=password, language=language)
    changes = let_in(person, space=locked.space, role=locked.role, city=locked.city)
    locked.accepted_at = clock.now()
    locked.save(update_fields=["accepted_at"])
    mark_read_about(person=person, kinds=["spaces.invitation"], object_ids=[locked.pk])
    claim_hand_overs(person)
    emit_all(changes, actor_id=person.pk)
    return person
