"""Sending somebody their digest at once, as the demo's button does."""

from community.base import clock
from community.following.digests.scheduling import RHYTHMS, WEEKLY
from community.following.models import Follow
from community.letters.actions.delivering import LEASE, deliver_batch
from community.letters.models import Dispatch, DispatchState
from community.people.models import Person


def send_digest_now(person: Person) -> bool:
    """Composes a person's digest and hands it over at once; returns whether there was anything to tell.

    It is the weekly one, unless they follow things in the daily one only.
    """
    levels = set(Follow.objects.filter(person=person).values_list("level", flat=True).distinct())
    streams = [stream for stream, rhythm in RHYTHMS.items() if rhythm.level in levels] or [WEEKLY]
    return any(_send(person, stream) for stream in streams)


def _send(person: Person, stream: str) -> bool:
    now = clock.now()
    row = Dispatch.objects.create(
        person=person, stream=stream, key=f"now-{now:%Y%m%d%H%M%S%f}", due_at=now, taken_until=now + LEASE
    )
    deliver_batch([row])
    row.refresh_from_db()
    return row.state == DispatchState.SENT
