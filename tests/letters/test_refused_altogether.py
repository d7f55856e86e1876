"""Servers that refuse everybody, or an address for a while: hardly anybody's address is at fault."""

from datetime import timedelta

import pytest

from community.base import clock
from community.letters.actions.addresses import MANY, count_fault
from community.letters.faults import HARD
from community.letters.models import Dispatch, MailAddress
from community.people.models import Person
from tests.letters.server import NOON, states

pytestmark = pytest.mark.django_db


@pytest.fixture()
def crowd(db):
    """Three times as many people as make one wonder."""
    return Person.objects.bulk_create(
        Person(email=f"osoba-{n}@miasto.example", name=f"Osoba {n}", slug=f"osoba-{n}") for n in range(3 * MANY)
    )  # fmt: skip


def test_relay_that_refuses_everybody_with_any_words_does_not_pause_everybody(
    stream, server, put, deliver, crowd, caplog
):
    for one in crowd:
        server.refuses(one, 550, "No")
    put(*crowd)
    deliver()
    assert MailAddress.objects.filter(paused_at__isnull=False).count() == MANY
    assert (states().count("failed"), states().count("waiting")) == (MANY, 2 * MANY)
    assert "Very many addresses were refused" in caplog.text
    server.says.clear()
    assert deliver(3) == 2 * MANY


def test_some_wrong_addresses_among_many_right_ones_are_paused(stream, server, put, deliver, crowd):
    for one in crowd[::3]:
        server.refuses(one, 550, "5.1.1 User unknown")
    right = Person.objects.filter(is_active=True).exclude(pk__in=[one.pk for one in crowd]).order_by("pk").first()
    Dispatch.objects.bulk_create(
        Dispatch(person=right, stream="proba", key=f"old-{n}", state="sent", due_at=NOON, sent_at=NOON)
        for n in range(5 * MANY)
    )
    put(*crowd)
    deliver()
    assert MailAddress.objects.filter(paused_at__isnull=False).count() == MANY
    assert (states().count("failed"), states().count("waiting")) == (MANY, 0)


def test_mailbox_that_is_full_for_an_hour_is_full_once(stream, server, put, deliver, anna):
    server.refuses(anna, 452, "4.2.2 The recipient's inbox is out of storage space")
    put(anna)
    for minute in (1, 3, 6, 11, 20, 37, 70):
        deliver(minute)
    assert (Dispatch.objects.get().tries, MailAddress.objects.get().score) == (7, 1)
    del server.says[anna.email]
    assert deliver(24 * 60) == 1


def test_unknown_recipient_counts_at_once_even_after_a_full_mailbox(anna):
    with clock.replaying(NOON):
        count_fault(anna.email, score=1, words="full")
    with clock.replaying(NOON + timedelta(minutes=1)):
        assert count_fault(anna.email, score=HARD, words="unknown").paused_at is not None
