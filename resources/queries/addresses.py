"""Where pages of the library are."""

from typing import Any

from community.base.languages import ENGLISH_PREFIX, localised
from resources.rules.published import own_address
from resources.rules.reading import below_root


def address_of(page: Any) -> str:
    """Returns the address of a page, or of a row with its `url_path`, without a language prefix. No query."""
    known = own_address(page.url_path)  # empty where no site leads to it
    return known.removeprefix(ENGLISH_PREFIX) if known else f"/biblioteka/{below_root(page.url_path)}"


def url_of(page: Any) -> str:
    """Returns the same in the reader's language, whatever language it is written in."""
    return localised(address_of(page))
