"""The demo's documents, and reading PDFs back in tests: what is tagged how, and what stands in them."""

import io

import pdfplumber
import pikepdf

from resources.models import ActionPlanPage, ArticlePage, ImprovementPlanPage

PAGES = {
    "article": (ArticlePage, "ogrod"),
    "plan": (ActionPlanPage, "woda"),
    "improvement": (ImprovementPlanPage, "pu-zielona"),
}


def page_of(key, language="pl"):
    """Returns one of the demo's pages, as it is in the database now."""
    model, slug = PAGES[key]
    return model.objects.get(slug=slug, locale__language_code=language)


def published(page):
    """Publishes a page as it is, and returns it as it is in the database then."""
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def opened(content):
    """Returns a PDF to look into."""
    return pikepdf.open(io.BytesIO(content))


def text_of(content):
    """Returns the words of a PDF, one space between any two."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def elements(pdf):
    """Yields the elements of a PDF's structure in reading order."""
    yield from _below(pdf.Root.StructTreeRoot.K)


def _below(kids):
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid.get("/K", pikepdf.Array()))


def outline(pdf):
    """Returns the titles of a PDF's bookmarks, each with those below it."""
    with pdf.open_outline() as found:
        return _titles(found.root)


def _titles(items):
    return [(str(item.title).replace("\u00a0", " "), _titles(item.children)) for item in items]
