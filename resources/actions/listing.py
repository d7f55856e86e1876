"""Pages in the catalogue: one entry for a page and its translations, findable by the words of each."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min
from wagtail.models import Page

from community.base import clock
from community.base.plain_text import plain_text
from community.catalogue.actions import Listing, Text, list_entry, replace_texts, withdraw_entry
from community.catalogue.models import Entry
from community.spaces.models import Audience, City
from resources.models import (
    SHEET_WORDS,
    TYPES,
    ActionPlanPage,
    Adoption,
    ArticlePage,
    Case,
    RecommendationPage,
    RecommendationStep,
    ResourcePage,
)
from resources.queries.addresses import address_of
from resources.rendering import NAMES, PageText, Part, text_of
from resources.rich_text import safe_html


def subject_id_of(page: Page) -> int:
    """Returns the number under which the catalogue knows a page and its translations: the oldest one's.

    Asked of the page's own table, from which a page that is being deleted goes first.
    """
    same = type(page)._default_manager.filter(translation_key=page.translation_key)
    first = same.aggregate(Min("pk"))["pk__min"]
    return int(first or page.pk)


def batch(after: int, size: int) -> list[int]:
    """Returns the next subjects in ascending order."""
    names = [model._meta.model_name for model in TYPES]
    rows = Page.objects.filter(content_type__app_label="resources", content_type__model__in=names)
    firsts = rows.values("translation_key").annotate(first=Min("pk")).filter(first__gt=after).order_by("first")
    return [row["first"] for row in firsts[:size]]


@transaction.atomic
def relist(ids: list[int]) -> None:
    """Lists these subjects as they are published now; what is not published is found nowhere."""
    for page in Page.objects.filter(pk__in=ids).specific().order_by("pk"):
        if isinstance(page, ResourcePage):
            relist_page(page)


def relist_page(page: ResourcePage, *, with_texts: bool = True) -> Entry | None:
    """Lists a page with its translations and returns the entry; None when none of them is published.

    The oldest that is published says who may find them. Words of a translation that fewer may read are not found.
    Without `with_texts` its texts stay as they are listed: they have not changed.
    """
    same = type(page)._default_manager.filter(translation_key=page.translation_key)
    pages: list[Any] = list(same.select_related("locale", "space", "cover").order_by("pk"))
    subject_id = pages[0].pk if pages else page.pk
    pages = [one for one in pages if one.live]
    if not pages:
        withdraw_entry(page.kind, subject_id)
        return None
    main = pages[0]
    pages = [one for one in pages if _is_as_open(one, main)]
    texts = [text_of(one) for one in pages]
    cities = cities_of(main)
    listing = Listing(
        title=main.title[:300],
        url=address_of(main),
        audience=main.audience,
        published_at=main.first_published_at or _published(main),
        last_activity_at=max(map(_published, pages)),
        space_id=main.space_id,
        author_id=main.owner_id,
        city_id=cities[0].pk if len(cities) == 1 else None,
        summary=main.summary,
        language=main.language,
        **_in_other_language(pages),
        is_outdated=main.is_review_due,
        tag_ids=tuple(tag.merged_into_id or tag.pk for tag in main.tags.all()),
        traits=tuple(sorted({*_traits(main, cities), *_read_in(pages, texts)})),
    )
    entry = list_entry(main.kind, subject_id, listing)
    if with_texts or not entry.passages.exists():
        replace_texts(entry, _numbered(pages, texts))
    return entry


def _is_as_open(page: Any, main: Any) -> bool:
    """Returns whether everybody who may read the main translation may read this one."""
    return page.audience == Audience.PUBLIC or (page.audience, page.space_id) == (main.audience, main.space_id)


def _in_other_language(pages: list[Any]) -> dict[str, Any]:
    """Returns what the first of these pages is called, where it is and what it says in its other language."""
    other = next((page for page in pages if page.language != pages[0].language), None)
    if other is None:
        return {}
    return {
        "other_language": other.language,
        "other_title": other.title[:300],
        "other_url": address_of(other),
        "other_summary": other.summary,
    }


def cities_of(page: ResourcePage) -> list[City]:
    """Returns the cities that a page is about, and those that confirm or follow it, by name."""
    ids = {city.pk for city in page.cities.all()}
    if isinstance(page, ActionPlanPage) and page.city_id:
        ids.add(page.city_id)
    for model in (Case, Adoption):
        ids |= set(model._default_manager.filter(key=page.translation_key).values_list("city_id", flat=True))
    return list(City.objects.filter(pk__in=ids).order_by("sort_key")) if ids else []


def _read_in(pages: list[Any], texts: list[PageText]) -> Iterator[tuple[str, str]]:
    yield from (("language", one.language) for one in pages)
    yield from ((NAMES, str(subject)) for text in texts for subject in text.named.values())


def _traits(page: Any, cities: list[City]) -> Iterator[tuple[str, str]]:
    yield from (("network", space.slug) for space in page.networks.all())
    if page.space_id:
        yield "network", page.space.slug
    for city in cities:
        yield "city", city.slug
        yield "size", city.size_class
    if isinstance(page, ArticlePage) and page.cost_band:
        yield "cost", page.cost_band
    if isinstance(page, RecommendationPage):
        last = RecommendationStep.objects.filter(key=page.translation_key).order_by("-at", "-pk").first()
        yield "status", last.status if last else "proposed"
        if page.recommendation_kind:
            yield "matter", page.recommendation_kind


def _published(page: Any) -> datetime:
    """Returns when a page was published last; one that Wagtail has no word for counts from its last change, or now."""
    moment: datetime = page.last_published_at or page.latest_revision_created_at or clock.now()
    return moment


def _numbered(pages: list[Any], read: list[PageText]) -> list[Text]:
    texts: list[Text] = []
    for page, text in zip(pages, read, strict=True):
        for anchor, words in _stretches(page, text.parts, title="" if page is pages[0] else page.title):
            texts.append(Text(len(texts) + 1, words, _published(page), anchor, page.owner_id, page.language))
    return texts


def _stretches(page: Any, parts: list[Part], *, title: str) -> Iterator[tuple[str, str]]:
    """Yields the stretches of a page that are found as one, with what leads to each: its opening, its chapters."""
    anchor, words = "", [title, page.summary, *_facts(page)]
    for part in parts:
        if part.sort == "heading" and words:
            yield anchor, " ".join(words)
            words = []
        if part.sort == "heading":
            anchor = f"#{part.anchor}"
        words.append(part.words)
    yield anchor, " ".join(word for word in words if word)


def _facts(page: Any) -> Iterator[str]:
    if isinstance(page, ArticlePage):
        yield from (value for name in SHEET_WORDS if (value := getattr(page, name)))
    if isinstance(page, RecommendationPage):
        yield plain_text(safe_html(page.barrier))
        yield plain_text(safe_html(page.action))
        yield ", ".join(page.addressee_list)
    if isinstance(page, ActionPlanPage):
        yield page.city_label
        yield plain_text(safe_html(page.challenge))
        yield plain_text(safe_html(page.goal))
        yield from (row.title for row in page.actions.all())
        yield from (row.name for row in page.indicators.all())
