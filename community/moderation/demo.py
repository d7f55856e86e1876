"""The demo's reports: one that waits in Sieć Zielona, and one that was looked at, through the real actions."""

from datetime import timedelta

from django.utils import timezone

from community.base import clock
from community.moderation import actions
from community.moderation.models import Fault
from community.moderation.subjects import subjects_of
from community.people.models import Person

DAYS_AGO = 3


def load_reports(people: dict[str, Person], *, waiting: int, kept: int) -> None:
    """Reports two posts (ids) of Sieć Zielona; its facilitator has left the second as it is."""
    subjects = subjects_of([("post", waiting), ("post", kept)])
    disputed, harmless = subjects[("post", waiting)], subjects[("post", kept)]
    facilitator = people["ewa-olszyna"]
    reporters = [p for p in people.values() if p.pk not in (disputed.author_id, harmless.author_id, facilitator.pk)]
    with clock.replaying(timezone.now() - timedelta(days=DAYS_AGO)):
        actions.report(subject=harmless, fault=Fault.ADVERTISING, reporter=reporters[-1])
        actions.keep(by=facilitator, subject=harmless, reason="Nazwa firmy jest tu potrzebna, więc wpis zostaje.")
    with clock.replaying(timezone.now() - timedelta(hours=DAYS_AGO)):
        actions.report(
            subject=disputed,
            fault=Fault.WRONG,
            text="Podany przepis już nie obowiązuje. Ktoś może na tej podstawie przygotować złą umowę.",
            reporter=reporters[-2],
        )
