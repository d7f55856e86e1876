"""Recommendations and practices as data: what a viewer may read, in the order of the library.

Keys and values are stable: programs of others read them. Words for people are in `export_columns`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from wagtail.models import Page

from community.base import clock
from community.base.languages import localised
from community.base.plain_text import plain_text
from community.catalogue.rules import entries_visible_to
from community.spaces.rules import Viewer
from resources.models import (
    SHEET_WORDS,
    Adoption,
    ArticlePage,
    Case,
    ImprovementPlanPage,
    Licence,
    RecommendationPage,
    RecommendationStep,
    ResourcePage,
)
from resources.queries.histories import waiting_since
from resources.queries.pages import Linked, pages_named
from resources.rich_text import safe_html
from resources.rules import may_read

Kind = TypeVar("Kind", ArticlePage, RecommendationPage)
Row = dict[str, Any]
_AT_ONCE = 200


def recommendation_rows(viewer: Viewer, language: str) -> Iterator[Row]:
    """Yields recommendations with their history and cases. One query, and eight at most for every two hundred."""
    return _rows(viewer, RecommendationPage, language, _recommendations)


def practice_rows(viewer: Viewer, language: str) -> Iterator[Row]:
    """Yields articles with their transfer sheet and who follows them. One query, and four for every two hundred."""
    return _rows(viewer, ArticlePage, language, _practices)


def _rows(
    viewer: Viewer, model: type[Kind], language: str, read: Callable[[Viewer, list[Kind]], Iterable[Row]]
) -> Iterator[Row]:
    """Yields rows, chunk by chunk; the language is set for each, because other pages are served in between."""
    entries = entries_visible_to(viewer).filter(kind=model.kind)
    first = Page.objects.filter(pk__in=entries.values("subject_id")).order_by("path")
    keys = list(first.values_list("translation_key", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        with translation.override(language):
            rows = list(read(viewer, _readable(viewer, model, keys[start : start + _AT_ONCE], language)))
        yield from rows


def _readable(viewer: Viewer, model: type[Kind], keys: list[UUID], language: str) -> list[Kind]:
    """Returns a page for each key that the viewer may read: in this language where there is one, else the oldest."""
    rows = model._default_manager.filter(translation_key__in=keys, live=True).order_by("pk")
    by_key: dict[UUID, Kind] = {}
    for row in rows.select_related("locale", "space", "owner"):
        if may_read(viewer, row) and (row.translation_key not in by_key or row.language == language):
            by_key[row.translation_key] = row
    return [by_key[key] for key in keys if key in by_key]


def _recommendations(viewer: Viewer, pages: list[RecommendationPage]) -> Iterator[Row]:
    keys = [page.translation_key for page in pages]
    steps = _by_key(RecommendationStep.objects.filter(key__in=keys).order_by("at", "pk"))
    cases = _by_key(Case.objects.filter(key__in=keys).select_related("city").order_by("city__sort_key"))
    practices = _linked_ids(RecommendationPage.practices.through, "recommendationpage_id", "articlepage_id", pages)
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    plans = {
        path: (pk, edition)
        for pk, path, edition in ImprovementPlanPage.objects.filter(path__in=set(above.values())).values_list(
            "pk", "path", "edition__name"
        )
    }
    wanted = {pk for ids in practices.values() for pk in ids} | {pk for pk, _edition in plans.values()}
    named = pages_named(viewer, wanted)
    for page in pages:
        plan_id, edition = plans.get(above[page.pk], (0, None))
        history = steps[page.translation_key]
        yield {
            **_common(page),
            "code": page.code,
            "plan": _named(named.get(plan_id)),
            "edition": edition,
            "kind": page.recommendation_kind or None,
            "priority": page.priority,
            "addressees": page.addressee_list,
            "barrier": plain_text(safe_html(page.barrier)),
            "action": plain_text(safe_html(page.action)),
            **_standing(history),
            "history": [
                {"status": step.status, "on": step.at.isoformat(), "note": step.note, "reason": step.reason}
                for step in history
            ],
            "confirmed_by": [
                {**_city(case), "text": case.text, "on": _day(case.created_at)} for case in cases[page.translation_key]
            ],
            "practices": [_named(named[pk]) for pk in practices[page.pk] if pk in named],
        }


def _standing(history: list[RecommendationStep]) -> Row:
    """Returns where a recommendation stands, and for how many days it has waited for an answer."""
    since = waiting_since([(step.status, step.at) for step in history])
    today = timezone.localdate(clock.now())
    return {
        "status": history[-1].status if history else "proposed",
        "status_on": history[-1].at.isoformat() if history else None,
        "days_without_answer": (today - since).days if since else None,
    }


def _practices(_viewer: Viewer, pages: list[ArticlePage]) -> Iterator[Row]:
    keys = [page.translation_key for page in pages]
    adoptions = _by_key(Adoption.objects.filter(key__in=keys).select_related("city").order_by("city__sort_key"))
    cities = _linked_ids(ArticlePage.cities.through, "articlepage_id", "city__name", pages)
    topics = _linked_ids(
        ArticlePage.tags.through, "articlepage_id", Coalesce("tag__merged_into__name", "tag__name"), pages
    )
    for page in pages:
        yield {
            **_common(page),
            "cities": sorted(cities[page.pk]),
            "topics": sorted(set(topics[page.pk])),
            "cost": page.cost_band or None,
            **{name: getattr(page, name) for name in SHEET_WORDS},
            "adopted_by": [
                {
                    **_city(row), "state": row.state, "note": row.note, "since": _day(row.since),
                    "changed_on": _day(row.changed_at),
                }
                for row in adoptions[page.translation_key]
            ],
        }  # fmt: skip


def _common(page: ResourcePage) -> Row:
    """Returns what all pages have. `id` is shared by translations."""
    return {
        "id": str(page.translation_key),
        "title": page.title,
        "summary": page.summary,
        "url": settings.SITE_URL + page.get_url_parts()[2],
        "language": page.language,
        "network": page.space.slug if page.space else None,
        "network_name": page.space.name if page.space else None,
        "author": page.owner.name if page.owner else None,
        "published_on": _day(page.first_published_at),
        "changed_on": _day(page.last_published_at),
        "license": page.licence,
        "license_url": Licence(page.licence).url or None,
        "is_sample": page.is_sample,
    }


def _by_key(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.key].append(row)
    return found


def _linked_ids(through: Any, own: str, other: Any, pages: list[Any]) -> dict[int, list[Any]]:
    """Returns what pages are linked with in a table between, by page."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = through._default_manager.filter(**{f"{own}__in": [page.pk for page in pages]}).order_by("pk")
    for page_id, value in rows.values_list(own, other):
        found[page_id].append(value)
    return found


def _named(page: Linked | None) -> Row | None:
    return {"title": page.title, "url": settings.SITE_URL + page.url} if page else None


def _city(row: Any) -> Row:
    return {"city": row.city.name, "city_url": settings.SITE_URL + localised(row.city.url)}


def _day(at: Any) -> str | None:
    return timezone.localdate(at).isoformat() if at else None
