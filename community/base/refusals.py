"""Pages that help when something is refused or fails: 400, 403, 404, 405, 413, 500 and the missing token."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from community.base.http import TextTooLarge, page_before, sign_in_from_page, typed_text, wants_json


def refusal_page(request: HttpRequest, *, status: int, sentence: str, kept_text: str = "") -> HttpResponse:
    """Returns the one error page with this status and sentence; `kept_text` is shown to be copied.

    Scripts get the sentence alone: {"why": …} where they asked for JSON, plain words for htmx.
    """
    if wants_json(request):
        return JsonResponse({"why": sentence}, status=status)
    context = {
        "status": status,
        "title": titles().get(status, _("This did not work")),
        "sentence": sentence,
        "kept_text": kept_text,
        "actions": [*_way_back(request), (_("Home page"), "home"), (_("All threads"), "threads")],
    }
    if getattr(request, "htmx", False):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return render(request, "errors/error.html", context, status=status)


def _way_back(request: HttpRequest) -> list[tuple[str, str]]:
    """Returns a link to the page whose form was refused, when the browser says which page of ours that was."""
    came_from = page_before(request) if request.method == "POST" else ""
    return [(_("Back to the page"), came_from)] if came_from else []


def titles() -> dict[int, str]:
    """Returns a heading for each status that people meet."""
    return {
        400: _("We did not understand this request"),
        403: _("You cannot do this here"),
        404: _("There is no such page"),
        405: _("This address works differently"),
        409: _("Someone was faster"),
        413: _("This is too large to send"),
        429: _("A little too fast"),
    }


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the page for a malformed request, 413 for one that Django found too large while reading it."""
    if isinstance(exception, RequestDataTooBig):
        return refusal_page(request, status=413, sentence=TextTooLarge().sentence)
    if isinstance(exception, TooManyFilesSent):
        sentence = _("These are too many files at once. Go back, your text is still there, and attach 20 at most.")
        return refusal_page(request, status=413, sentence=sentence)
    return refusal_page(
        request,
        status=400,
        sentence=_("The address or the form was damaged on its way. Go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the page for a refusal by Django itself."""
    return refusal_page(request, status=403, sentence=_("You do not have the rights for this page."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the page for an address that leads nowhere, or to something this reader may not know of."""
    said = str(exception.args[0]) if isinstance(exception, Http404) and exception.args else ""
    default = _("The page may have been moved or removed, or it is only for members. Check the address or start here:")
    return refusal_page(request, status=404, sentence=said if _is_sentence(said) else default)


def server_error(request: HttpRequest) -> HttpResponse:
    """Returns the page for a fault of ours; it needs neither the database nor the person."""
    if wants_json(request):
        return JsonResponse({"why": _("Something broke on our side. Your text is safe; try again.")}, status=500)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Returns 403 with the typed text to copy: a missing or outdated form token. Scripts learn where to sign in."""
    sentence = _(
        "The form was open for too long, or you signed in again in another tab. Reload the page and send it again."
    )
    if wants_json(request) and not request.user.is_authenticated:
        return JsonResponse({"why": sentence, "sign_in": sign_in_from_page(request)}, status=403)
    return refusal_page(request, status=403, sentence=sentence, kept_text=typed_text(request))


def _is_sentence(said: Any) -> bool:
    """Tells our own sentences from Django's technical ones."""
    return isinstance(said, str) and said.endswith((".", ":", "?")) and "matching query" not in said and "{" not in said
