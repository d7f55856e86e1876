"""The words of the elements in the browser: a file for each language, so that pages need not carry them.

Its address says which words it holds; therefore browsers may keep it for ever.
"""

from functools import cache
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils.translation import get_language

from community.base.addresses import address


def words_url() -> str:
    """Returns the address of the words in the language of the page."""
    return address("words", words_now()[0])


def words_now() -> tuple[str, str]:
    """Returns the words in the language of the page, after the sign that tells them from any others."""
    return _words(get_language() or "")


@cache
def _words(_language: str) -> tuple[str, str]:
    html = render_to_string("live/words.html")
    return sha256(html.encode()).hexdigest()[:8], html
