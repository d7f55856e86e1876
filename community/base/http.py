"""Requests and refusals: who may pass a door, what is said when not, and keeping what was typed meanwhile."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

View = Callable[..., HttpResponseBase]
_KEPT = "kept_forms"
_KEPT_AT_MOST = 3
# Passwords, codes and keys are typed, too: nothing else is ever shown again.
_PROSE = (
    "title", "text", "reason", "note", "bio", "purpose", "question", "description", "comment", "summary", "body",
    "problem", "solution", "prerequisites", "what_failed", "evidence",
)  # fmt: skip
TEXT_LIMIT_BYTES = 200 * 1024
_WORTH_KEEPING = 40  # shorter fields are keys and choices


class CommunityRequest(HttpRequest):
    """A request after the middleware: it knows htmx."""

    htmx: HtmxDetails


class Refused(Exception):
    """A door stays shut: an HTTP status and a sentence that says why and what to do. Nothing typed is lost.

    A kind of refusal that always says the same says it as `said` and `status`, and is raised without arguments.
    """

    said: ClassVar["StrPromise"]
    status = 403

    def __init__(self, sentence: str = "", *, status: int | None = None) -> None:
        self.sentence = sentence or str(self.said)
        self.status = status or self.status
        super().__init__(self.sentence)


class TextTooLarge(Refused):
    """More text than a form takes back (200 KB): 413; the browser keeps what was typed."""

    said = gettext_lazy(
        "This text is too long to send. It is still in your browser: go back, shorten it and send it again."
    )
    status = 413


def methods(*allowed: str) -> Callable[[View], View]:
    """Lets only these methods through; HEAD goes with GET. Others get 405 with a sentence and an Allow header."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in allowed or (request.method == "HEAD" and "GET" in allowed):
                request.opens_by_get = "GET" in allowed  # type: ignore[attr-defined]
                return view(request, *args, **kwargs)
            raise MethodRefused(allowed)

        return checked

    return decorate


class MethodRefused(Refused):
    """The address exists, but not for this method."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(
            _("This address cannot be used this way. Go back and use the buttons on the page."), status=405
        )
        self.allowed = ", ".join(allowed)


def signed_in(view: View) -> View:
    """Lets signed-in people through. Others sign in first; what they had typed waits for them in the session."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and getattr(request, "opens_by_get", True):
            keep_form(request)
            if wants_json(request):
                return sign_in_json(request)
            messages.info(request, _("Sign in to finish. What you typed is safe."))
        return sign_in_json(request) if wants_json(request) else to_sign_in(request)

    return checked


def wants_json(request: HttpRequest) -> bool:
    """Returns whether a script of ours asks: it says that it reads JSON rather than a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def sign_in_json(request: HttpRequest) -> JsonResponse:
    """Returns 401 with a sentence and the address to sign in at, for a script that keeps what was typed."""
    why = _("Sign in to finish. What you typed is safe.")
    return JsonResponse({"why": why, "sign_in": sign_in_from_page(request)}, status=401)


def sign_in_from_page(request: HttpRequest) -> str:
    """Returns the address of the sign-in page that leads back to the page whose script asks: it goes on by itself."""
    return _sign_in_address(page_before(request) or _way_back(request))


def _sign_in_address(back: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Returns a redirect to the sign-in page that leads back here."""
    target = _sign_in_address(_way_back(request))
    return HttpResponseClientRedirect(target) if getattr(request, "htmx", False) else HttpResponseRedirect(target)


def _way_back(request: HttpRequest) -> str:
    """Returns where to go after signing in: here, or to the page with the button when here takes presses only."""
    if getattr(request, "opens_by_get", True):
        return request.get_full_path()
    return page_before(request) or reverse("home")


def page_before(request: HttpRequest) -> str:
    """Returns the path of the page of ours that this request came from, empty when the browser does not say."""
    try:
        came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return ""
    if came_from.netloc != request.get_host() or not came_from.path.startswith("/"):
        return ""
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def own_address(target: str) -> str:
    """Returns where a form asked to be led back, when that is a path of this site; home otherwise."""
    is_path = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_path else reverse("home")


def keep_form(request: HttpRequest) -> None:
    """Keeps the typed fields of a form in the session under its path, for at most three forms.

    Raises TextTooLarge for what no form would take back.
    """
    kept = dict(request.session.get(_KEPT, {}))
    kept.pop(request.path, None)
    # What was typed and ticked under one name becomes one line: a field of topics reads both.
    given = {name: ", ".join(map(str, values)) for name, values in request.POST.lists()}
    fields = {name: value for name, value in given.items() if name != "csrfmiddlewaretoken"}
    if sum(len(value.encode(errors="replace")) for value in fields.values()) > TEXT_LIMIT_BYTES:
        raise TextTooLarge
    kept[request.path] = fields
    request.session[_KEPT] = dict(list(kept.items())[-_KEPT_AT_MOST:])


def typed_text(request: HttpRequest) -> str:
    """Returns what was written into a refused form, to be shown for copying; only fields that hold prose."""
    typed = [str(request.POST.get(name, "")) for name in _PROSE]
    text = "\n\n".join(part for part in typed if part.strip())
    return text[:TEXT_LIMIT_BYTES] if len(text) > _WORTH_KEEPING else ""


def take_kept_form(request: HttpRequest) -> dict[str, str]:
    """Returns and forgets what was typed into the form of this path before signing in; empty when nothing."""
    kept = request.session.get(_KEPT)
    if not kept or request.path not in kept:
        return {}
    fields = kept.pop(request.path)
    request.session.modified = True
    return dict(fields)
