"""Pictures that people upload: judged by their content, re-encoded, stripped of everything but pixels."""

import hashlib
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from community.files.verdicts import WEBP, NotTaken, Taken

AVATAR_SIDE = 256
LARGEST_AVATAR = 5 * 1024 * 1024
LARGEST_PICTURE = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PIXELS_OF_A_PHOTO = 64_000_000  # JPEG is decoded at the size we need, so that phones of 50 megapixels may come
FULL_SIDE, SMALL_SIDE = 2000, 960
_AVATARS = ("JPEG", "PNG", "WEBP")
_PICTURES = ("JPEG", "PNG", "WEBP", "GIF")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
# Decoding one picture of the largest kind takes some 200 MB: only so many at once, however many threads there are.
_desk = threading.BoundedSemaphore(2)


class NotAPicture(NotTaken):
    """The bytes are not a picture that we take; the message is a sentence for the uploader."""


@dataclass(frozen=True)
class Picture:
    """A re-encoded picture (WebP) and a digest of its content for the file name."""

    content: bytes
    digest: str


def encode_avatar(content: bytes) -> Picture:
    """Returns a 256 px square WebP cut from the middle, turned as the camera meant, without metadata.

    Raises NotAPicture for other types than JPEG, PNG and WebP (whatever the name says), damaged files, files over
    5 MB, and pictures of more than 40 million pixels (JPEG: 64), which are counted before anything is decompressed.
    """
    if len(content) > LARGEST_AVATAR:
        raise NotAPicture(_("This picture is larger than 5 MB. Choose a smaller one."))
    sentence = _("This file is not a JPEG, PNG or WebP picture, or it is damaged.")
    with _decoding(sentence):
        square = ImageOps.fit(_open(content, _AVATARS).convert("RGB"), (AVATAR_SIDE, AVATAR_SIDE))
        encoded = _encode(square)
    return Picture(encoded, hashlib.sha256(encoded).hexdigest()[:32])


def looks_like_picture(content: bytes) -> bool:
    """Returns whether the bytes begin as a picture of a kind that we take."""
    return content.startswith(_STARTS) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def judge_picture(content: bytes) -> Taken:
    """Returns a picture as WebP of at most 2000 px a side, and one of 960 px for pages when that is smaller.

    Turned as the camera meant; an animation's first frame; transparency stays; whatever else was in the file (place,
    camera, a second file behind the picture) is gone. Raises NotAPicture with a sentence.
    """
    if len(content) > LARGEST_PICTURE:
        raise NotAPicture(_("This picture is larger than 10 MB. Make it smaller and attach it again."))
    sentence = _("This picture is damaged. Open it, save it again as JPEG or PNG, and attach that.")
    with _decoding(sentence):
        picture = _open(content, _PICTURES)
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        picture.thumbnail((FULL_SIDE, FULL_SIDE))
        full, (width, height) = _encode(picture), picture.size
        is_large = max(width, height) > SMALL_SIDE
        if is_large:
            picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
        return Taken(full, WEBP, "webp", width, height, _encode(picture) if is_large else b"")


def _encode(picture: Image.Image) -> bytes:
    """Returns the pixels as WebP; they are put into a new picture, because Pillow takes metadata along."""
    pixels = Image.new(picture.mode, picture.size)
    pixels.paste(picture)
    target = io.BytesIO()
    pixels.save(target, "WEBP", quality=82)
    return target.getvalue()


@contextmanager
def _decoding(sentence: str) -> Iterator[None]:
    """Waits for a place at the desk; raises NotAPicture with the sentence for whatever the decoders stumble over."""
    with _desk:
        try:
            yield
        except NotAPicture:
            raise
        except Image.DecompressionBombError:
            raise NotAPicture(_too_many_pixels()) from None
        except Exception:
            # Pillow raises many types on hostile bytes; all of them mean the same to the uploader.
            raise NotAPicture(sentence) from None


def _open(content: bytes, formats: tuple[str, ...]) -> Image.Image:
    """Returns the decoded picture, turned, in eight bits a colour; raises NotAPicture for too many pixels."""
    picture: Image.Image = Image.open(io.BytesIO(content), formats=formats)
    is_photo = picture.format in ("JPEG", "MPO")
    if picture.width * picture.height > (MOST_PIXELS_OF_A_PHOTO if is_photo else MOST_PIXELS):
        raise NotAPicture(_too_many_pixels())
    picture.draft("RGB", (FULL_SIDE, FULL_SIDE))
    picture.load()
    turned = ImageOps.exif_transpose(picture) or picture
    return _in_eight_bits(turned) if turned.mode.startswith("I;16") else turned


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Returns a grey picture of sixteen bits in eight; Pillow would make white of whatever is lighter than 255."""
    grey = picture.point(lambda light: light * (1 / 256)).convert("L")
    if "transparency" in picture.info:  # the one grey that shows nothing
        grey.info["transparency"] = picture.info["transparency"] // 256
    return grey


def _too_many_pixels() -> str:
    return _("This picture has too many pixels. Make it smaller, for example 2000 by 2000.")
