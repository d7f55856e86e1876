"""What stands around every page: the signed-in person, the language link. No query: error pages need it too."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from community.base.languages import in_other_language, prefix
from community.people.models import Person

# From these pages one signs in without coming back to them.
_ACCOUNTS = ("/konto/", "/en/konto/", "/dolacz/", "/en/dolacz/")


@dataclass(frozen=True, slots=True)
class Member:
    """The signed-in person in the header."""

    name: str
    url: str
    unread: int
    initials: str
    hue: int
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around a page; error pages get it without the database."""

    member: Member | None
    language: str
    other_language_name: str
    other_language_url: str
    login_url: str
    join_url: str
    is_demo: bool
    url_path: str
    site_url: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame and the operator, without a query."""
    path, query = request.path, request.META.get("QUERY_STRING", "")
    language = get_language() or "pl"
    is_page = request.method in ("GET", "HEAD")
    back = f"{path}?{query}" if is_page and query else path
    login = reverse("account_login")
    other = in_other_language(path) if not path.startswith(("/demo/", "/awatar/")) else "/"
    shown = Frame(
        member=_member(request),
        language=language,
        other_language_name="English" if language == "pl" else "Polski",
        other_language_url=f"{other}?{query}" if is_page and query else other,
        login_url=login if not is_page or path.startswith(_ACCOUNTS) else f"{login}?{urlencode({'next': back})}",
        join_url=reverse("join"),
        is_demo=settings.IS_DEMO,
        url_path=path,
        site_url=settings.SITE_URL,
    )
    return {"frame": shown, "operator": settings.OPERATOR, "viewer": getattr(request, "user", None)}


def _member(request: HttpRequest) -> Member | None:
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not person.is_authenticated:
        return None
    unread: int = getattr(person, "unread_count", 0)
    return Member(person.name, prefix() + person.url, unread, person.initials, person.hue, person.avatar_url)
