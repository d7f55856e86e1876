"""Stopping a stream for a person, for a while or for good, and beginning it again: by a letter or in the settings."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from community.base import clock
from community.letters.models import Dispatch, DispatchState, Pause, Unsubscription
from community.letters.streams import streams
from community.people.models import Person


@transaction.atomic
def stop_stream(*, person: Person, stream: str, is_one_click: bool = False) -> bool:
    """Ends a stream for a person and returns whether they got it until now. What waits in it does not go out.

    A worker that holds such a letter looks once more before it hands it over. Doing it twice is doing it once: mail
    programs repeat their request. Raises UnknownKey for a stream that is none.
    """
    known = streams[stream]
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    was_on = known.is_on(person)
    known.stop(person)
    Pause.objects.filter(person=person, stream=stream).delete()
    _drop_waiting(person, stream)
    if was_on:
        Unsubscription.objects.create(person=person, stream=stream, at=clock.now(), is_one_click=is_one_click)
    return was_on


def streams_on(person: Person) -> set[str]:
    """Returns the streams that a person gets. One query each."""
    return {name for name, known in streams.items() if known.is_on(person)}


@transaction.atomic
def note_stopped(*, person: Person, before: Collection[str]) -> None:
    """Ends what waits in streams that a person got `before` and has switched off since in their settings."""
    for stream in sorted(set(before) - streams_on(person)):
        _drop_waiting(person, stream)
        Unsubscription.objects.create(person=person, stream=stream, at=clock.now())


@transaction.atomic
def pause_stream(*, person: Person, stream: str, weeks: int) -> datetime:
    """Lets a stream rest for a person and returns until when. What falls due meanwhile is not told afterwards.

    Raises UnknownKey for a stream that is none.
    """
    streams[stream].rest(person)
    until = clock.now() + timedelta(weeks=weeks)
    Pause.objects.update_or_create(person=person, stream=stream, defaults={"until": until})
    _drop_waiting(person, stream)
    return until


@transaction.atomic
def restart_stream(*, person: Person, stream: str) -> None:
    """Begins a stream again that a person had stopped or paused: the way back from a slip of the finger."""
    streams[stream].restart(person)
    Pause.objects.filter(person=person, stream=stream).delete()


def _drop_waiting(person: Person, stream: str) -> None:
    waiting = Dispatch.objects.filter(person=person, stream=stream, state=DispatchState.WAITING)
    waiting.update(state=DispatchState.EMPTY, taken_until=None)
