"""What stands around every page: the signed-in person, the language link. No query: error pages need it too."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from community.base.addresses import address
from community.base.languages import in_other_language, prefix
from community.people.models import Person

# From these pages one signs in without coming back to them.
_ACCOUNTS = ("/konto/", "/en/konto/", "/dolacz/", "/en/dolacz/")
_PAGE = re.compile(r"(?:^|&)strona=([0-9]{1,6})(?:&|$)")


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
    canonical_url: str
    in_languages: list[tuple[str, str]]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame and the operator, without a query."""
    path, query = request.path, request.META.get("QUERY_STRING", "")
    language = get_language() or "pl"
    is_page = request.method in ("GET", "HEAD")
    back = f"{path}?{query}" if is_page and query else path
    login = address("account_login")
    other = in_other_language(path) if not path.startswith(("/demo/", "/awatar/", "/pliki/")) else "/"
    in_languages = _in_languages(path if language == "pl" else in_other_language(path), query)
    shown = Frame(
        member=_member(request),
        language=language,
        other_language_name="English" if language == "pl" else "Polski",
        other_language_url=f"{other}?{query}" if is_page and query else other,
        login_url=login if not is_page or path.startswith(_ACCOUNTS) else f"{login}?{urlencode({'next': back})}",
        join_url=address("join"),
        is_demo=settings.IS_DEMO,
        url_path=path,
        site_url=settings.SITE_URL,
        canonical_url=dict(in_languages)[language],
        in_languages=in_languages,
    )
    # One token for all forms of a page: each would be drawn anew otherwise, and sixty signs without a pattern weigh.
    # Pages of members always have forms; a visitor's page that has none gets no cookie.
    token = csrf_input(request) if shown.member else SimpleLazyObject(lambda: csrf_input(request))
    return {
        "frame": shown, "operator": settings.OPERATOR, "viewer": getattr(request, "user", None), "csrf_input": token,
    }  # fmt: skip


def _in_languages(polish: str, query: str) -> list[tuple[str, str]]:
    """Returns this page's full address for each language, the one for all others last.

    Of what follows the path, only the number of the page says what stands there.
    """
    number = _PAGE.search(query)
    page = f"?strona={number[1]}" if number and number[1] != "1" else ""
    first, second = (settings.SITE_URL + iri_to_uri(path) + page for path in (polish, in_other_language(polish)))
    return [("pl", first), ("en", second), ("x-default", first)]


def _member(request: HttpRequest) -> Member | None:
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not person.is_authenticated:
        return None
    unread: int = getattr(person, "unread_count", 0)
    return Member(person.name, prefix() + person.url, unread, person.initials, person.hue, person.avatar_url)
