"""What the tests of the writer's desk share: what its form sends, what is kept then, and a picture."""

import html as html_of
import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from resources.actions.writing import version_of


def form_of(page, **changed):
    """What the form of an article sends."""
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    kept = {
        "title": draft.title, "space": draft.space_id, "audience": draft.audience, "body": "<p>Treść.</p>",
        "version": version_of(page.latest_revision),
    }  # fmt: skip
    return {name: value for name, value in {**kept, **changed}.items() if value is not None}


def draft_of(page):
    page.refresh_from_db()
    return page.get_latest_revision_as_object()


def text_of(response):
    """The words of a page's main part."""
    main = re.search(r"<main\b.*?</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(html_of.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def webp(size=(40, 30)):
    target = io.BytesIO()
    Image.new("RGB", size, "green").save(target, "PNG")
    return SimpleUploadedFile("ławka.png", target.getvalue(), "image/png")
