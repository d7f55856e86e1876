"""What a facilitator sees of the ways in: pending requests and open invitations; and whose a mail address is."""

from django.utils import timezone

from community.people.models import Person
from community.spaces.models import Invitation, JoinRequest, Membership, Space


def pending_requests(space: Space) -> list[JoinRequest]:
    """Returns the requests that wait for a decision, oldest first. One query."""
    rows = JoinRequest.objects.filter(space=space, decided_at=None).select_related("city", "person")
    return list(rows.order_by("created_at", "pk"))


def open_invitations(space: Space) -> list[Invitation]:
    """Returns the invitations that were neither used nor withdrawn nor have expired, newest first. One query."""
    rows = Invitation.objects.filter(space=space, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return list(rows.select_related("city", "invited_by").order_by("-created_at", "-pk"))


def account_of(email: str) -> Person | None:
    """Returns the person who signs in with a mail address, None without one or when it was closed. One query."""
    return Person.objects.filter(email__iexact=email, is_active=True).first()


def has_account(email: str) -> bool:
    """Returns whether a mail address is somebody's, also of a closed account. One query."""
    return Person.objects.filter(email__iexact=email).exists()


def membership_of_address(space: Space, email: str) -> Membership | None:
    """Returns the membership in a space of the person with a mail address, or None. One query."""
    rows = Membership.objects.filter(space=space, person__email__iexact=email, person__is_active=True)
    return rows.select_related("person").first()
