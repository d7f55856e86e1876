"""What a facilitator sees of the ways in: pending requests and open invitations."""

from django.utils import timezone

from community.spaces.models import Invitation, JoinRequest, Space


def pending_requests(space: Space) -> list[JoinRequest]:
    """Returns the requests that wait for a decision, oldest first. One query."""
    return list(
        JoinRequest.objects.filter(space=space, decided_at=None).select_related("city", "person").order_by("created_at")
    )


def open_invitations(space: Space) -> list[Invitation]:
    """Returns the invitations that were neither used nor withdrawn nor have expired, newest first. One query."""
    rows = Invitation.objects.filter(space=space, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return list(rows.select_related("city", "invited_by").order_by("-created_at"))
