"""Pictures that people upload: what they are, their content decides; what lies is refused in words and not stored."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from community.base.middleware import FILES_LIMIT
from community.files import images

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
DOOR = "/konto/profil/zdjecie/"


def picture(kind="PNG", size=(300, 200), **extra):
    target = io.BytesIO()
    Image.new("RGB", size, (200, 30, 40)).save(target, kind, **extra)
    return target.getvalue()


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def bomb(width=50_000, height=50_000):
    """A PNG of a few bytes that says it is 2.5 billion pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def zipped():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.png", picture())
    return target.getvalue()


def with_camera_data():
    data = Image.Exif()
    data[0x010E], data[0x8825] = "TAJNY OPIS", {1: "N", 2: (52.0, 13.0, 0.0)}
    return picture("JPEG", exif=data.tobytes())


LIES = {
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "zip": zipped(),
    "text": b"to nie obraz",
    "truncated": picture("JPEG", size=(800, 800), quality=95)[:2000],
    "head-only": picture()[:20],
    "bomb": bomb(),
    "bomb-at-the-limit": bomb(6400, 6400),
    "wrong-checksums": picture().replace(b"IDAT", b"IDAX"),
    "camera-data-that-are-none": picture(exif=b"garbage"),
    "jpeg-inside-html": b"<html>" + picture("JPEG"),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
}


def send(browser, content, name="ja.png", kind="image/png"):
    return browser.post(DOOR, {"picture": SimpleUploadedFile(name, content, content_type=kind)})


def stored(settings):
    folder = settings.MEDIA_ROOT / "avatars"
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("lie", LIES)
def test_avatar_that_lies_is_refused_in_words_and_not_stored(lie, as_, anna, settings):
    response = send(as_(anna), LIES[lie])
    assert response.status_code == 422
    assert response.content.decode().count("field__error") >= 1
    anna.refresh_from_db()
    assert (anna.avatar.name, stored(settings)) == ("", [])


@pytest.mark.parametrize("content", [b"", None])
def test_avatar_missing_or_empty_is_refused_in_words(content, as_, anna):
    browser = as_(anna)
    response = browser.post(DOOR, {}) if content is None else send(browser, content)
    assert response.status_code == 422


def test_avatar_over_five_megabytes_is_refused(as_, anna):
    assert send(as_(anna), picture() + b"\0" * (5 * 1024 * 1024)).status_code == 422


def test_avatar_over_the_limit_of_requests_stops_early(as_, anna):
    assert send(as_(anna), b"\0" * (FILES_LIMIT + 1)).status_code == 413


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("name", ["ja.png", "../../../etc/passwd", "x.svg", "ż" * 300, ".png"])
def test_avatar_is_stored_as_webp_under_its_digest(kind, name, as_, anna, settings):
    assert send(as_(anna), picture(kind), name=name, kind="text/html").status_code == 302
    anna.refresh_from_db()
    (file,) = stored(settings)
    assert (file.suffix, len(file.stem)) == (".webp", 32)
    with Image.open(file) as made:
        assert (made.format, made.size) == ("WEBP", (256, 256))
    response = as_().get(anna.avatar_url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_avatar_loses_camera_data(as_, anna, settings):
    send(as_(anna), with_camera_data())
    (file,) = stored(settings)
    with Image.open(file) as made:
        assert dict(made.getexif()) == {}
    assert file.read_bytes().find(b"TAJNY") == -1


def test_avatar_with_a_page_at_its_end_loses_the_page(as_, anna, settings):
    assert send(as_(anna), picture("JPEG") + b"<script>alert(1)</script>").status_code == 302
    (file,) = stored(settings)
    assert file.read_bytes().find(b"script") == -1


def test_avatar_with_palette_and_transparency_is_taken(as_, anna):
    target = io.BytesIO()
    Image.new("P", (10, 1000)).save(target, "PNG", transparency=0)
    assert send(as_(anna), target.getvalue()).status_code == 302


def test_new_avatar_replaces_the_file_of_the_old(as_, anna, settings):
    browser = as_(anna)
    send(browser, picture(size=(10, 10)))
    send(browser, picture(size=(500, 20), kind="JPEG"))
    assert len(stored(settings)) == 1
    browser.post(DOOR, {"remove": "1"})
    anna.refresh_from_db()
    assert (anna.avatar.name, stored(settings)) == ("", [])


def test_same_picture_of_two_people_survives_one_of_them(as_, anna, jan, settings):
    for who in (anna, jan):
        send(as_(who), picture())
    as_(anna).post(DOOR, {"remove": "1"})
    jan.refresh_from_db()
    assert as_().get(jan.avatar_url).status_code == 200


def test_avatar_is_decoded_at_the_desk(as_, anna, monkeypatch):
    class Desk:
        taken = 0

        def __enter__(self):
            self.taken += 1

        def __exit__(self, *_why):
            return None

    desk = Desk()
    monkeypatch.setattr(images, "_desk", desk)
    assert (send(as_(anna), picture()).status_code, desk.taken > 0) == (302, True)
