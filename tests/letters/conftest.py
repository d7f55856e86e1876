"""A stream of letters for the tests, an empty queue, a mail server that does as it is told, and a clock."""

from datetime import timedelta

import pytest

from community.base import clock
from community.letters.actions.scheduling import schedule_letters
from community.letters.models import Dispatch
from community.letters.streams import Composed, Stream, streams
from tests.letters import server as servers
from tests.letters.server import NOON


class Sample:
    """A stream that says what it is told, and keeps what was asked of it."""

    def __init__(self, name):
        self.name, self.silent, self.broken, self.stopped = name, set(), set(), set()
        self.batches, self.remembered = [], []
        self.subject, self.thread, self.forgets = "Nowości", "", False

    def compose(self, rows):
        self.batches.append([row.person_id for row in rows])
        if self.broken & {row.person_id for row in rows}:
            raise ValueError("broken")
        letter = Composed(self.subject, "Treść.\n", "<p>Treść.</p>", thread=self.thread)
        return {row.pk: None if row.person_id in self.silent else letter for row in rows}

    def sent(self, row, letter):
        if self.forgets:
            raise ValueError("forgotten")
        self.remembered.append((row.person_id, row.key))

    def stream(self):
        return Stream(
            label=lambda: f"Listy próbne {self.name}", list_id=self.name, compose=self.compose, sent=self.sent,
            is_on=lambda person: person.pk not in self.stopped, stop=lambda person: self.stopped.add(person.pk),
            restart=lambda person: self.stopped.discard(person.pk), settings_url="/konto/profil/",
        )  # fmt: skip


@pytest.fixture(autouse=True)
def _no_letters_yet(request):
    """The demo's letters are gone, so that there are only those of a test."""
    if "django_db" in request.keywords:
        request.getfixturevalue("db")
        Dispatch.objects.all().delete()


@pytest.fixture()
def stream(monkeypatch):
    """A stream, the only one that there is."""
    sample = Sample("proba")
    monkeypatch.setattr(streams, "_things", {"proba": sample.stream()})
    return sample


@pytest.fixture()
def other_stream(monkeypatch, stream):
    """Another stream beside it."""
    sample = Sample("inne")
    monkeypatch.setitem(streams._things, "inne", sample.stream())
    return sample


@pytest.fixture()
def server(monkeypatch, settings):
    """The mail server."""
    monkeypatch.setattr(servers, "server", servers.Server())
    settings.EMAIL_BACKEND = "tests.letters.server.Backend"
    return servers.server


@pytest.fixture()
def put():
    """Returns a function: puts a letter to each of these people into the queue, due at noon, and returns the rows."""

    def letters(*people, stream="proba", key="1", at=NOON):
        schedule_letters(stream, [(one.pk, key, at) for one in people])
        return list(Dispatch.objects.filter(stream=stream, key=key, person__in=people).order_by("pk"))

    return letters


@pytest.fixture()
def deliver():
    """Returns a function: delivers so many minutes after noon, and returns how many letters the server took."""
    from community.letters.actions.delivering import deliver_due

    def after(minutes=1, **options):
        with clock.replaying(NOON + timedelta(minutes=minutes)):
            return deliver_due(**options)

    return after
