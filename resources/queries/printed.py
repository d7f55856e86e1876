"""A page of the library as a document: what stands on paper, for everybody alike who may read the page.

Nothing of a viewer is in it. Other pages are named only where everybody may read them, recommendations and pictures
only where all readers of this page may. It is written in the page's own language.
"""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from wagtail.models import Page, Site

from community.base.languages import ENGLISH_PREFIX
from community.base.moments import day
from community.catalogue.sources import entry_kinds
from community.spaces.models import City
from resources.models import Case, PictureRendition, RecommendationPage, RecommendationStep, ResourcePage
from resources.printing import style_sheet
from resources.queries.action_plan import schedule_on_paper
from resources.queries.origins import origin_of
from resources.queries.pages import Linked, pages_named
from resources.queries.plan_tables import period, tables_of
from resources.rendering import Part, Shown, parts_of, shown
from resources.rules import pictures_for_all_readers_of, read_by_all_readers_of

_PICTURE = re.compile(r'src="(/obrazy/([0-9]+)/[^"]+)"')
_OPEN = re.compile(r'<a href="page:([0-9]{1,9})"')  # as `rich_text.linked_html` leaves links to pages
_LINK = re.compile(r'<a href="((?:%s)?(/en)?/biblioteka/([^"#?]*)[^"]*)"' % re.escape(settings.SITE_URL))  # noqa: UP031


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a recommendation's history, as paper says it."""

    day: str
    status: str
    note: str
    reason: str


@dataclass(frozen=True)
class Recommended:
    """A recommendation as a chapter of its plan."""

    page: RecommendationPage
    parts: list[Part]
    practices: list[Linked]
    steps: list[Step]
    cases: list[tuple[str, str]]


@dataclass(frozen=True)
class Document:
    """A page on paper; `digest` is another one whenever anything on it, or how it looks, is another."""

    title: str
    html: str
    digest: str


def document_of(page: Any) -> Document:
    """Returns a published page as a document. At most 24 queries, however many recommendations a plan has;

    texts that this process has not read yet cost one or two for each of their pictures.
    """
    with translation.override(page.language):
        chapters = _recommended(page) if page.kind == "improvement_plan" else []
        told = _told(page, chapters)
        if page.kind == "action_plan":
            told["period"] = period(page.starts_on, page.ends_on)
            told["schedule"], told["key"] = schedule_on_paper(page)
        html = _without_closed_links(render_to_string(f"resources/printed/{page.kind}.html", told))
    made_of = "\0".join((str(page.pk), str(page.live_revision_id), html, style_sheet()))
    return Document(page.title, html, hashlib.sha256(made_of.encode()).hexdigest())


def pictures_in(html: str) -> dict[str, Path]:
    """Returns the files of the pictures that a document shows, by their paths. One query."""
    ids = {int(found[2]) for found in _PICTURE.finditer(html)}
    return {row.url: Path(settings.MEDIA_ROOT) / row.file.name for row in PictureRendition.objects.filter(pk__in=ids)}


def _told(page: Any, chapters: list[Recommended]) -> dict[str, Any]:
    kind_label = entry_kinds[page.kind].one()
    parts, cover = parts_of(page), shown(page.cover, page.cover_alt)
    named_ids = {part.page_id for part in chain(parts, *(one.parts for one in chapters)) if part.page_id}
    pictures = [part.picture for part in chain(parts, *(one.parts for one in chapters)) if part.picture]
    names = {(tag.merged_into or tag).name for tag in page.tags.select_related("merged_into")}
    return {
        "page": page,
        "kind_label": kind_label[:1].upper() + kind_label[1:],
        "address": settings.SITE_URL + str(page.get_url_parts()[2]),
        "author": page.owner.name if page.owner else "",
        "origin": origin_of(AnonymousUser(), page),
        "published": _in_words(page.first_published_at),
        "changed": _in_words(page.last_published_at),
        "created": _day(page.first_published_at),
        "modified": _day(page.last_published_at),
        "cover": cover,
        "parts": parts,
        "headings": [part for part in parts if part.sort == "heading" and part.level == 2],
        "named": pages_named(AnonymousUser(), named_ids),
        "visible": _visible(page, [*pictures, *([cover] if cover else [])]),
        "topics": sorted(names),
        "cities": [city.name for city in page.cities.order_by("sort_key")],
        "chapters": chapters,
        "tables": tables_of(page) if page.kind == "action_plan" else [],
    }


def _in_words(at: datetime | None) -> str:
    return day(localdate(at)) if at else ""


def _day(at: datetime | None) -> str:
    return localdate(at).isoformat() if at else ""


def _visible(page: ResourcePage, pictures: list[Shown]) -> set[str]:
    """Returns the addresses of those of the pictures that all readers of the page may see."""
    ids = {picture.large: int(picture.large.split("/")[2]) for picture in pictures if picture.alt}
    images = dict(PictureRendition.objects.filter(pk__in=set(ids.values())).values_list("pk", "image_id"))
    allowed = pictures_for_all_readers_of(page, set(images.values()))
    return {address for address, pk in ids.items() if images.get(pk) in allowed}


def _recommended(plan: Any) -> list[Recommended]:
    """Returns the published recommendations of a plan that all its readers may read. At most six queries."""
    rows = RecommendationPage.objects.child_of(plan).live().filter(read_by_all_readers_of(plan))
    pages = list(rows.select_related("locale").order_by("path"))
    keys = [page.translation_key for page in pages]
    steps, cases = _steps_of(keys), _cases_of(keys)
    through = RecommendationPage.practices.through.objects.filter(recommendationpage__in=pages)
    pairs = list(through.order_by("articlepage__title").values_list("recommendationpage_id", "articlepage_id"))
    named = pages_named(AnonymousUser(), {article for _page, article in pairs})
    return [
        Recommended(
            page=page,
            parts=parts_of(page),
            practices=[named[article] for of, article in pairs if of == page.pk and article in named],
            steps=steps[page.translation_key],
            cases=cases[page.translation_key],
        )
        for page in pages
    ]


def _steps_of(keys: list[Any]) -> dict[Any, list[Step]]:
    found: dict[Any, list[Step]] = defaultdict(list)
    for row in RecommendationStep.objects.filter(key__in=keys).order_by("at", "pk"):
        found[row.key].append(Step(day(row.at), row.get_status_display(), row.note, row.reason))
    return found


def _cases_of(keys: list[Any]) -> dict[Any, list[tuple[str, str]]]:
    """Returns the cities that meet the barrier of each recommendation, by name, with what they say."""
    found: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    names = dict(City.objects.values_list("pk", "name"))
    for row in Case.objects.filter(key__in=keys).order_by("city__sort_key"):
        found[row.key].append((names[row.city_id], row.text))
    return found


def _without_closed_links(html: str) -> str:
    """Returns a document whose links into the library lead only to what everybody may read. Three queries at most."""
    roots = {prefix: root.root_path for prefix, root in _roots().items()}
    wanted = {found[1]: roots.get(found[2] or "", "") + found[3] for found in _LINK.finditer(html) if found[3]}
    rows = dict(Page.objects.live().filter(url_path__in=set(wanted.values())).values_list("url_path", "pk"))
    public = pages_named(AnonymousUser(), {*rows.values(), *map(int, _OPEN.findall(html))})
    closed = {address for address, path in wanted.items() if rows.get(path) not in public}
    html = _LINK.sub(lambda found: "<a" if found[1] in closed else found[0], html)
    return _OPEN.sub(lambda found: _anchor(public.get(int(found[1]))), html)


def _anchor(page: Linked | None) -> str:
    return f'<a href="{page.url}"' if page else "<a"


def _roots() -> dict[str, Any]:
    return {"" if root.language_code == "pl" else ENGLISH_PREFIX: root for root in Site.get_site_root_paths()}
