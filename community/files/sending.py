"""Sending stored files: after the rules have spoken, by nginx where it stands in front, otherwise by this process."""

import io
import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

FOR_EVER = "public, max-age=31536000, immutable"
# What everybody may see: browsers keep it for ten minutes, because it may be deleted, and no cache between keeps it.
FOR_ALL = "public, max-age=600, s-maxage=0"
# What only some may see: asked again each time, and answered with 304 after the rules have spoken.
FOR_SOME = "private, no-cache"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def send_picture(name: str) -> HttpResponseBase:
    """Returns a stored WebP picture by its path below MEDIA_ROOT, named by its content and so kept for ever.

    Raises Http404 when there is no such file. The caller has checked the name: it must not come here unchecked.
    """
    response = _body(_existing(name), name, "image/webp")
    response["Cache-Control"] = FOR_EVER
    return _made_safe(response)


def send_file(
    request: HttpRequest, name: str, *, called: str, content_type: str, etag: str, is_public: bool, as_download: bool
) -> HttpResponseBase:
    """Returns a stored file by its path below MEDIA_ROOT, under the name that people know; 304 when it is known.

    A part of it (206, or 416) when one asks for a single range. Raises Http404 when the file is missing.
    """
    path = _existing(name)
    known = get_conditional_response(request, etag=f'"{etag}"')
    response = known or _body(path, name, content_type, _part(request, path, etag))
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = FOR_ALL if is_public else FOR_SOME
    if known is None:
        response["Content-Disposition"] = content_disposition_header(as_download, called) or "attachment"
    return _made_safe(response)


def _existing(name: str) -> Path:
    path = Path(settings.MEDIA_ROOT) / name
    if not path.is_file():
        raise Http404(_("There is no such picture."))
    return path


def _made_safe(response: HttpResponseBase) -> HttpResponseBase:
    """Returns the response with what keeps a file from acting as a page of ours; nginx repeats it (nginx.conf)."""
    for name, value in _SAFE.items():
        response[name] = value
    return response


def _body(path: Path, name: str, content_type: str, part: tuple[int, int] | None = None) -> HttpResponseBase:
    """Returns the file, or nginx's order to send it; nginx minds ranges by itself."""
    if settings.ACCEL_PREFIX:
        return HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": f"{settings.ACCEL_PREFIX}{name}"})
    size = path.stat().st_size
    if part is None:
        return FileResponse(path.open("rb"), content_type=content_type, headers={"Accept-Ranges": "bytes"})
    first, last = part
    if not first <= last < size:
        return HttpResponse(status=416, content_type=content_type, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(first)
        piece = file.read(last - first + 1)
    response = FileResponse(io.BytesIO(piece), status=206, content_type=content_type)
    response["Accept-Ranges"], response["Content-Range"] = "bytes", f"bytes {first}-{last}/{size}"
    return response


def _part(request: HttpRequest, path: Path, etag: str) -> tuple[int, int] | None:
    """Returns the first and last byte that are asked for; None for all, for several ranges, and for another version."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked[0] == "bytes=-" or request.headers.get("If-Range", f'"{etag}"') != f'"{etag}"':
        return None
    size = path.stat().st_size
    if not asked[1]:
        return max(0, size - int(asked[2])), size - 1
    return int(asked[1]), min(int(asked[2] or size), size - 1)
