"""Blocks as HTML for the editor of the site.

Headings, text, quotations and pictures are elements with the id of their block (`data-id`); every other block is a card
(`div[data-block]`) that says what it is, and nothing of what it holds.
"""

import uuid
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from community.base.plain_text import plain_text
from resources.blocks import BodyBlock
from resources.models import Picture, ResourcePage
from resources.rendering import shown
from resources.rich_text import safe_html

Row = dict[str, Any]
Draw = Callable[[Picture], SafeString]
_OWN_IDS = uuid.UUID("6f0f6a52-0d2f-4e0c-9a5e-0b8c7f2b7f11")
_BLOCKS = BodyBlock().child_blocks
_IN_TEXT = ("p", "ul", "ol")


def raw_body(page: ResourcePage) -> list[Row]:
    """Returns the blocks of a page's text as they are stored, in order; one without an id gets the same every time."""
    rows: list[Row] = list(page.body.raw_data)
    return [
        row if row.get("id") else {**row, "id": str(uuid.uuid5(_OWN_IDS, f"{page.pk}-{number}"))}
        for number, row in enumerate(rows)
    ]


def editable_html(page: ResourcePage) -> str:
    """Returns a page's text for the editor. One query for the pictures, and one or two for the sizes of each."""
    return written(page, _drawn)


def written(page: ResourcePage, draw: Draw) -> str:
    """Returns a page's text for the editor, with pictures as `draw` makes their elements. One query at most."""
    rows = raw_body(page)
    wanted = {pk for row in rows if isinstance(pk := picture_id_of(row), int)}
    pictures = Picture.objects.in_bulk(wanted) if wanted else {}
    return "\n".join(_block(row, pictures, draw) for row in rows)


def picture_id_of(row: Row) -> Any:
    """Returns the picture that a block shows, None for other blocks."""
    value = row.get("value")
    image = value.get("image") if row.get("type") == "image" and isinstance(value, dict) else None
    return image.get("image") if isinstance(image, dict) else image


def bare(_picture: Picture) -> SafeString:
    """Draws no picture: for reading the text back, where only its number counts."""
    return mark_safe("<img>")


def _drawn(picture: Picture) -> SafeString:
    size = shown(picture, "")
    if size is None:  # its file is gone: it stays in the text as it was
        return bare(picture)
    return format_html('<img src="{}" width="{}" height="{}">', size.src, size.width, size.height)


def _block(row: Row, pictures: dict[int, Picture], draw: Draw) -> str:
    sort, value, own = row["type"], row["value"], row["id"]
    if sort == "heading" and str(value.get("level")) in ("2", "3") and str(value.get("text") or "").strip():
        return format_html('<h{0} data-id="{1}">{2}</h{0}>', value["level"], own, value["text"])
    if sort == "text" and isinstance(value, str) and plain_text(value).strip():
        return _text(own, value)
    if sort == "quote" and str(value.get("text") or "").strip():
        return _quote(own, value["text"], value.get("source") or "")
    if sort == "image" and (picture := pictures.get(picture_id_of(row))):
        return _figure(own, value, picture, draw)
    return _card(row)


def _text(own: str, source: str) -> str:
    """Returns rich text with every element of its first level marked; words outside of them become paragraphs."""
    soup = BeautifulSoup(safe_html(source), "html.parser")
    for node in list(soup.contents):
        if not isinstance(node, Tag) or node.name not in _IN_TEXT:
            if not node.get_text().strip():
                node.extract()
                continue
            node = node.wrap(soup.new_tag("p"))
        node["data-id"] = own
    for link in soup.find_all("a"):
        del link["rel"]
    return soup.decode()


def _quote(own: str, text: str, source: str) -> SafeString:
    lines = [escape(part).replace("\n", "<br>") for part in text.replace("\r\n", "\n").split("\n\n")]
    words = mark_safe("".join(f"<p>{line}</p>" for line in lines))
    footer = format_html("<footer>{}</footer>", source) if source else ""
    return format_html('<blockquote data-id="{}">{}{}</blockquote>', own, words, footer)


def _figure(own: str, value: Row, picture: Picture, draw: Draw) -> str:
    image = value["image"] if isinstance(value["image"], dict) else {}
    soup = BeautifulSoup(draw(picture), "html.parser")
    img = soup.find("img")
    assert isinstance(img, Tag)
    img["alt"] = "" if image.get("decorative") else image.get("alt_text") or ""
    caption = format_html("<figcaption>{}</figcaption>", value["caption"]) if value.get("caption") else ""
    mark = mark_safe(' data-decorative=""') if image.get("decorative") else ""
    inside = mark_safe(soup.decode())
    return format_html('<figure data-id="{}" data-picture="{}"{}>{}{}</figure>', own, picture.pk, mark, inside, caption)


def _card(row: Row) -> SafeString:
    return format_html('<div data-block="{}" data-sort="{}"><p>{}</p></div>', row["id"], row["type"], label_of(row))


def label_of(row: Row) -> str:
    """Returns what a card says: the name of its block, and the first words in it."""
    block = _BLOCKS.get(row["type"])
    name = str(block.label) if block else str(row["type"])
    words = next(_words(row["value"]), "")
    return f"{name}: {words}" if words else name


def _words(value: Any) -> Any:
    """Yields the texts in a block's data that a person would know it by."""
    if isinstance(value, dict):
        for name in ("title", "caption", "text", "url", "why"):
            if isinstance(value.get(name), str) and (words := plain_text(value[name]).strip()):
                yield Truncator(words).chars(80)
        yield from _words(value.get("value"))
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
