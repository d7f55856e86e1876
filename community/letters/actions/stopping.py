"""Stopping a stream for a person, and beginning it again, by the link in a letter or from the settings."""

from django.db import transaction

from community.base import clock
from community.letters.models import Dispatch, DispatchState, Unsubscription
from community.letters.streams import streams
from community.people.models import Person


@transaction.atomic
def stop_stream(*, person: Person, stream: str, is_one_click: bool = False) -> bool:
    """Ends a stream for a person and returns whether they got it until now. What waits in it does not go out.

    Doing it twice is doing it once: mail programs repeat their request. Raises UnknownKey for a stream that is none.
    """
    known = streams[stream]
    was_on = known.is_on(person)
    known.stop(person)
    Dispatch.objects.filter(person=person, stream=stream, state=DispatchState.WAITING).update(
        state=DispatchState.EMPTY, taken_until=None
    )
    if was_on:
        Unsubscription.objects.create(person=person, stream=stream, at=clock.now(), is_one_click=is_one_click)
    return was_on


@transaction.atomic
def restart_stream(*, person: Person, stream: str) -> None:
    """Begins a stream again that a person had stopped: the way back from a slip of the finger."""
    streams[stream].restart(person)
