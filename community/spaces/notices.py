"""What the notifications about belonging say. One query each."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from community.notifications.kinds import Told
from community.people.models import Person
from community.spaces.models import Invitation, JoinRequest
from community.spaces.rules import standing_of
from community.spaces.tokens import invitation_token


def tell_invitation(person: Person, invitation_ids: Sequence[int]) -> dict[int, Told]:
    """Someone invited the person into a space."""
    rows = Invitation.objects.filter(pk__in=invitation_ids, email__iexact=person.email, withdrawn_at=None)
    rows = rows.select_related("space", "invited_by")
    return {
        row.pk: Told(
            _("%(name)s invites you to %(space)s")
            % {"name": row.invited_by or _("A facilitator"), "space": row.space.name},
            f"/zaproszenie/{invitation_token(row)}/" if row.is_open else row.space.url,
        )
        for row in rows
    }


def tell_request(person: Person, request_ids: Sequence[int]) -> dict[int, Told]:
    """Someone asks to be let into a space that the person facilitates."""
    standing = standing_of(person)
    rows = JoinRequest.objects.filter(pk__in=request_ids).select_related("space")
    return {
        row.pk: Told(
            _("%(name)s asks to join %(space)s") % {"name": row.name, "space": row.space.name},
            f"{row.space.url}osoby/",
        )
        for row in rows
        if standing.leads(row.space_id)
    }


def tell_accepted(person: Person, request_ids: Sequence[int]) -> dict[int, Told]:
    """The person's request to join was accepted."""
    rows = JoinRequest.objects.filter(pk__in=request_ids, person=person).select_related("space")
    return {
        row.pk: Told(_("You are now a member of %(space)s") % {"space": row.space.name}, row.space.url) for row in rows
    }


def tell_declined(person: Person, request_ids: Sequence[int]) -> dict[int, Told]:
    """The person's request to join was declined, and why."""
    rows = JoinRequest.objects.filter(pk__in=request_ids, person=person).select_related("space")
    return {
        row.pk: Told(
            _("The answer of %(space)s to your request is no: %(reason)s")
            % {"space": row.space.name, "reason": row.reason},
            row.space.url,
        )
        for row in rows
    }
