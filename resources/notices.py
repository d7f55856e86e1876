"""What notifications about following up say, told from current rows through the rules. One query a kind."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from community.notifications.kinds import Told
from community.people.models import Person
from resources.models import (
    AdoptionState,
    AdoptionStep,
    ArticlePage,
    RecommendationPage,
    RecommendationStatus,
    RecommendationStep,
)
from resources.queries.following_up import entry_column


def tell_step(person: Person, step_ids: Sequence[int]) -> dict[int, Told]:
    """Something became of a recommendation that the person follows, or whose barrier they confirmed."""
    rows = RecommendationStep.objects.filter(pk__in=step_ids)
    said = _("“%(title)s”: %(status)s")
    return {
        pk: Told(said % {"title": title, "status": RecommendationStatus(status).label}, url)
        for pk, title, url, status in _columns(person, rows, RecommendationPage.kind, "key", "status")
    }


def tell_adopted(person: Person, step_ids: Sequence[int]) -> dict[int, Told]:
    """A city says how far it is with a practice that the person wrote about."""
    rows = AdoptionStep.objects.filter(pk__in=step_ids)
    said = _("%(city)s on your practice “%(title)s”: %(state)s")
    columns = _columns(person, rows, ArticlePage.kind, "adoption__key", "state", "adoption__city__name")
    return {
        pk: Told(said % {"title": title, "city": city, "state": AdoptionState(state).label}, f"{url}#adoptions")
        for pk, title, url, state, city in columns
    }


def _columns(person: Person, rows: Any, kind: str, key: str, *columns: str) -> Any:
    """Returns the rows' numbers, with title and stored address of their page, and these columns."""
    found = rows.annotate(
        title=entry_column(person, "title", kind=kind, key=key), url=entry_column(person, "url", kind=kind, key=key)
    )
    return found.filter(url__isnull=False).values_list("pk", "title", "url", *columns)
