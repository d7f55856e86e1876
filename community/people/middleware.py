"""Who is asking: mangled session keys are dropped, and `request.user` is the person itself, not a lazy stand-in."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

_SESSION_KEY = re.compile(r"[0-9a-z]{8,64}")


class SessionKeyMiddleware:
    """Forgets a session cookie that no server of ours has set; PostgreSQL would refuse a NUL with an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on, without a mangled key."""
        if not _SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


class PersonMiddleware:
    """Loads the signed-in person once; without a session cookie nobody is looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sets the user and passes the request on."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        request.user = get_user(request) if key else AnonymousUser()
        return self.get_response(request)
