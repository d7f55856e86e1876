"""HTML from the editor of the site as blocks.

What came from a block and says the same as it is that block, byte for byte; so is every card. Nothing else is taken
over: an unknown card vanishes, and a picture that its writer may not use.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from django.utils.translation import gettext_lazy as _

from community.base.http import TEXT_LIMIT_BYTES, Refused
from community.files.names import clean_alt
from community.people.models import Person
from resources.editing.cleaning import cleaned, one_line, paragraphs_of, rich_text
from resources.editing.outgoing import Row, bare, picture_id_of, raw_body, written
from resources.models import Picture, ResourcePage
from resources.rich_text import safe_html

MOST_BLOCKS = 400
MOST_PARAGRAPHS = 2000  # each costs half a millisecond to read
LARGEST_BODY = 5 * TEXT_LIMIT_BYTES  # as it is stored: cards are small in the editor, and may hold large tables
_LEVELS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
_TEXT = ("p", "ul", "ol")
_INLINE = ("a", "b", "strong", "i", "em", "br")
Links = dict[str, dict[str, str]]


class TooMuchText(Refused):
    """A text of more parts, or larger, than a page holds."""

    said = _("This text is larger than a page can be. Take out copied parts, or make two articles of it.")
    status = 422


@dataclass(slots=True)
class _Piece:
    """What becomes one block; a card has no value."""

    sort: str
    value: Any
    own: str = ""


def body_from_html(html: str, page: ResourcePage, *, by: Person) -> list[Row]:
    """Returns the raw stream data of a page's text as it was edited by a person. Three queries at most.

    `page` is as the writer got it: its blocks are those that cards and ids name. Raises TooMuchText for more than a
    page holds, unless the page has held as much before.
    """
    rows = raw_body(page)
    links = _links_of(rows)
    ids = {str(row["id"]) for row in rows}
    before = _Reader(links, _shown_in(page, rows), ids)
    was = {one.own: one for one in before.read(written(page, bare)) if one.own}
    reader = _Reader(links, pictures_open_to(by, page), ids, most=max(MOST_PARAGRAPHS, before.paragraphs))
    return _within_limits(_blocks(reader.read(html), {str(row["id"]): row for row in rows}, was), rows)


def _within_limits(blocks: Iterator[Row], before: list[Row]) -> list[Row]:
    """Returns the blocks; raises TooMuchText as soon as there are too many, before the rest is made."""
    most, largest = max(MOST_BLOCKS, len(before)), max(LARGEST_BODY, sum(map(_size_of, before)))
    taken: list[Row] = []
    size = 0
    for block in blocks:
        taken.append(block)
        size += _size_of(block)
        if len(taken) > most or size > largest:
            raise TooMuchText
    return taken


def _size_of(row: Row) -> int:
    return len(json.dumps(row, ensure_ascii=False).encode(errors="replace"))


def pictures_open_to(person: Person, page: ResourcePage) -> set[int]:
    """Returns the pictures (ids) that a person may put into a page: own ones, and those that it has. One query."""
    own = Picture.objects.filter(uploaded_by_user=person).values_list("pk", flat=True)
    return set(own) | _shown_in(page, raw_body(page))


def _shown_in(page: ResourcePage, rows: list[Row]) -> set[int]:
    shown = {pk for row in rows if isinstance(pk := picture_id_of(row), int)}
    return shown | ({page.cover_id} if page.cover_id else set())


def _blocks(pieces: Iterator[_Piece], rows: dict[str, Row], was: dict[str, _Piece]) -> Iterator[Row]:
    """Yields a block for each piece. An id stays with the first piece that has it."""
    taken: set[str] = set()
    for piece in pieces:
        own = piece.own if piece.own in rows and piece.own not in taken else ""
        taken.add(own)
        if piece.sort == "card":
            yield rows[piece.own] if own else {**rows[piece.own], "id": str(uuid.uuid4())}
        elif own and own in was and (was[own].sort, was[own].value) == (piece.sort, piece.value):
            yield rows[own]
        else:
            is_same_kind = own and rows[own]["type"] == piece.sort
            yield {"type": piece.sort, "value": piece.value, "id": own if is_same_kind else str(uuid.uuid4())}


def _links_of(rows: list[Row]) -> Links:
    """Returns the pages and documents that the texts link to, by the address that the editor shows for them."""
    links: Links = {}
    for row in rows:
        if row["type"] != "text" or "linktype" not in str(row["value"]):
            continue
        for link in BeautifulSoup(str(row["value"]), "html.parser").find_all("a", linktype=True):
            seen = BeautifulSoup(safe_html(link.decode()), "html.parser").find("a")
            if isinstance(seen, Tag) and seen.get("href"):
                links.setdefault(str(seen["href"]), {name: str(value) for name, value in link.attrs.items()})
    return links


class _Reader:
    """Reads cleaned HTML from top to bottom and makes pieces of it: neighbouring paragraphs and lists are one text."""

    def __init__(self, links: Links, pictures: set[int], ids: set[str], most: int = 0) -> None:
        self.links, self.pictures, self.ids = links, pictures, ids
        self.most, self.paragraphs = most, 0
        self.run: list[str] = []
        self.run_id = ""
        self.loose: list[PageElement] = []

    def read(self, html: str) -> Iterator[_Piece]:
        """Yields the pieces in order; raises TooMuchText for more paragraphs than `most` (0: for none)."""
        yield from self._walk(list(cleaned(html).contents))
        yield from self._end_run()

    def _walk(self, nodes: list[PageElement]) -> Iterator[_Piece]:
        for node in nodes:
            if isinstance(node, NavigableString) or (isinstance(node, Tag) and node.name in _INLINE):
                self.loose.append(node)
                continue
            yield from self._end_loose()
            assert isinstance(node, Tag)
            yield from self._element(node)
        yield from self._end_loose()

    def _element(self, node: Tag) -> Iterator[_Piece]:
        lifted = _lifted(node)
        if node.name in _TEXT:
            yield from self._add(node)
        elif node.name in _LEVELS:
            yield from self._end_run()
            if words := one_line(node.get_text(" ")):
                yield _Piece("heading", {"text": words, "level": _LEVELS[node.name]}, _id_of(node))
        elif node.name == "blockquote":
            yield from self._end_run()
            yield from _quote(node)
        elif node.name == "figure":
            yield from self._end_run()
            yield from self._figure(node)
        elif node.name == "div" and node.get("data-block"):
            if node["data-block"] in self.ids:
                yield from self._end_run()
                yield _Piece("card", None, str(node["data-block"]))
        elif node.name == "tr":
            cells = [one_line(cell.get_text(" ")) for cell in node.find_all(["td", "th"])]
            yield from self._add(_paragraph(" – ".join(cell for cell in cells if cell)))
        else:
            yield from self._walk(list(node.contents))
        yield from self._walk(lifted)

    def _figure(self, node: Tag) -> Iterator[_Piece]:
        number, img = str(node.get("data-picture", "")), node.find("img")
        if not (number.isascii() and number.isdecimal() and len(number) < 19 and int(number) in self.pictures):
            return
        caption = node.find("figcaption")
        alt = clean_alt(str(img.get("alt", ""))) if isinstance(img, Tag) else ""
        is_decorative = not alt and any(one.has_attr("data-decorative") for one in (node, img) if isinstance(one, Tag))
        image = {"image": int(number), "alt_text": alt, "decorative": is_decorative}
        words = one_line(caption.get_text(" ")) if isinstance(caption, Tag) else ""
        yield _Piece("image", {"image": image, "caption": words}, _id_of(node))

    def _add(self, node: Tag) -> Iterator[_Piece]:
        """Adds a paragraph or a list to the text that is being read; one of another block begins a new text."""
        own = _id_of(node)
        self.paragraphs += 1
        if self.most and self.paragraphs > self.most:
            raise TooMuchText
        html = rich_text(node, self.links)
        if html:
            if own and self.run_id and own != self.run_id:
                yield from self._end_run()
            self.run_id = self.run_id or own
            self.run.append(html)

    def _end_run(self) -> Iterator[_Piece]:
        if self.run:
            yield _Piece("text", "".join(self.run), self.run_id)
        self.run, self.run_id = [], ""

    def _end_loose(self) -> Iterator[_Piece]:
        """Makes paragraphs of what stands in none."""
        loose, self.loose = self.loose, []
        if not any(node.get_text().strip() for node in loose):
            return
        if all(isinstance(node, NavigableString) for node in loose):
            for words in paragraphs_of("".join(map(str, loose))):
                yield from self._add(_paragraph(words))
            return
        paragraph = _paragraph("")
        for node in loose:
            paragraph.append(node.extract())
        yield from self._add(paragraph)


def _lifted(node: Tag) -> list[PageElement]:
    """Takes cards and pictures out of an element that holds words only, so that they stand after it."""
    if node.name not in (*_TEXT, *_LEVELS, "blockquote", "tr"):
        return []
    found = [one for one in node.find_all(["div", "figure"]) if one.get("data-block") or one.get("data-picture")]
    return [one.extract() for one in found]


def _quote(node: Tag) -> Iterator[_Piece]:
    footer = node.find("footer")
    source = one_line(footer.extract().get_text(" ")) if isinstance(footer, Tag) else ""
    for line in node.find_all("br"):
        line.replace_with("\n")
    parts = [one.get_text() for one in node.find_all("p")] or [node.get_text()]
    text = "\n\n".join(part.strip() for part in parts if part.strip())
    if text:
        yield _Piece("quote", {"text": text, "source": source}, _id_of(node))


def _paragraph(words: str) -> Tag:
    paragraph = BeautifulSoup("", "html.parser").new_tag("p")
    paragraph.string = words
    return paragraph


def _id_of(node: Tag) -> str:
    return str(node.get("data-id", ""))
