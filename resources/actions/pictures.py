"""Taking a picture for a page from its writer."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _
from wagtail.models import Collection

from community.base import clock
from community.base.limits import too_many_of
from community.files.actions import FileRefused
from community.files.images import LARGEST_PICTURE
from community.files.limits import MOST_A_DAY, MOST_AN_HOUR, MOST_TRIES, TooManyUploads
from community.files.models import Attachment
from community.files.names import clean_alt
from community.people.models import Person
from resources.media_forms import judged, kept_name
from resources.models import Picture

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def add_picture(*, by: Person, upload: UploadedFile, alt: str = "") -> Picture:
    """Returns an uploaded picture, encoded anew; only its uploader and the editors see it until a page shows it.

    Raises FileRefused for what is no picture or too large, and TooManyUploads beyond the limits of uploads.
    """
    _check_limits(by)
    if (upload.size or 0) > LARGEST_PICTURE:
        raise FileRefused(_("This picture is larger than 10 MB. Make it smaller and add it again."), status=413)
    try:
        taken = judged(upload, as_picture=True)
    except ValidationError as problem:
        raise FileRefused(" ".join(problem.messages), status=422) from None
    return _kept(by, kept_name(upload, taken), taken.content, alt)


def copy_picture(*, by: Person, attachment: Attachment, alt: str) -> Picture | None:
    """Returns a picture of the forum as one of the library's, which its copier may put into texts.

    It was judged when it came. None for what is no picture, or has lost its file. The caller asked whether the person
    may see it.
    """
    if not attachment.is_picture:
        return None
    try:
        content = (Path(settings.MEDIA_ROOT) / attachment.file).read_bytes()
    except OSError:
        return None
    return _kept(by, attachment.name, content, alt or attachment.alt)


def _kept(by: Person, name: str, content: bytes, alt: str) -> Picture:
    picture = Picture(
        title=name.rsplit(".", 1)[0], description=clean_alt(alt)[:255], uploaded_by_user=by,
        file=ContentFile(content, name=name), collection=Collection.get_first_root_node(),
    )  # fmt: skip
    picture._set_image_file_metadata()
    picture.save()
    return picture


def _check_limits(by: Person) -> None:
    """Counts a try; raises TooManyUploads. Two queries."""
    if too_many_of(by.pk, "picture", most=MOST_TRIES, seconds=int(_HOUR.total_seconds())):
        raise TooManyUploads(_HOUR)
    own, now = Picture.objects.filter(uploaded_by_user=by), clock.now()
    if own.filter(created_at__gt=now - _HOUR).count() >= MOST_AN_HOUR:
        raise TooManyUploads(_HOUR)
    if (own.filter(created_at__gt=now - _DAY).aggregate(total=Sum("file_size"))["total"] or 0) >= MOST_A_DAY:
        raise TooManyUploads(_DAY)
