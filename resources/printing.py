"""HTML on paper: WeasyPrint makes a tagged PDF (PDF/UA-1) of it. Nothing is fetched: the style sheet and the pictures

of pages are read from the disk, everything else is refused. Knows no pages, and asks no query.
"""

import io
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image, ImageFile

logger = logging.getLogger(__name__)
# What WeasyPrint needs beside Python, as Debian calls it.
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
STYLE = "css/document.css"
_FEW_COLOURS = 4096
_QUALITY = 85


class NotFetched(ValueError):
    """The document asked for something that is neither a style sheet of ours nor a picture of its page."""


@cache
def missing_for_printing() -> tuple[str, ...]:
    """Returns the system's packages that are missing, none where PDFs can be made. Asked once in a process."""
    try:
        import weasyprint  # noqa: F401

        # It makes Pillow take pictures that are cut off, for all of the process; what people upload is judged whole.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    except (ImportError, OSError) as problem:
        logger.warning("PDFs cannot be made here: %s", problem)
        return PACKAGES
    return ()


def style_sheet() -> str:
    """Returns the style sheet of documents."""
    return _static(STYLE).read_text(encoding="utf-8")


def print_html(html: str, pictures: Mapping[str, Path]) -> bytes:
    """Returns a whole page of HTML as a PDF; `pictures` are the files of the pictures it shows, by their paths.

    Takes a second for a few pages. Raises OSError where the system lacks what `missing_for_printing` names.
    """
    if missing := missing_for_printing():
        raise OSError(", ".join(missing))
    from weasyprint import CSS, HTML

    fetcher = _fetcher(pictures)
    base = f"{settings.SITE_URL}/"
    style = CSS(string=style_sheet(), base_url=base, url_fetcher=fetcher)
    pdf: bytes = HTML(string=html, base_url=base, url_fetcher=fetcher).write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1", pdf_tags=True, jpeg_quality=_QUALITY
    )
    return pdf


def own_file(url: str, pictures: Mapping[str, Path]) -> Path:
    """Returns the file that an address stands for; raises NotFetched for all that is not the document's own."""
    site, asked = urlsplit(settings.SITE_URL), urlsplit(url)
    if (asked.scheme, asked.netloc) != (site.scheme, site.netloc):
        raise NotFetched(url)
    path = unquote(asked.path)
    if path in pictures:
        return pictures[path]
    if path.startswith(settings.STATIC_URL):
        return _static(path.removeprefix(settings.STATIC_URL))
    raise NotFetched(url)


def _static(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise NotFetched(name)
    return Path(found)


def _fetcher(pictures: Mapping[str, Path]) -> Any:
    """Returns what WeasyPrint fetches by. Its class is made here, because the library may be missing."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Opens files of ours; the opener beneath, which knows networks and folders, is never reached."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = own_file(url, pictures)
            kind = "text/css" if path.suffix == ".css" else "image/svg+xml" if path.suffix == ".svg" else "image/*"
            content = _for_paper(path) if path in pictures.values() else path.read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return OwnFiles(allowed_protocols=())


def _for_paper(path: Path) -> bytes:
    """Returns a picture as PDF can hold it: photographs as JPEG, for a PDF has no WebP; drawings without loss."""
    written = io.BytesIO()
    with Image.open(path) as picture:
        is_photograph = "A" not in picture.getbands() and picture.convert("RGB").getcolors(_FEW_COLOURS) is None
        if is_photograph:
            picture.convert("RGB").save(written, "JPEG", quality=_QUALITY, optimize=True)
        else:
            picture.save(written, "PNG", optimize=True)
    return written.getvalue()
