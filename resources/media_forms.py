"""How the admin takes pictures and documents of pages: opened whole, as every upload here is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from community.files.judging import judge
from community.files.verdicts import NotTaken, Taken


def judged(upload: UploadedFile, *, as_picture: bool) -> Taken:
    """Returns what is kept of an upload; raises ValidationError with the sentence of the judge."""
    try:
        taken = judge(upload.read(), name=upload.name or "")
    except NotTaken as refused:
        raise ValidationError(str(refused)) from None
    if taken.is_picture != as_picture:
        raise ValidationError(
            _("This is not a picture. Add it as a document.") if as_picture else _("This is a picture, not a document.")
        )
    return taken


def kept_name(upload: UploadedFile, taken: Taken) -> str:
    """Returns the name of the upload with the extension of what is kept."""
    return f"{(upload.name or 'plik').rsplit('/', 1)[-1].rsplit('.', 1)[0][:80]}.{taken.extension}"


class PictureForm(BaseImageForm):
    """Takes pictures that open whole, and keeps nothing of them but pixels."""

    def clean_file(self) -> Any:
        """Returns the picture encoded anew, or what is there already."""
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload
        upload.seek(0)
        taken = judged(upload, as_picture=True)
        file = ContentFile(taken.content, name=kept_name(upload, taken))
        file.image = None  # type: ignore[attr-defined]
        return file


class DocumentForm(BaseDocumentForm):
    """Takes documents that the judge of uploads takes."""

    def clean_file(self) -> Any:
        """Returns the document as it came, read by the library of its kind."""
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload
        upload.seek(0)
        taken = judged(upload, as_picture=False)
        return ContentFile(taken.content, name=kept_name(upload, taken))
