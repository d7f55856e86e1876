"""Connections to PostgreSQL: one that was just used is not asked whether it is there, one that is not is replaced."""

import contextlib
import time

import dj_database_url
import pytest
from django.db import ConnectionHandler

from community.base.postgresql import base

pytestmark = [pytest.mark.services, pytest.mark.django_db]


@pytest.fixture()
def connection(postgres_url, monkeypatch):
    """A connection of its own, and the moments at which it was asked whether it is there."""
    named = dj_database_url.parse(postgres_url)
    named |= {"ENGINE": "community.base.postgresql", "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
    made = ConnectionHandler({"default": named})["default"]
    made.questions = []
    ask = made.is_usable
    monkeypatch.setattr(made, "is_usable", lambda: made.questions.append(time.monotonic()) or ask())
    with contextlib.closing(made):
        yield made


def one_request(connection):
    """Does what Django does at the beginning of a request and at its end, and a query between."""
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        answer = cursor.fetchone()[0]
    connection.close_if_unusable_or_obsolete()
    return answer


def test_connection_in_use_is_not_asked(connection):
    assert len({one_request(connection) for _ in range(5)}) == 1
    assert connection.questions == []


def test_connection_is_asked_after_a_quiet_moment(connection, monkeypatch):
    one_request(connection)
    monkeypatch.setattr(base, "MOMENT", 0.0)
    for _ in range(3):
        one_request(connection)
    assert len(connection.questions) == 3


def test_connection_that_is_gone_is_replaced_after_a_quiet_moment(connection, monkeypatch):
    first = one_request(connection)
    connection.connection.close()
    monkeypatch.setattr(base, "MOMENT", 0.0)
    assert one_request(connection) != first
    assert len(connection.questions) == 1


def test_requests_without_a_query_do_not_keep_a_connection_unasked(connection, monkeypatch):
    one_request(connection)
    monkeypatch.setattr(base, "MOMENT", 0.05)
    deadline = time.monotonic() + 0.1
    while time.monotonic() < deadline:
        connection.close_if_unusable_or_obsolete()
    one_request(connection)
    assert len(connection.questions) == 1
