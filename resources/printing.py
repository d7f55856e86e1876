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

import pikepdf
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
    return _with_artifacts(pdf)


def _with_artifacts(content: bytes) -> bytes:
    """Returns a PDF whose running heads and page numbers are artifacts, which nobody hears on each page (ISO 14289-1,

    7.8). WeasyPrint tags them as text, and hangs them nowhere in the structure: by this they are known.
    """
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.StructTreeRoot
        hung = _hung_in(root.K)
        marks = list(root.ParentTree.Nums)
        of_page = {int(marks[n]): marks[n + 1] for n in range(0, len(marks), 2)}
        for page in pdf.pages:
            elements = of_page[int(page.obj.StructParents)]
            loose = {n for n in range(len(elements)) if elements[n].objgen not in hung}
            page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(_unmarked(page, loose)))
            for number in loose:
                elements[number] = None
        pdf.save(written, deterministic_id=True, compress_streams=True)
    return written.getvalue()


def _hung_in(kids: Any) -> set[tuple[int, int]]:
    """Returns the numbers of the elements that a structure holds."""
    found, open_ends = set[tuple[int, int]](), [kids]
    while open_ends:
        kid = open_ends.pop()
        if isinstance(kid, pikepdf.Array):
            open_ends.extend(kid)
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.add(kid.objgen)
            open_ends.append(kid.get("/K", pikepdf.Array()))
    return found


def _unmarked(page: Any, loose: set[int]) -> list[Any]:
    """Returns what draws a page; what is marked by these numbers is an artifact."""
    drawn: list[Any] = list(pikepdf.parse_content_stream(page))
    for place, (operands, operator) in enumerate(drawn):
        about = operands[1] if str(operator) == "BDC" else None
        if isinstance(about, pikepdf.Dictionary) and int(about.get("/MCID", -1)) in loose:
            pagination = pikepdf.Dictionary(Type=pikepdf.Name.Pagination)
            drawn[place] = ([pikepdf.Name.Artifact, pagination], pikepdf.Operator("BDC"))
    return drawn


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
