"""Doors: a file goes in, and comes out again for who may see it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.files import actions, storing
from community.files.queries import described, is_shown_smaller
from community.files.rules import find_attachment_for
from community.files.sending import send_file


@methods("POST")
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """Takes one file (`file`, with `alt` for a picture) and answers with what the composer puts into the text; 201."""
    given = request.FILES.getlist("file")
    if not given:
        raise Refused(_("Choose a file first."), status=422)
    if len(given) > 1:
        raise Refused(_("One file at a time comes in by this door. Attach them one after the other."), status=422)
    attached = actions.attach(owner=request.user, upload=given[0], alt=request.POST.get("alt", ""))  # type: ignore[arg-type]
    return JsonResponse(described(attached), status=201)


@methods("GET")
def attachment(request: HttpRequest, attachment_id: int, name: str) -> HttpResponseBase:
    """Sends a file to who may see it; of a picture the smaller twin when one asks for it (`?m=1`) and there is one."""
    found = find_attachment_for(request.user, attachment_id, name)
    one = found.attachment
    is_small = request.GET.get("m") == "1" and is_shown_smaller(one)
    return send_file(
        request,
        storing.small_name(one.file) if is_small else one.file,
        called=one.name,
        content_type=one.content_type,
        etag=one.digest[:32] + ("-small" if is_small else ""),
        is_public=found.is_public,
        as_download=not one.is_picture,
    )
