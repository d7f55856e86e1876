"""Doors of pictures and documents: the rules are asked for each."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from community.base.http import methods
from community.files.sending import send_file
from resources.rules import find_document_for, find_picture_for

_PICTURES = {"webp": "image/webp", "png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}


@methods("GET")
def picture(request: HttpRequest, rendition_id: int, name: str) -> HttpResponseBase:
    """Sends a picture in one of its sizes."""
    found, is_public = find_picture_for(request.user, rendition_id, name)
    return send_file(
        request,
        str(found.file.name),
        called=name,
        content_type=_PICTURES.get(name.rpartition(".")[2], "application/octet-stream"),
        etag=f"{found.pk}-{found.image.file_hash}",
        is_public=is_public,
        as_download=False,
    )


@methods("GET")
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Sends a document as a download."""
    found, is_public = find_document_for(request.user, document_id, document_filename)
    return send_file(
        request,
        str(found.file.name),
        called=found.filename,
        content_type=found.content_type,
        etag=f"{found.pk}-{found.file_hash}",
        is_public=is_public,
        as_download=True,
    )
