"""Rich text as HTML in which nothing acts. Links into the library are left open: who may follow them is not known here.

Such a link keeps what it leads to, and is opened for a viewer by what they may read (`queries.links`): others read its
words. So a text is the same for everybody until then, and can be kept.
"""

import re
from collections.abc import Callable, Collection, Mapping
from html import escape, unescape
from urllib.parse import unquote, urlsplit

import nh3
from django.conf import settings
from wagtail.rich_text import expand_db_html

Target = int | str  # a page by its number, or by its path below the library (“ogrod/”)
_TAGS = {"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "ul"}
_SCHEMES = {"http", "https", "mailto"}
_MARK = "page"
_STORED = re.compile(r'<a\b(?=[^>]*\blinktype="page")[^>]*\bid="([0-9]{1,9})"[^>]*>')
_MANGLED = re.compile(r'<a\b(?=[^>]*\blinktype=")(?![^>]*\bid="[0-9]{1,9}")[^>]*>')  # Wagtail would look for such an id
_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_PATH = re.compile(r"(?:/en)?/biblioteka/((?:[\w-]+/)*[\w-]+)/?")
_BESIDE = re.compile(r"(?:\.{1,2}/)*((?:[\w-]+/)+)")


def safe_html(source: str) -> str:
    """Returns rich text as HTML in which nothing acts: links lead where they say, whoever reads."""
    return _clean(expand_db_html(_MANGLED.sub("<a>", source or "")), _SCHEMES)


def linked_html(source: str) -> str:
    """Returns the same with links into the library left open, until `opened_html`. One query for links to documents."""
    marked = _STORED.sub(rf'<a href="{_MARK}:\1">', source or "")
    return _clean(expand_db_html(_MANGLED.sub("<a>", marked)), {*_SCHEMES, _MARK})


def _clean(html: str, schemes: set[str]) -> str:
    return nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=schemes, link_rel="noopener")


def targets_in(htmls: Collection[str]) -> frozenset[Target]:
    """Returns what the open links in these texts lead to."""
    targets = (_target_of(found[1]) for html in htmls if "<a " in html for found in _LINK.finditer(html))
    return frozenset(target for target in targets if target is not None)


def opened_html(html: str, addresses: Mapping[Target, str]) -> str:
    """Returns a text whose links into the library lead to these addresses (empty: as written); of others words stay."""
    return _LINK.sub(_opening(addresses), html) if "<a " in html else html


def _opening(addresses: Mapping[Target, str]) -> Callable[[re.Match[str]], str]:
    def opened(found: re.Match[str]) -> str:
        target = _target_of(found[1])
        if target is None:
            return found[0]
        if target not in addresses:
            return "…" if "/biblioteka/" in found[3] else found[3]  # an address as words says as much as the link
        address = escape(addresses[target]) or found[1]
        return f'<a href="{address}"{found[2]}>{found[3]}</a>'

    return opened


def _target_of(href: str) -> Target | None:
    """Returns what a link (as it stands in HTML) leads to in the library, None for all that is elsewhere."""
    scheme, _colon, number = href.partition(":")
    if scheme == _MARK:
        return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    try:
        told = urlsplit(unescape(href).strip())
    except ValueError:
        return None
    if told.scheme not in ("", "http", "https") or told.netloc not in ("", urlsplit(settings.SITE_URL).netloc):
        return None
    path = unquote(told.path)
    if path.startswith("/"):
        found = _PATH.fullmatch(re.sub("//+", "/", path))
        return f"{found[1]}/" if found else None
    beside = _BESIDE.fullmatch(path)
    return beside[1] if beside else None
