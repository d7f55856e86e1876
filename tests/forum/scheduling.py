"""Texts with an hour, for the tests of them: handing one in, and what the round does at its hour."""

from datetime import timedelta

from community.base import clock
from forum.actions import publish_due, submit_thread


def submit(author, space, *, at, key="sched-key-1", **changed):
    content = {"kind": "announcement", "title": "Warsztaty w Łodzi", "text": "Zapraszamy.", "audience": "public"}
    return submit_thread(author=author, space=space, key=key, publish_at=at, **{**content, **changed})


def due(draft):
    """Returns what the round does at the hour of a draft."""
    with clock.replaying(draft.publish_at + timedelta(seconds=1)):
        return publish_due()
