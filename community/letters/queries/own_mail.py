"""What a person is told about letters to themselves."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from community.base import clock
from community.base.languages import localised
from community.base.moments import Moment, day, moment
from community.letters.faults import is_full
from community.letters.models import MailAddress, Pause
from community.letters.streams import streams
from community.letters.tokens import stop_token
from community.people.models import Person


@dataclass(frozen=True, slots=True)
class MailFault:
    """Why no letters go to a person's address: since when, in the server's words, and whether the mailbox is full."""

    email: str
    since: Moment
    words: str
    is_full: bool


def mail_fault(viewer: Person | AnonymousUser) -> MailFault | None:
    """Returns why letters to a viewer's own address are paused; None when they are not. One query at most."""
    if not isinstance(viewer, Person):
        return None
    row = MailAddress.objects.filter(email=viewer.email.lower(), paused_at__isnull=False).first()
    if row is None or row.paused_at is None:
        return None
    return MailFault(viewer.email, moment(row.paused_at), row.fault, is_full(row.fault))


@dataclass(frozen=True, slots=True)
class StreamState:
    """How a person gets a stream: its name, whether it is on, and until which day it rests (empty: it does not)."""

    label: str
    is_on: bool
    rests_until: str
    settings_url: str


def stream_state(person: Person, stream: str) -> StreamState:
    """Returns how a person gets a stream of letters. One query and that of the stream."""
    known = streams[stream]
    pause = pauses_of(person).filter(stream=stream).first()
    until = day(timezone.localtime(pause.until)) if pause else ""
    return StreamState(known.label(), known.is_on(person), until, known.settings_url)


def pauses_of(person: Person) -> QuerySet[Pause]:
    """Returns the pauses that a person has chosen and that still last."""
    return Pause.objects.filter(person=person, until__gt=clock.now())


@dataclass(frozen=True, slots=True)
class Resting:
    """A stream that rests for a person: its name, until which day, and where that is changed."""

    label: str
    until: str
    url: str


def resting_letters(viewer: Person) -> list[Resting]:
    """Returns the streams that rest for a viewer. One query."""
    rows = pauses_of(viewer).filter(stream__in=list(streams)).order_by("until", "pk")
    return [
        Resting(
            streams[row.stream].label(), day(timezone.localtime(row.until)),
            localised(f"/listy/{stop_token(viewer.pk, row.stream)}/"),
        )
        for row in rows
    ]  # fmt: skip
