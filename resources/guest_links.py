"""Signed links by which somebody without an account reads one revision of a page: nothing secret is stored."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from django.core import signing

HOLDS_FOR = timedelta(days=14)
_SALT = "resources.guest"


@dataclass(frozen=True, slots=True)
class GuestLink:
    """What a link names: a page, one of its revisions, and which link it is."""

    page_id: int
    revision_id: int
    key: str


def new_key() -> str:
    """Returns a name for a new link."""
    return token_urlsafe(12)


def token_of(link: GuestLink) -> str:
    """Returns the token that a link carries; it holds for fourteen days from now."""
    content = [link.page_id, link.revision_id, link.key]
    return signing.dumps(content, salt=_SALT).replace(":", "~")


def read_token(token: str) -> GuestLink | None:
    """Returns what a token names; None when it is not ours or has expired."""
    try:
        page_id, revision_id, key = signing.loads(token.replace("~", ":"), salt=_SALT, max_age=HOLDS_FOR)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return None
    return GuestLink(int(page_id), int(revision_id), str(key))
