"""Doing what counts rows that others add meanwhile one after the other; for what no single row can be locked."""

from django.db import connection


def take_turn(work: str) -> None:
    """Waits while another transaction does this work, and keeps the turn until the own one ends.

    An advisory lock on PostgreSQL, to be taken after the rows' locks; SQLite lets one write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [work])
