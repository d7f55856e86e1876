"""Pictures that people upload: judged by their content, re-encoded, stripped of everything but pixels."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

AVATAR_SIDE = 256
LARGEST_UPLOAD = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPicture(ValueError):
    """The bytes are not a picture that we take; the message is a sentence for the uploader."""


@dataclass(frozen=True)
class Picture:
    """A re-encoded picture (WebP) and a digest of its content for the file name."""

    content: bytes
    digest: str


def encode_avatar(content: bytes) -> Picture:
    """Returns a 256 px square WebP cut from the middle, turned as the camera meant, without metadata.

    Raises NotAPicture for other types than JPEG, PNG and WebP (whatever the name says), damaged files, files over
    5 MB, and pictures of more than 40 million pixels, whose size is read before anything is decompressed.
    """
    if len(content) > LARGEST_UPLOAD:
        raise NotAPicture(_("This picture is larger than 5 MB. Choose a smaller one."))
    square = ImageOps.fit(_open(content).convert("RGB"), (AVATAR_SIDE, AVATAR_SIDE))
    pixels = Image.new("RGB", square.size)
    pixels.paste(square)
    target = io.BytesIO()
    pixels.save(target, "WEBP", quality=82)
    return Picture(target.getvalue(), hashlib.sha256(target.getvalue()).hexdigest()[:32])


def _open(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture(_("This picture has too many pixels. Make it smaller, for example 2000 by 2000."))
            picture.load()
    except NotAPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPicture(_("This picture has too many pixels. Make it smaller, for example 2000 by 2000.")) from None
    except Exception:
        # Pillow's decoders raise many types on hostile bytes; all of them mean the same to the uploader.
        raise NotAPicture(_("This file is not a JPEG, PNG or WebP picture, or it is damaged.")) from None
    return ImageOps.exif_transpose(picture) or picture
