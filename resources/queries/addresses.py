"""Where pages of the library are."""

from wagtail.models import Page

from community.base.languages import ENGLISH_PREFIX, localised


def address_of(page: Page) -> str:
    """Returns a page's address without a language prefix. No query for a page that came with its locale."""
    path = page.get_url_parts()[2]
    return str(path).removeprefix(ENGLISH_PREFIX)


def url_of(page: Page) -> str:
    """Returns a page's address in the reader's language, whatever language it is written in."""
    return localised(address_of(page))
