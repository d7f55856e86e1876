"""Somebody else in tests, who acts between two statements of ours."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def meanwhile(words, act):
    """Lets somebody act in the moment before the first statement that has these words in it."""
    waiting = [act]

    def watch(execute, sql, params, many, context):
        if waiting and words in sql:
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert waiting == [], "there was no such statement"
