"""What becomes of recommendations and practices: steps of a history, cases and adoptions of cities."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from community.base import clock
from community.base.moments import day
from community.catalogue.models import Entry
from community.following.queries import audience_of, only_who_see, who_muted
from community.notifications.actions import notify, settle
from community.people.models import Person
from community.spaces.models import City
from resources.actions.errors import (
    NothingSaid,
    NotYourCity,
    NotYourHistory,
    ReasonMissing,
    StepTooEarly,
    StepTooLate,
)
from resources.actions.listing import relist_page
from resources.models import (
    Adoption,
    AdoptionState,
    AdoptionStep,
    ArticlePage,
    Case,
    RecommendationPage,
    RecommendationStep,
    ResourcePage,
)
from resources.models.following_up import NEEDS_REASON
from resources.rules import find_own_cities, may_record_steps

STEP, ADOPTED = "resources.step", "resources.adopted"


@transaction.atomic
def record_step(
    *, by: Person, page: RecommendationPage, status: str, at: date, note: str = "", reason: str = ""
) -> RecommendationStep:
    """Adds a step to a recommendation's history and returns it; steps are never changed or removed.

    The same step sent twice is one. Who follows the recommendation and who confirmed its barrier are told. Raises
    NotYourHistory, ReasonMissing where a status needs one, StepTooEarly for a day before the last step, StepTooLate for
    one to come.
    """
    _lock(page)
    if not may_record_steps(by, page):
        raise NotYourHistory
    said = {"status": status, "at": at, "note": note.strip(), "reason": reason.strip(), "by": by}
    if status in NEEDS_REASON and not said["reason"]:
        raise ReasonMissing
    if at > timezone.localdate(clock.now()):
        raise StepTooLate
    last = RecommendationStep.objects.filter(key=page.translation_key).order_by("-at", "-pk").first()
    if last and all(getattr(last, name) == value for name, value in said.items()):
        return last
    if last and at < last.at:
        raise StepTooEarly(_("The last step is of %(day)s. Choose this day or a later one.") % {"day": day(last.at)})
    step = RecommendationStep.objects.create(key=page.translation_key, **said)
    _tell_of_step(step, relist_page(page, with_texts=False))
    return step


@transaction.atomic
def confirm_barrier(*, by: Person, page: RecommendationPage, city: City, text: str) -> Case:
    """Says that a city meets a recommendation's barrier, too, and returns the case; once more changes its words.

    Raises NotYourCity, NothingSaid without words.
    """
    _speaks_for(by, city)
    if not text.strip():
        raise NothingSaid
    case, _is_new = Case.objects.update_or_create(
        key=page.translation_key, city=city, defaults={"text": text.strip(), "author": by}
    )
    relist_page(page, with_texts=False)
    return case


@transaction.atomic
def withdraw_case(*, by: Person, page: RecommendationPage, city: City) -> bool:
    """Takes back what a city said of a barrier, and returns whether there was anything. Raises NotYourCity."""
    _speaks_for(by, city)
    removed, _rows = Case.objects.filter(key=page.translation_key, city=city).delete()
    relist_page(page, with_texts=False)
    return bool(removed)


@transaction.atomic
def adopt(*, by: Person, page: ArticlePage, city: City, state: str, note: str = "") -> Adoption:
    """Says how far a city is with a practice, and returns where it stands; every change is kept as a step.

    Who wrote the article is told when a city begins and when its state changes. Raises NotYourCity, and ReasonMissing
    for giving up without saying why.
    """
    _speaks_for(by, city)
    note = note.strip()
    if state == AdoptionState.ABANDONED and not note:
        raise ReasonMissing
    now = clock.now()
    adoption, is_new = Adoption.objects.select_for_update(no_key=True, of=("self",)).get_or_create(
        key=page.translation_key,
        city=city,
        defaults={"state": state, "note": note, "by": by, "since": now, "changed_at": now},
    )
    was = (adoption.state, adoption.note)
    if not is_new and was == (state, note):
        return adoption
    adoption.state, adoption.note, adoption.by, adoption.changed_at = state, note, by, now
    adoption.save()
    step = AdoptionStep.objects.create(adoption=adoption, state=state, note=note, by=by, at=now)
    entry = relist_page(page, with_texts=False)
    if is_new or was[0] != state:
        _tell_of_adoption(step, entry)
    return adoption


@transaction.atomic
def forget_adoption(*, by: Person, page: ArticlePage, city: City) -> bool:
    """Takes back what a city said of a practice, with its steps, and returns whether there was anything.

    Raises NotYourCity.
    """
    _speaks_for(by, city)
    steps = AdoptionStep.objects.filter(adoption__key=page.translation_key, adoption__city=city)
    settle([ADOPTED], object_ids=list(steps.values_list("pk", flat=True)))
    removed, _rows = Adoption.objects.filter(key=page.translation_key, city=city).delete()
    relist_page(page, with_texts=False)
    return bool(removed)


def _lock(page: ResourcePage) -> None:
    """Makes others wait who write about this page, in whichever translation they met it."""
    rows = Page.objects.select_for_update(no_key=True).filter(translation_key=page.translation_key)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _speaks_for(person: Person, city: City) -> None:
    if not find_own_cities(person).filter(pk=city.pk).exists():
        raise NotYourCity


def _tell_of_step(step: RecommendationStep, entry: Entry | None) -> None:
    """Tells who follows a recommendation, and who said for a city that it meets the barrier."""
    if entry is None:
        return
    authors = Case.objects.filter(key=step.key, author__isnull=False).values_list("author_id", flat=True)
    confirmed = only_who_see(entry, set(authors)) - who_muted(entry)
    near = audience_of(entry, "reply")
    notify(STEP, to=near.people | confirmed, object_id=step.pk, actor=step.by, at_once=near.at_once)


def _tell_of_adoption(step: AdoptionStep, entry: Entry | None) -> None:
    """Tells who wrote a practice what a city makes of it."""
    if entry is None or entry.author_id is None:
        return
    to = only_who_see(entry, {entry.author_id}) - who_muted(entry)
    notify(ADOPTED, to=to, object_id=step.pk, actor=step.by)
