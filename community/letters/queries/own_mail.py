"""What a person is told about letters to themselves."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from community.base import clock
from community.base.moments import Moment, day, moment
from community.letters.faults import is_full
from community.letters.models import MailAddress, Pause
from community.letters.streams import streams
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
    return StreamState(known.label(), known.is_on(person), day(pause.until) if pause else "", known.settings_url)


def pauses_of(person: Person) -> QuerySet[Pause]:
    """Returns the pauses that a person has chosen and that still last."""
    return Pause.objects.filter(person=person, until__gt=clock.now())
