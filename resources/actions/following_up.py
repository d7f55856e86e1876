"""What becomes of recommendations and practices: steps of a history, cases and adoptions of cities."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from community.base import clock
from community.people.models import Person
from community.spaces.models import City
from resources.actions.errors import NotYourCity, ReasonMissing, StepTooEarly
from resources.actions.listing import relist_page
from resources.models import (
    Adoption,
    AdoptionState,
    AdoptionStep,
    ArticlePage,
    Case,
    RecommendationPage,
    RecommendationStep,
)
from resources.models.following_up import NEEDS_REASON
from resources.rules import find_own_cities


@transaction.atomic
def record_step(
    *, by: Person, page: RecommendationPage, status: str, at: date, note: str = "", reason: str = ""
) -> RecommendationStep:
    """Adds a step to a recommendation's history and returns it; steps are never changed or removed.

    Raises ReasonMissing where a status needs one, StepTooEarly for a day before the last step or after today.
    """
    RecommendationPage.objects.select_for_update(of=("self",), no_key=True).get(pk=page.pk)
    if status in NEEDS_REASON and not reason.strip():
        raise ReasonMissing
    last = RecommendationStep.objects.filter(key=page.translation_key).order_by("-at", "-pk").first()
    if at > timezone.localdate(clock.now()) or (last and at < last.at):
        raise StepTooEarly
    step = RecommendationStep.objects.create(
        key=page.translation_key, status=status, at=at, note=note.strip(), reason=reason.strip(), by=by
    )
    relist_page(page)
    return step


@transaction.atomic
def confirm_barrier(*, by: Person, page: RecommendationPage, city: City, text: str) -> Case:
    """Says that a city meets a recommendation's barrier, too, and returns the case; once more changes its words.

    Raises NotYourCity.
    """
    _speaks_for(by, city)
    case, _is_new = Case.objects.update_or_create(
        key=page.translation_key, city=city, defaults={"text": text.strip(), "author": by}
    )
    relist_page(page)
    return case


@transaction.atomic
def withdraw_case(*, by: Person, page: RecommendationPage, city: City) -> None:
    """Takes back what a city said of a barrier. Raises NotYourCity."""
    _speaks_for(by, city)
    Case.objects.filter(key=page.translation_key, city=city).delete()
    relist_page(page)


@transaction.atomic
def adopt(*, by: Person, page: ArticlePage, city: City, state: str, note: str = "") -> Adoption:
    """Says how far a city is with a practice, and returns where it stands; every change is kept as a step.

    Raises NotYourCity, and ReasonMissing for giving up without saying why.
    """
    _speaks_for(by, city)
    if state == AdoptionState.ABANDONED and not note.strip():
        raise ReasonMissing
    now, said = clock.now(), {"state": state, "note": note.strip(), "by": by}
    adoption, is_new = Adoption.objects.select_for_update(no_key=True, of=("self",)).get_or_create(
        key=page.translation_key, city=city, defaults={**said, "since": now, "changed_at": now}
    )
    if not is_new and (adoption.state, adoption.note) == (state, note.strip()):
        return adoption
    adoption.state, adoption.note, adoption.by, adoption.changed_at = state, note.strip(), by, now
    adoption.save()
    AdoptionStep.objects.create(adoption=adoption, at=now, **said)
    relist_page(page)
    return adoption


@transaction.atomic
def forget_adoption(*, by: Person, page: ArticlePage, city: City) -> None:
    """Takes back what a city said of a practice, with its steps. Raises NotYourCity."""
    _speaks_for(by, city)
    Adoption.objects.filter(key=page.translation_key, city=city).delete()
    relist_page(page)


def _speaks_for(person: Person, city: City) -> None:
    if not find_own_cities(person).filter(pk=city.pk).exists():
        raise NotYourCity
