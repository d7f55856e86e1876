"""The door of guests without an account: reading one revision by its link, and answering once."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from community.base.http import Refused, methods
from community.base.limits import too_many
from resources.actions.guests import answer_as_guest, has_answered, open_link
from resources.models import ResourcePage
from resources.queries.drafts import guest_parts, guest_view
from resources.writing_forms import GuestForm

_KNOCKS, _WITHIN = 60, 600


@methods("GET", "POST")
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Shows one revision of a page to whoever has the link, and takes one answer. Opening it changes nothing."""
    if too_many(request, "guest", most=_KNOCKS, seconds=_WITHIN):
        raise Refused(_("Too many attempts from here. Wait ten minutes and try again."), status=429)
    opened = open_link(token)
    draft: Any = opened[1].as_object() if opened else None
    if opened is None or not isinstance(draft, ResourcePage):
        raise Http404(
            _("This link no longer works: it is too old, or the text was changed and sent anew. Ask for one.")
        )
    answered = has_answered(opened[0])
    form = GuestForm(request.POST if request.method == "POST" and not answered else None)
    if request.method == "POST" and not answered and form.is_valid():
        answer_as_guest(link=opened[0], **form.cleaned_data)
        return redirect(request.path)
    shown = guest_view(draft)
    context = {
        **guest_parts(draft, shown), "page": draft, "shown": shown, "preview": "guest",
        "guest_form": form, "answered": answered,
    }  # fmt: skip
    answer = render(request, f"resources/{draft.kind}.html", context, status=_status(request, form, answered))
    patch_cache_control(answer, private=True, no_store=True)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _status(request: HttpRequest, form: GuestForm, answered: bool) -> int:
    if request.method == "POST" and answered:
        return 409
    return 422 if form.errors else 200
