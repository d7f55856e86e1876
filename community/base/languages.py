"""Addresses and languages: Polish has no prefix, English lives under /en/. Stored addresses carry none."""

from django.utils.translation import get_language

ENGLISH_PREFIX = "/en"


def prefix() -> str:
    """Returns what stands before a stored address on a page in the current language."""
    return ENGLISH_PREFIX if get_language() == "en" else ""


def localised(url: str) -> str:
    """Returns a stored address for the current language."""
    return prefix() + url


def localised_html(html: str) -> str:
    """Returns stored HTML with its links to profiles in the current language."""
    return html.replace('href="/ludzie/', f'href="{prefix()}/ludzie/') if prefix() else html


def in_other_language(path: str) -> str:
    """Returns the same page's address in the other language."""
    if path == ENGLISH_PREFIX or path.startswith(f"{ENGLISH_PREFIX}/"):
        # Never “//host” or “/\\host”: a browser would take that for another site's address.
        return "/" + path.removeprefix(ENGLISH_PREFIX).lstrip("/\\")
    return ENGLISH_PREFIX + path
