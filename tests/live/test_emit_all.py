"""emit_all: numbers without holes, in one transaction, in the order given."""

import pytest
from django.db import connection, transaction

from community.live.actions import Change, emit_all
from community.live.models import Event, Stream

pytestmark = pytest.mark.django_db


def heads(key):
    return Stream.objects.filter(key=key).values_list("head", flat=True).first() or 0


def numbers(key):
    return list(Event.objects.filter(stream__key=key).order_by("seq").values_list("seq", "kind", "object_id"))


def test_changes_are_numbered_in_their_order_in_each_stream(anna):
    emit_all([Change("t:1", "a", 1), Change("t:2", "b", 2), Change("t:1", "c", 3)], actor_id=anna.pk)
    emit_all([Change("t:1", "d", 4)])
    assert numbers("t:1") == [(1, "a", 1), (2, "c", 3), (3, "d", 4)]
    assert (numbers("t:2"), heads("t:1"), heads("t:3")) == ([(1, "b", 2)], 3, 0)


def test_nothing_emits_nothing():
    before = Event.objects.count()
    emit_all([])
    assert Event.objects.count() == before


def test_rollback_leaves_no_hole():
    with transaction.atomic():
        emit_all([Change("t:1", "a", 1)])
        transaction.set_rollback(True)
    emit_all([Change("t:1", "b", 2)])
    assert numbers("t:1") == [(1, "b", 2)]


def test_outside_of_a_transaction_it_raises():
    connection.in_atomic_block = False
    try:
        with pytest.raises(transaction.TransactionManagementError):
            emit_all([Change("t:1", "a", 1)])
    finally:
        connection.in_atomic_block = True
    assert Stream.objects.filter(key="t:1").count() == 0


def test_streams_are_locked_in_the_order_of_their_keys():
    from django.test.utils import CaptureQueriesContext

    emit_all([Change("t:b", "x", 1), Change("t:a", "x", 1)])
    with CaptureQueriesContext(connection) as captured:
        emit_all([Change("t:b", "x", 1), Change("t:a", "x", 1)])
    updates = [query["sql"] for query in captured if query["sql"].startswith("UPDATE")]
    assert [("t:a" in sql, "t:b" in sql) for sql in updates] == [(True, False), (False, True)]
