"""Uploading in tests: as the composer's script does it, and as a form without scripts."""

from django.core.files.uploadedfile import SimpleUploadedFile

from community.files.actions import attach
from tests.files import making

DOOR = "/pliki/"
JSON = {"accept": "application/json"}


def given(content, name="plan.pdf"):
    """A file as a form brings it, with a type that lies."""
    return SimpleUploadedFile(name, content, content_type="text/html")


def send(browser, content, name="plan.pdf", **more):
    """Uploads a file as the composer does."""
    return browser.post(DOOR, {"file": given(content, name), **more}, headers=JSON)


def pdf_of(who, name="plan.pdf"):
    """A PDF of somebody's that nothing shows yet."""
    return attach(owner=who, upload=given(making.pdf(), name))


def picture_of(who, name="drzewo.png", size=(1200, 900), alt=""):
    """A picture of somebody's that nothing shows yet."""
    return attach(owner=who, upload=given(making.picture(size=size), name), alt=alt)
