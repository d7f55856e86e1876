"""An improvement plan's recommendations as rows, and one recommendation with what became of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from wagtail.models import Page

from community.base.languages import localised
from community.spaces.rules import Viewer, visible
from resources.models import Case, ImprovementPlanPage, RecommendationPage, RecommendationStatus
from resources.queries.addresses import url_of
from resources.queries.histories import History, histories
from resources.queries.states import StateWord, status_word

# What `?stan=` may say.
STATES = {
    "zaproponowane": RecommendationStatus.PROPOSED,
    "wyslane": RecommendationStatus.SENT,
    "potwierdzone": RecommendationStatus.ACKNOWLEDGED,
    "analizowane": RecommendationStatus.IN_ANALYSIS,
    "przyjete": RecommendationStatus.ACCEPTED,
    "przyjete-czesciowo": RecommendationStatus.ACCEPTED_IN_PART,
    "odrzucone": RecommendationStatus.REJECTED,
    "w-legislacji": RecommendationStatus.IN_LEGISLATION,
    "wdrozone": RecommendationStatus.IMPLEMENTED,
    "nieaktualne": RecommendationStatus.LAPSED,
}


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation in its plan's list; `cities`: how many confirm its barrier."""

    code: str
    title: str
    url: str
    kind: str
    priority: str
    addressees: list[str]
    status: StateWord
    waiting_days: int | None
    cities: int


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many recommendations have a status, and the list of just these; leaving the current one leads to all."""

    status: StateWord
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The list in a plan: `rows` of the chosen status, of all without one; `counts` and `total` are of all."""

    rows: list[RecommendationRow]
    counts: list[StatusCount]
    total: int
    waiting: int
    all_url: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a city says of a barrier. The city says it, not the person who typed it."""

    city: str
    url: str
    text: str


def recommendations_of(viewer: Viewer, plan: Any, url: str, chosen: str = "") -> Recommendations:
    """Returns what a plan recommends, as far as the viewer may read it, in the plan's order; an unknown choice is none.

    Four queries, for any number.
    """
    found = _live_under(viewer, plan)
    keys = [page.translation_key for page in found]
    past, cities = histories(keys), _cities_confirming(keys)
    rows = [_row(page, past[page.translation_key], cities.get(page.translation_key, 0)) for page in found]
    status = STATES.get(chosen)
    return Recommendations(
        rows=[row for row in rows if status is None or row.status.value == status],
        counts=_counts(rows, url, status),
        total=len(rows),
        waiting=sum(row.waiting_days is not None for row in rows),
        all_url=f"{url}#recommendations",
    )


def plan_above(viewer: Viewer, page: Page) -> list[tuple[str, str]]:
    """Returns the plan of a recommendation as a step of the way up, if the viewer may read it. One query."""
    plan = plan_over(viewer, page)
    return [(plan.title, url_of(plan))] if plan else []


def plan_over(viewer: Viewer, page: Page) -> Any:
    """Returns the plan of a recommendation (`title`, `url_path`, `audience`), None where the viewer may not read it.

    One query.
    """
    plans = ImprovementPlanPage.objects.live().filter(visible(viewer), path=page.path[: -page.steplen])
    return plans.values_list("title", "url_path", "audience", named=True).first()


def evidence_for(page: RecommendationPage) -> list[Evidence]:
    """Returns what cities say of a recommendation's barrier, by name. One query."""
    rows = Case.objects.filter(key=page.translation_key).select_related("city").order_by("city__sort_key")
    return [Evidence(row.city.name, localised(row.city.url), row.text) for row in rows]


def _live_under(viewer: Viewer, plan: Any) -> list[RecommendationPage]:
    """Returns what stands under a plan or one of its translations, once for each recommendation, in the plan's language
    where there is one. Two queries.
    """
    plans = Page.objects.filter(translation_key=plan.translation_key).values_list("path", flat=True)
    under = Q(pk__in=())
    for path in {*plans, plan.path}:
        under |= Q(path__startswith=path, depth=plan.depth + 1)
    pages = RecommendationPage.objects.live().filter(under, visible(viewer)).select_related("locale").order_by("path")
    found: dict[UUID, RecommendationPage] = {}
    for page in pages:
        if page.translation_key not in found or page.locale_id == plan.locale_id:
            found[page.translation_key] = page
    return list(found.values())


def _cities_confirming(keys: Iterable[UUID]) -> dict[UUID, int]:
    rows = Case.objects.filter(key__in=list(keys)).order_by().values_list("key").annotate(n=Count("pk"))
    return dict(rows)


def _row(page: Any, past: History, cities: int) -> RecommendationRow:
    return RecommendationRow(
        code=page.code,
        title=page.title,
        url=url_of(page),
        kind=page.get_recommendation_kind_display(),
        priority=page.get_priority_display(),
        addressees=page.addressee_list,
        status=past.status,
        waiting_days=past.waiting_days,
        cities=cities,
    )


def _counts(rows: list[RecommendationRow], url: str, chosen: str | None) -> list[StatusCount]:
    """Returns the statuses that occur, in the order in which a recommendation passes them, and the chosen one."""
    numbers = Counter(row.status.value for row in rows)
    return [
        StatusCount(status_word(status), numbers[status], f"{url}?stan={name}#recommendations", status == chosen)
        for name, status in STATES.items()
        if numbers[status] or status == chosen
    ]
