"""Thin layers around every page: bodies that are too large stop early, refusals become helpful pages."""

from collections.abc import Callable
from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from community.base.http import MethodRefused, Refused, TextTooLarge, typed_text
from community.base.refusals import refusal_page

# 200 KB of Polish text needs up to three times as many bytes in a form; files have the larger limit.
FORM_LIMIT = 1024 * 1024
FILES_LIMIT = 48 * 1024 * 1024  # as client_max_body_size in nginx.conf.template


class PolicyMiddleware(CSPMiddleware):
    """Django-csp's, which composes the policy once: nearly all answers have the same one. Nonces it does not know."""

    def process_request(self, request: HttpRequest) -> None:
        """Does nothing: nothing of ours stands inline."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Returns the answer with its policy; what a view says of it by django-csp's decorators holds."""
        if settings.DEBUG or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)  # Django's own pages about faults have styles inline
        if request.path.startswith(settings.ADMIN_PATH):
            if response.headers.get(HEADER, _policy()) == _policy():  # a page that it previews brings the common one
                response.headers[HEADER] = _admin_policy()
            response.headers["X-Frame-Options"] = "SAMEORIGIN"  # it shows previews in frames of its own
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return build_policy()


@cache
def _admin_policy() -> str:
    return build_policy(replace=settings.ADMIN_POLICY)


class BodyLimitMiddleware:
    """Answers 413 with a sentence, before anything is read, when a request announces too large a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on, or refuses it."""
        announced = request.META.get("CONTENT_LENGTH") or ""
        is_multipart = request.META.get("CONTENT_TYPE", "").startswith("multipart/form-data")
        if announced.isdecimal() and int(announced) > (FILES_LIMIT if is_multipart else FORM_LIMIT):
            return self._refuse(request, is_multipart)
        return self.get_response(request)

    def _refuse(self, request: HttpRequest, is_multipart: bool) -> HttpResponse:
        sentence = (
            _(
                "This is too large to send at once. A picture may have at most 10 MB, a document 20 MB: make them "
                "smaller, or attach them one after the other."
            )
            if is_multipart
            else _("This text is too long to send. It is still in your browser: go back, shorten it and send it again.")
        )
        with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
            return refusal_page(request, status=413, sentence=sentence)


class RefusalMiddleware:
    """Turns a Refused raised by a view into its page, with what was typed to copy.

    Stands innermost, so that the page knows the person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Returns the page of a refusal; other exceptions go their way."""
        if not isinstance(exception, Refused):
            return None
        kept = "" if isinstance(exception, TextTooLarge) else typed_text(request)
        response = refusal_page(request, status=exception.status, sentence=exception.sentence, kept_text=kept)
        if isinstance(exception, MethodRefused):
            response["Allow"] = exception.allowed
        return response
