"""Makes `request.user` the person itself instead of a lazy stand-in, which every rule would have to unwrap."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse


class PersonMiddleware:
    """Loads the signed-in person once; without a session cookie nobody is looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sets the user and passes the request on."""
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.user = get_user(request) if has_session else AnonymousUser()
        return self.get_response(request)
