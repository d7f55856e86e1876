"""A page's text as parts that templates draw and search reads. Made once for each revision and kept by the process.

No viewer is in it: what only some may see (titles of related pages) is left open, and filled in by the page's queries.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.models import Page

from community.base.file_markup import size_words
from community.base.plain_text import plain_text
from community.spaces.models import City, Space
from resources.models import PageDocument, Picture, RecommendationPage, ResourcePage
from resources.rich_text import Target, linked_html, targets_in

_PAGE_LINK = re.compile(r'<a (?=[^>]*linktype=\\"page\\")[^>]*\bid=\\"([0-9]{1,9})\\"')  # as JSON holds it
NAMES = "names"  # the trait of an entry: which subjects its text names
_SIZES = ("width-640|format-webp", "width-800|format-webp", "width-1280|format-webp")  # the second fills the measure


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as pages show it: the smallest size, and what browsers choose from; `large` is the largest."""

    src: str
    choice: str
    large: str
    width: int
    height: int
    large_width: int
    alt: str


@dataclass(frozen=True, slots=True)
class Step:
    """One of several steps."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a text. `sort` is its name in `BodyBlock`; the others are what this sort has of them."""

    sort: str
    anchor: str
    text: str = ""
    html: str = ""
    title: str = ""
    level: int = 0
    tone: str = ""
    url: str = ""
    size: str = ""
    picture: Shown | None = None
    page_id: int = 0
    steps: list[Step] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Returns what search finds in this part: everything that is read, on one line."""
        cells = [cell for row in self.rows for cell in row]
        steps = [f"{step.title}. {plain_text(step.html)}" for step in self.steps]
        alt = self.picture.alt if self.picture else ""
        told = (self.title, self.text, plain_text(self.html), alt, *steps, *self.head, *cells)
        return " ".join(words for words in told if words)


@dataclass(frozen=True)
class PageText:
    """What is the same for every reader of a revision.

    `named`: the pages it names, by id, and what the catalogue knows them as (`subjects_of`); who may read those, each
    viewer's rules say. A recommendation's `practices` are among them.
    `targets`: where its links into the library lead, which `queries.links` opens.
    """

    parts: list[Part]
    cover: Shown | None
    networks: list[Space]
    cities: list[City]
    named: dict[int, int]
    practices: list[int]
    targets: frozenset[Target] = frozenset()


def text_of(page: ResourcePage) -> PageText:
    """Returns the text of a page. Nothing is asked for a published revision that this process has read already."""
    if page.live_revision_id and page.has_stored_text:
        return _kept(page.pk, page.live_revision_id, page.cover_id, get_language(), _Held(page))
    return _read(page)


def parts_of(page: ResourcePage) -> list[Part]:
    """Returns the parts of a page's text, in order."""
    return text_of(page).parts


def shown(picture: Picture | None, alt: str) -> Shown | None:
    """Returns a picture in its sizes, which are made when they are missing; None without a picture or its file."""
    if picture is None:
        return None
    try:
        made = [picture.get_rendition(size) for size in _SIZES]
    except (OSError, InvalidFilterSpecError):
        return None  # its file is gone: the page is there without it
    by_width = {one.width: one.url for one in made}
    choice = ", ".join(f"{url} {width}w" for width, url in by_width.items()) if len(by_width) > 1 else ""
    small, large = made[0], made[-1]
    return Shown(small.url, choice, large.url, small.width, small.height, large.width, alt)


def cover_shown(picture: Picture | None) -> Shown | None:
    """Returns a cover as the writer's form shows it, where its description stands in a field."""
    return shown(picture, "")


class _Held:
    """Carries a page past the memory's key: pages of one revision are the same page."""

    def __init__(self, page: ResourcePage) -> None:
        self.page = page

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(200)
def _kept(_pk: int, _revision: int, _cover: int | None, _language: str | None, held: _Held) -> PageText:
    text = _read(held.page)
    held.page = None  # type: ignore[assignment]
    return text


def _read(page: ResourcePage) -> PageText:
    parts = list(_parts(page))
    named = {part.page_id for part in parts if part.page_id}
    named |= {int(pk) for pk in _PAGE_LINK.findall(json.dumps(page.body.get_prep_value()))}
    practices: list[int] = []
    if isinstance(page, RecommendationPage):
        practices = [practice.pk for practice in page.practices.all()]
        named |= set(practices)
        named |= {int(pk) for pk in _PAGE_LINK.findall(json.dumps(page.barrier + page.action))}
    htmls = [html for part in parts for html in (part.html, *(step.html for step in part.steps))]
    return PageText(
        parts, shown(page.cover, page.cover_alt), list(page.networks.all()), list(page.cities.all()),
        subjects_of(named), practices, targets_in(htmls),
    )  # fmt: skip


def subjects_of(page_ids: Collection[int]) -> dict[int, int]:
    """Returns by what number the catalogue knows each of these pages: the oldest of its translations. One query."""
    if not page_ids:
        return {}
    same = Page.objects.filter(translation_key=OuterRef("translation_key")).order_by("pk").values("pk")[:1]
    rows = Page.objects.filter(pk__in=page_ids).annotate(subject=Subquery(same))
    return dict(rows.values_list("pk", "subject"))


def _parts(page: ResourcePage) -> Iterator[Part]:
    for block in page.body:
        part = part_of_block(block.block_type, block.value, f"b-{(block.id or '')[:8]}")
        if part is not None:
            yield part


def part_of_block(name: str, value: Any, anchor: str) -> Part | None:
    """Returns a block as a part; None for what shows nothing: its picture, file or page is gone, or never was."""
    part: Part | None = _READERS[name](value, anchor) if value is not None else None
    return part


def _heading(value: Any, anchor: str) -> Part:
    return Part("heading", anchor, text=value["text"] or "", level=3 if str(value["level"]) == "3" else 2)


def _text(value: Any, anchor: str) -> Part:
    return Part("text", anchor, html=linked_html(value.source))


def _image(value: Any, anchor: str) -> Part | None:
    picture = value["image"]
    if picture is None:
        return None
    alt = "" if getattr(picture, "decorative", False) else (picture.contextual_alt_text or picture.description)
    there = shown(picture, alt or "")
    return Part("image", anchor, picture=there, text=value["caption"]) if there else None


def _quote(value: Any, anchor: str) -> Part:
    return Part("quote", anchor, text=value["text"], title=value["source"])


def _callout(value: Any, anchor: str) -> Part:
    return Part("callout", anchor, tone=value["tone"], title=value["title"], html=linked_html(value["text"].source))


def _steps(value: Any, anchor: str) -> Part:
    return Part("steps", anchor, steps=[Step(one["title"], linked_html(one["text"].source)) for one in value])


def _table(value: Any, anchor: str) -> Part:
    head = [str(column["heading"]) for column in value.columns]
    rows = [["" if cell is None else str(cell) for cell in row["values"]] for row in value.row_data]
    return Part("table", anchor, title=value.caption or "", head=head, rows=rows)


def _document(value: PageDocument | None, anchor: str) -> Part | None:
    if value is None:
        return None
    return Part("document", anchor, title=value.title, url=value.url, size=size_words(value.get_file_size() or 0))


def _video(value: Any, anchor: str) -> Part | None:
    url = str(value["url"] or "")
    return Part("video", anchor, url=url, title=value["title"] or url) if url.startswith("https://") else None


def _practice(value: Any, anchor: str) -> Part | None:
    return Part("practice", anchor, page_id=value["page"].pk, text=value["why"]) if value["page"] else None


_READERS: dict[str, Any] = {
    "heading": _heading, "text": _text, "image": _image, "quote": _quote, "callout": _callout, "steps": _steps,
    "table": _table, "document": _document, "video": _video, "practice": _practice,
}  # fmt: skip
