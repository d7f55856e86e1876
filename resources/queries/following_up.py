"""What became of a recommendation, who else meets its barrier, and which cities follow a practice."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, DateTimeField, F, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import get_language
from wagtail.models import Page

from community.base.addresses import address
from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.base.prepared import Prepared
from community.catalogue.queries.wording import WORDING, Wording, worded
from community.catalogue.rules import entries_shown_to, entries_visible_to
from community.spaces.models import City
from community.spaces.rules import Viewer, standing_of
from community.spaces.standing import rows_for
from resources.models import (
    Adoption,
    AdoptionState,
    AdoptionStep,
    ArticlePage,
    Case,
    RecommendationPage,
    RecommendationStep,
)
from resources.rules import find_own_cities, may_record_steps

# In the order in which a page shows them: what already works comes first.
_STATES = (AdoptionState.DONE, AdoptionState.ADAPTING, AdoptionState.CONSIDERING, AdoptionState.ABANDONED)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a recommendation's history."""

    status: str
    label: str
    at: date
    note: str
    reason: str


@dataclass(frozen=True, slots=True)
class CityWord:
    """What one city says: of a practice (`state`, `label`), or of a barrier (both empty)."""

    city: str
    city_url: str
    state: str
    label: str
    note: str
    at: Moment


@dataclass(frozen=True, slots=True)
class AdoptionGroup:
    """The cities in one state, who changed last first."""

    state: str
    label: str
    rows: list[CityWord]


@dataclass(frozen=True, slots=True)
class PracticeDoors:
    """Who follows a practice; `door` is empty for who speaks for no city, `has_own` once an own city follows."""

    groups: list[AdoptionGroup]
    cities: int
    door: str
    has_own: bool


@dataclass(frozen=True, slots=True)
class RecommendationDoors:
    """What a viewer may do about a recommendation: addresses, empty where it is not for them."""

    case_door: str
    has_own: bool
    step_door: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A page that a city has said something about; `label` is empty for recommendations.

    `lang`: the language of its title, where it is not the reader's.
    """

    title: str
    url: str
    state: str
    label: str
    note: str
    at: Moment
    lang: str


@dataclass(frozen=True, slots=True)
class CityFollows:
    """What a city adopts and which barriers it confirms, who changed last first."""

    practices: list[Followed]
    barriers: list[Followed]


def steps_of(page: RecommendationPage) -> list[StepRow]:
    """Returns a recommendation's history, the newest step first. One query."""
    rows = RecommendationStep.objects.filter(key=page.translation_key).order_by("-at", "-pk")
    return [StepRow(row.status, row.get_status_display(), row.at, row.note, row.reason) for row in rows]


def cases_of(page: RecommendationPage) -> list[CityWord]:
    """Returns what cities say of a recommendation's barrier, the newest first. One query."""
    rows = Case.objects.filter(key=page.translation_key).select_related("city").order_by("-created_at", "-pk")
    return [CityWord(row.city.name, _url_of(row.city), "", "", row.text, moment(row.created_at)) for row in rows]


def case_of(page: RecommendationPage, city: City) -> Case | None:
    """Returns what a city says of a barrier, None when it has not. One query."""
    return Case.objects.filter(key=page.translation_key, city=city).first()


def adoption_of(page: ArticlePage, city: City) -> Adoption | None:
    """Returns where a city is with a practice, None when it has said nothing. One query."""
    return Adoption.objects.filter(key=page.translation_key, city=city).first()


def history_of(adoption: Adoption) -> list[CityWord]:
    """Returns what a city said of a practice over time, the newest first. One query."""
    rows = AdoptionStep.objects.filter(adoption=adoption).order_by("-at", "-pk")
    return [CityWord("", "", row.state, row.get_state_display(), row.note, moment(row.at)) for row in rows]


def practice_doors(viewer: Viewer, page: ArticlePage) -> PracticeDoors:
    """Returns who follows a practice, and whether the viewer may say so. One query."""
    rows = rows_for(viewer, _FOLLOWERS, key=page.translation_key)
    adoptions = [row for row in rows if row.state]
    own = {row.city for row in rows if not row.state}
    language = get_language()
    words = [(row.state, _follower(language, row)) for row in adoptions]
    groups = [
        AdoptionGroup(state, str(state.label), [word for there, word in words if there == state]) for state in _STATES
    ]
    return PracticeDoors(
        groups=[group for group in groups if group.rows],
        cities=len(adoptions),
        door=address("practice_adoption", page_id=page.pk) if own else "",
        has_own=any(row.city in own for row in adoptions),
    )


_FOLLOWER = ("city", "state", "name", "slug", "note", "at", "number")


def _follower_rows(viewer: Viewer, *, key: Any) -> "QuerySet[Any, Any]":
    """Returns where each city is with a practice, who changed last first; then the viewer's own cities, stateless."""
    rows = Adoption.objects.filter(key=key).annotate(
        name=F("city__name"), slug=F("city__slug"), at=F("changed_at"), number=F("pk")
    )
    asked: Any = rows.values_list(*_FOLLOWER, named=True)
    if standing_of(viewer).person_id is not None:
        nothing = {name: Value("", output_field=CharField()) for name in ("state", "note")}
        no_moment = Cast(Value(None), DateTimeField())  # PostgreSQL takes a bare NULL for a text
        own = find_own_cities(viewer).order_by().annotate(city=F("pk"), at=no_moment, number=F("pk"), **nothing)
        asked = asked.union(own.values_list(*_FOLLOWER, named=True), all=True)
    ordered: QuerySet[Any, Any] = asked.order_by("-at", "-number")
    return ordered


_FOLLOWERS = Prepared(_follower_rows)


def recommendation_doors(viewer: Viewer, page: RecommendationPage) -> RecommendationDoors:
    """Returns what a viewer may do about a recommendation. No query for visitors, at most three for others."""
    own = _own_city_ids(viewer)
    return RecommendationDoors(
        case_door=address("recommendation_case", page_id=page.pk) if own else "",
        has_own=bool(own) and Case.objects.filter(key=page.translation_key, city__in=own).exists(),
        step_door=address("recommendation_step", page_id=page.pk) if may_record_steps(viewer, page) else "",
    )


def followed_by(viewer: Viewer, city: City) -> CityFollows:
    """Returns what a city adopts and confirms, of pages that are shown to a viewer. Two queries."""
    adoptions = Adoption.objects.filter(city=city).order_by("-changed_at", "-pk")
    cases = Case.objects.filter(city=city).order_by("-created_at", "-pk")
    return CityFollows(
        practices=[
            Followed(shown.title, shown.url, row.state, row.get_state_display(), row.note, moment(row.changed_at),
                     shown.lang)
            for row, shown in _with_pages(viewer, adoptions, ArticlePage.kind)
        ],
        barriers=[
            Followed(shown.title, shown.url, "", "", row.text, moment(row.created_at), shown.lang)
            for row, shown in _with_pages(viewer, cases, RecommendationPage.kind)
        ],
    )  # fmt: skip


def entry_column(viewer: Viewer, column: str, *, kind: str, key: str = "key") -> Subquery:
    """Returns an expression: a column of the entry of the page whose translation key stands in the column `key`.

    NULL where the viewer may not read it, or it is published no more.
    """
    rows = entries_visible_to(viewer).filter(kind=kind, subject_id=Subquery(_first_page(key)))
    return Subquery(rows.values(column)[:1])


def _with_pages(viewer: Viewer, rows: Any, kind: str) -> list[tuple[Any, Wording]]:
    """Returns rows with the words of their page for the reader, without those that are not shown."""
    shown = entries_shown_to(viewer).filter(kind=kind, subject_id=Subquery(_first_page("key")))
    words = shown.annotate(words=JSONObject(**{name: name for name in WORDING})).values("words")[:1]
    found = rows.annotate(words=Subquery(words, output_field=JSONField()))
    return [(row, worded(**row.words)) for row in found.filter(words__isnull=False)]


def _first_page(key: str) -> Any:
    """Returns the number under which the catalogue knows a page: that of its oldest translation."""
    return Page.objects.filter(translation_key=OuterRef(OuterRef(key))).order_by("pk").values("pk")[:1]


def _own_city_ids(viewer: Viewer) -> set[int]:
    if standing_of(viewer).person_id is None:
        return set()
    return {city.pk for city in find_own_cities(viewer)}


@lru_cache(1_000)
def _follower(_language: str | None, row: Any) -> CityWord:
    label = str(AdoptionState(row.state).label)
    return CityWord(row.name, f"{prefix()}/miasta/{row.slug}/", row.state, label, row.note, moment(row.at))


def _url_of(city: City) -> str:
    return f"{prefix()}{city.url}"
