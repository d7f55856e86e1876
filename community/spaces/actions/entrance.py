"""The ways in: invitations by mail, requests to join, and what happens when they are accepted."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused
from community.base.mail import send_letter
from community.notifications.actions import mark_read_about, notify, withdraw
from community.people.actions import create_person
from community.people.models import Person
from community.spaces.actions.membership import add_member
from community.spaces.models import City, Edition, Invitation, JoinRequest, Membership, Role, Seat, Space
from community.spaces.tokens import invitation_token

VALID_FOR = timedelta(days=30)


class InvitationClosed(Refused):
    """The link was used, withdrawn, or is too old."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation was already used, withdrawn, or has expired. Ask your facilitator for a new one."),
            status=409,
        )


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
) -> Invitation:
    """Invites a mail address into a space and sends the letter; an open invitation is renewed, not doubled.

    A member of the community is told in the inbox too.
    """
    details = {"name": name, "role": role, "city": city, "note": note, "invited_by": by}
    invitation, _created = Invitation.objects.update_or_create(
        space=space,
        email=email.lower(),
        accepted_at=None,
        withdrawn_at=None,
        defaults={**details, "expires_at": clock.now() + VALID_FOR},
    )
    invited = Person.objects.filter(email__iexact=email, is_active=True).first()
    if invited:
        notify("spaces.invitation", to=[invited.pk], object_id=invitation.pk, actor=by)
    send_letter(
        to=invitation.email,
        template="invitation",
        context={"invitation": invitation, "space": space, "by": by, "token": invitation_token(invitation)},
        language=invited.language if invited else "pl",
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> None:
    """Closes an invitation that was not used; its link then says so."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=clock.now())


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

    Raises InvitationClosed when the link no longer works.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("space", "city").get(pk=invitation.pk)
    if not locked.is_open:
        raise InvitationClosed
    person = person or create_person(email=locked.email, name=name, password=password, language=language)
    _let_in(person, space=locked.space, role=locked.role, city=locked.city)
    locked.accepted_at = clock.now()
    locked.save(update_fields=["accepted_at"])
    mark_read_about(person=person, kinds=["spaces.invitation"], object_ids=[locked.pk])
    return person


@transaction.atomic
def request_to_join(
    *,
    space: Space,
    name: str,
    email: str,
    text: str = "",
    city: City | None = None,
    person: Person | None = None,
) -> JoinRequest:
    """Asks the facilitators of a space to let someone in; a pending request is renewed. Facilitators are told."""
    request, _created = JoinRequest.objects.update_or_create(
        space=space,
        email=email.lower(),
        decided_at=None,
        defaults={"name": name, "text": text, "city": city, "person": person},
    )
    notify("spaces.request", to=_facilitators(space), object_id=request.pk, actor=person)
    return request


@transaction.atomic
def accept_request(*, by: Person, request: JoinRequest) -> None:
    """Lets a known person in at once, and invites a newcomer by mail, which proves the address."""
    _decide(request, by=by, is_accepted=True)
    if request.person:
        _let_in(request.person, space=request.space, role=Role.MEMBER, city=request.city)
        notify("spaces.accepted", to=[request.person.pk], object_id=request.pk, actor=by)
    else:
        invite(by=by, space=request.space, email=request.email, name=request.name, city=request.city)


@transaction.atomic
def decline_request(*, by: Person, request: JoinRequest, reason: str) -> None:
    """Says no, with a reason that goes to the one who asked."""
    _decide(request, by=by, is_accepted=False, reason=reason)
    send_letter(
        to=request.email,
        template="request_declined",
        context={"request": request, "space": request.space, "reason": reason},
        language=request.person.language if request.person else "pl",
    )


def _decide(request: JoinRequest, *, by: Person, is_accepted: bool, reason: str = "") -> None:
    pending = JoinRequest.objects.filter(pk=request.pk, decided_at=None)
    if not pending.update(decided_at=clock.now(), decided_by=by, is_accepted=is_accepted, reason=reason):
        raise Refused(_("Somebody has already decided about this request."), status=409)
    withdraw(["spaces.request"], object_id=request.pk)


def _let_in(person: Person, *, space: Space, role: str, city: City | None) -> None:
    community = Space.objects.filter(kind="community").first()
    if community:
        add_member(person=person, space=community)
    membership = add_member(person=person, space=space, role=role)
    # An invitation names a role on purpose; only a facilitator keeps what they have.
    if membership.role not in (role, Role.FACILITATOR):
        membership.role = role
        membership.save(update_fields=["role"])
    if city:
        _seat(person, city=city, space=space)


def _seat(person: Person, *, city: City, space: Space) -> None:
    edition = Edition.objects.filter(networks__space=space).first() or Edition.objects.order_by("-first_year").first()
    if edition:
        Seat.objects.get_or_create(person=person, edition=edition, until=None, defaults={"city": city})


def _facilitators(space: Space) -> list[int]:
    rows = Membership.objects.filter(role=Role.FACILITATOR, person__is_active=True)
    own = list(rows.filter(space=space).values_list("person_id", flat=True))
    return own or list(rows.filter(space__kind="community").values_list("person_id", flat=True))
