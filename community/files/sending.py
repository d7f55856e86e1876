"""Sending stored files: after the rules have spoken, by nginx where it stands in front, otherwise by this process."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

FOR_EVER = "public, max-age=31536000, immutable"


def send_picture(name: str) -> HttpResponseBase:
    """Returns a stored WebP picture by its path below MEDIA_ROOT, named by its content and so kept for ever.

    Raises Http404 when there is no such file. The caller has checked the name: it must not come here unchecked.
    """
    path = Path(settings.MEDIA_ROOT) / name
    if not path.is_file():
        raise Http404(_("There is no such picture."))
    response: HttpResponseBase
    if settings.ACCEL_PREFIX:
        response = HttpResponse(content_type="image/webp")
        response["X-Accel-Redirect"] = f"{settings.ACCEL_PREFIX}{name}"
    else:
        response = FileResponse(path.open("rb"), content_type="image/webp")
    response["Cache-Control"] = FOR_EVER
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
