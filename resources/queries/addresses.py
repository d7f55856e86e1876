"""Where pages of the library are."""

from wagtail.models import Page

from community.base.languages import ENGLISH_PREFIX, localised
from resources.rules.reading import below_root


def address_of(page: Page) -> str:
    """Returns a page's address without a language prefix. No query for a page that came with its locale."""
    parts = page.get_url_parts()  # None where no site leads to it
    return str(parts[2]).removeprefix(ENGLISH_PREFIX) if parts else f"/biblioteka/{below_root(page.url_path)}"


def url_of(page: Page) -> str:
    """Returns a page's address in the reader's language, whatever language it is written in."""
    return localised(address_of(page))
