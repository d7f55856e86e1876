"""`manage.py send_digests`: puts the digests that have fallen due into the queue, and delivers what is due now."""

from typing import Any

from django.core.management.base import BaseCommand

from community.following.digests.scheduling import RHYTHMS, schedule_digests
from community.letters.actions.delivering import deliver_due
from community.letters.models import Dispatch, DispatchState


class Command(BaseCommand):
    """Does at once what the rounds and workers do by themselves. Safe at any time, and several times at once."""

    help = "Schedules the digests that are due, and delivers what is due now: digests and other letters."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Says how many fell due, how many letters went out, and how many digests still wait."""
        due = schedule_digests()
        sent = deliver_due()
        waiting = Dispatch.objects.filter(stream__in=RHYTHMS, state=DispatchState.WAITING).count()
        self.stdout.write(f"{due} digests fell due, {sent} letters went out, {waiting} digests wait.")
