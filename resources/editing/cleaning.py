"""What may come in: HTML from an editor, a word processor or a stranger, reduced to what texts are made of."""

import re

import nh3
from bs4 import BeautifulSoup, Tag
from wagtail.admin.rich_text.converters.db_html import DbHTMLConverter

from resources.blocks import PLAIN_FEATURES

_INLINE = {"a", "b", "strong", "i", "em", "br"}
_LEVELS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_STRUCTURE = {"p", "ul", "ol", "li", "blockquote", "footer", "figure", "figcaption", "img", "div", "tr", "td", "th"}
_TABLES = {"table", "thead", "tbody", "tfoot", "caption"}
_TAGS = _INLINE | _LEVELS | _STRUCTURE | _TABLES
_GONE_WHOLE = {
    "script", "style", "title", "head", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "select",
    "button", "audio", "video", "canvas", "xml",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"}, "img": {"alt", "data-decorative"}, "figure": {"data-picture", "data-id", "data-decorative"},
    "div": {"data-block"}, "blockquote": {"data-id"}, **{name: {"data-id"} for name in (*_LEVELS, "p", "ul", "ol")},
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_EMPTY = {"br", "img"}
_DEEPEST = 80
_LINES = re.compile(r"\n\s*\n")


def cleaned(html: str) -> BeautifulSoup:
    """Returns HTML in which nothing acts and only known elements are left, as a tree.

    What nests deeper than any text does is taken as plain words.
    """
    safe = nh3.clean(
        html, tags=_TAGS, clean_content_tags=_GONE_WHOLE, attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"}, link_rel=None,
    )  # fmt: skip
    if _depth(safe) > _DEEPEST:
        safe = nh3.clean(safe, tags=set())
    return BeautifulSoup(safe, "html.parser")


def _depth(html: str) -> int:
    deepest = depth = 0
    for closes, name in _TAG.findall(html):
        if name not in _EMPTY:
            depth += -1 if closes else 1
            deepest = max(deepest, depth)
    return deepest


def rich_text(element: Tag, links: dict[str, dict[str, str]]) -> str:
    """Returns a paragraph or a list as rich text is stored, empty for one without words.

    `links`: the pages and documents that addresses stand for, by address.
    """
    if not element.get_text().strip():
        return ""
    for name, stored in (("strong", "b"), ("em", "i")):
        for one in element.find_all(name):
            one.name = stored
    for item in element.find_all("li"):
        _flatten(item)
    for link in element.find_all("a"):
        if known := links.get(str(link.get("href", ""))):
            link.attrs = dict(known)
    for attribute in list(element.attrs):
        del element[attribute]
    return str(_converter().clean(element.decode())[0])


def _flatten(item: Tag) -> None:
    """Takes paragraphs inside an item of a list away: their words stay, a line each."""
    paragraphs = [one for one in item.find_all("p", recursive=False) if one.get_text().strip()]
    for one in paragraphs[1:]:
        one.insert_before(BeautifulSoup("<br>", "html.parser"))
    for one in item.find_all("p", recursive=False):
        one.unwrap()


def paragraphs_of(words: str) -> list[str]:
    """Returns the paragraphs of a plain text: what empty lines divide."""
    return [part.strip() for part in _LINES.split(words) if part.strip()]


def one_line(words: str) -> str:
    """Returns words on one line."""
    return " ".join(words.split())


def _converter() -> DbHTMLConverter:
    return DbHTMLConverter(features=PLAIN_FEATURES)
