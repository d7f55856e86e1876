"""The way in by request: asking the facilitators, and their answer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused
from community.base.mail import send_letter
from community.live.actions import emit_all
from community.notifications.actions import notify, withdraw
from community.people.models import Person
from community.spaces.actions.belonging import let_in
from community.spaces.actions.invitations import invite
from community.spaces.models import City, Invitation, JoinRequest, Role, Space
from community.spaces.queries.entrance import account_of
from community.spaces.queries.people import facilitators_of


@transaction.atomic
def request_to_join(
    *,
    space: Space,
    name: str,
    email: str,
    text: str = "",
    city: City | None = None,
    person: Person | None = None,
    language: str = "pl",
) -> JoinRequest:
    """Asks the facilitators of a space to let someone in, tells them, and returns the request.

    A signed-in person's own pending request is renewed. Without `person` nobody has proved whose address it is:
    a pending request of that address is then returned as it stands.
    """
    pending: dict[str, Any] = {"space": space, "email": email.lower(), "decided_at": None}
    details = {"name": name, "text": text, "city": city, "language": language}
    if person:
        request, _new = JoinRequest.objects.update_or_create(**pending, defaults={**details, "person": person})
    else:
        request, is_new = JoinRequest.objects.get_or_create(**pending, defaults=details)
        if not is_new:
            return request
    notify("spaces.request", to=facilitators_of(space.pk), object_id=request.pk, actor=person)
    return request


@transaction.atomic
def accept_request(*, by: Person, request: JoinRequest) -> None:
    """Lets a known person in at once and says so, and invites a newcomer by mail, which proves the address."""
    _decide(request, by=by, is_accepted=True)
    if not request.person:
        _invite_newcomer(request, by=by)
        return
    changes = let_in(request.person, space=request.space, role=Role.MEMBER, city=request.city)
    notify("spaces.accepted", to=[request.person.pk], object_id=request.pk, actor=by)
    _answer_by_mail(request, "request_accepted")
    emit_all(changes, actor_id=by.pk)


@transaction.atomic
def decline_request(*, by: Person, request: JoinRequest, reason: str) -> None:
    """Says no, with a reason that goes to the one who asked, by mail and for a known person into the inbox."""
    _decide(request, by=by, is_accepted=False, reason=reason)
    if request.person:
        notify("spaces.declined", to=[request.person.pk], object_id=request.pk, actor=by)
    _answer_by_mail(request, "request_declined", reason=reason)


def _decide(request: JoinRequest, *, by: Person, is_accepted: bool, reason: str = "") -> None:
    pending = JoinRequest.objects.filter(pk=request.pk, decided_at=None)
    if not pending.update(decided_at=clock.now(), decided_by=by, is_accepted=is_accepted, reason=reason):
        raise Refused(_("Somebody has already decided about this request."), status=409)
    withdraw(["spaces.request"], object_id=request.pk)


def _invite_newcomer(request: JoinRequest, *, by: Person) -> None:
    """Invites the address that asked; what a facilitator wrote into an invitation that is still open stays."""
    waiting = Invitation.objects.select_related("city").filter(
        space=request.space, email=request.email, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    )
    details: dict[str, Any] = {"name": request.name, "city": request.city, "language": request.language}
    if kept := waiting.first():
        details |= {"role": kept.role, "note": kept.note, "city": kept.city or request.city}
    invite(by=by, space=request.space, email=request.email, **details)


def _answer_by_mail(request: JoinRequest, template: str, **context: str) -> None:
    known = request.person or account_of(request.email)
    send_letter(
        to=request.email,
        template=template,
        context={"request": request, "space": request.space, **context},
        language=known.language if known else request.language,
    )
