"""What the notifications about belonging say. One query each."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from community.notifications.kinds import Told, about_several
from community.people.models import Person
from community.spaces.models import HandOver, Invitation, JoinRequest
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
            about=f"space:{row.space_id}",
        )
        for row in rows
    }


def tell_request(person: Person, request_ids: Sequence[int]) -> dict[int, Told]:
    """Someone asks to be let into a space that the person facilitates."""
    standing = standing_of(person)
    rows = JoinRequest.objects.filter(pk__in=request_ids).select_related("space")
    one, several = _("%(name)s asks to join %(space)s"), _("%(names)s asked to join %(space)s")
    return {
        row.pk: Told(
            one % {"name": row.name, "space": row.space.name}, f"{row.space.url}osoby/", about=f"space:{row.space_id}",
            several=about_several(several, space=row.space.name), who=row.name,
        )
        for row in rows
        if standing.leads(row.space_id)
    }  # fmt: skip


def tell_accepted(person: Person, request_ids: Sequence[int]) -> dict[int, Told]:
    """The person's request to join was accepted."""
    rows = JoinRequest.objects.filter(pk__in=request_ids, person=person).select_related("space")
    return {
        row.pk: Told(
            _("You are now a member of %(space)s") % {"space": row.space.name}, row.space.url,
            about=f"space:{row.space_id}",
        )
        for row in rows
    }  # fmt: skip


def tell_declined(person: Person, request_ids: Sequence[int]) -> dict[int, Told]:
    """The person's request to join was declined, and why."""
    rows = JoinRequest.objects.filter(pk__in=request_ids, person=person).select_related("space")
    return {
        row.pk: Told(
            _("The answer of %(space)s to your request is no: %(reason)s")
            % {"space": row.space.name, "reason": row.reason},
            row.space.url,
            about=f"space:{row.space_id}",
        )
        for row in rows
    }


def tell_hand_over(person: Person, ids: Sequence[int]) -> dict[int, Told]:
    """Someone offers the person a seat."""
    rows = HandOver.objects.filter(pk__in=ids, taker=person, withdrawn_at=None).select_related("giver", "seat__city")
    sentence = _("%(name)s hands a seat over to you: %(city)s")
    return {
        row.pk: Told(
            sentence % {"name": row.giver or _("A former member"), "city": row.seat.city.name},
            f"/przekazanie/{row.pk}/",
            about=f"hand_over:{row.pk}",
        )
        for row in rows
    }


def tell_hand_over_answered(person: Person, ids: Sequence[int]) -> dict[int, Told]:
    """The successor took the person's seat over, or said no."""
    rows = HandOver.objects.filter(pk__in=ids, giver=person).select_related("taker", "seat__city")
    taken, declined = _("%(name)s took your seat over: %(city)s"), _("%(name)s cannot take your seat over: %(city)s")
    return {
        row.pk: Told(
            (taken if row.accepted_at else declined)
            % {"name": row.taker or _("A former member"), "city": row.seat.city.name},
            f"/przekazanie/{row.pk}/",
            about=f"hand_over:{row.pk}",
        )
        for row in rows
        if row.accepted_at or row.declined_at
    }
