"""Signed tokens of invitations: the link proves itself, nothing secret is stored."""

from django.core import signing

from community.spaces.models import Invitation

_SALT = "community.spaces.invitation"


def invitation_token(invitation: Invitation) -> str:
    """Returns the token that an invitation's link carries; renewing the invitation keeps old links working."""
    return signing.Signer(salt=_SALT).sign_object({"i": invitation.pk, "e": invitation.email})


def read_invitation(token: str) -> Invitation | None:
    """Returns the invitation a token was signed for, open or not; None when the token is not ours."""
    try:
        content = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, UnicodeError):
        return None
    rows = Invitation.objects.select_related("space", "city", "invited_by")
    return rows.filter(pk=content["i"], email=content["e"]).first()
