"""Walking the rounds: each when it is due, one after the other, whatever happens in one of them.

`manage.py rounds` walks in a process of its own; where ROUNDS is "inside" a thread of the server does.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connections

from community.base.registry import Registry
from community.base.rounds import Round, rounds

logger = logging.getLogger(__name__)

FIRST_AFTER = timedelta(seconds=5)  # a server that starts has better things to do
LONGEST_SLEEP = 1.0


class Walker:
    """Goes the rounds. `clock` gives seconds that never run backwards; all are due `first_after` from now."""

    def __init__(
        self, *, all_rounds: Registry[Round] | Mapping[str, Round] = rounds, first_after: timedelta = timedelta(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.rounds = dict(all_rounds.items())
        self.clock = clock
        self.due_at = {name: clock() + first_after.total_seconds() for name in self.rounds}

    def walk(self) -> dict[str, int]:
        """Runs every round that is due and returns what each did; one that failed is logged and left out.

        A round is due again `every` after it began, so that a slow one does not drift and a late one does not pile up.
        """
        return {name: done for name in self.rounds if (done := self._walk_if_due(name)) is not None}

    def until_due(self) -> float:
        """Returns the seconds until the next round is due, 0 when one is; a second at most."""
        due = min(self.due_at.values(), default=self.clock() + LONGEST_SLEEP)
        return min(LONGEST_SLEEP, max(0.0, due - self.clock()))

    def walk_until(self, told: threading.Event) -> None:
        """Walks until told to stop."""
        while not told.wait(self.until_due()):
            self.walk()

    def _walk_if_due(self, name: str) -> int | None:
        began = self.clock()
        if began < self.due_at[name]:
            return None
        self.due_at[name] = began + self.rounds[name].every.total_seconds()
        return run_round(name, self.rounds[name])


def run_round(name: str, one: Round) -> int | None:
    """Runs a round and returns how many things it did; None when it failed, which is logged, never raised.

    Database connections that are too old, or that a fault left unusable, are closed before and after.
    """
    _close_old()
    try:
        done = one.run()
    except Exception:
        logger.exception("The round %s failed; it will be tried again.", name)
        return None
    finally:
        _close_old()
    if done:
        logger.info("The round %s did %s things.", name, done)
    return done


def _close_old() -> None:
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # inside a test's transaction nothing is closed
            connection.close_if_unusable_or_obsolete()


class Beside:
    """The rounds as a thread of this process, where settings.ROUNDS is "inside"; it ends with the process."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to walk a few seconds later; does nothing where the rounds are walked apart."""
        if settings.ROUNDS != "inside" or self._thread:
            return
        walker = Walker(first_after=FIRST_AFTER)
        self._thread = threading.Thread(target=self._walk, args=(walker,), name="rounds", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tells the thread to stop and waits a moment for it; a round in its midst is rolled back with the process."""
        self._told.set()
        if self._thread:
            self._thread.join(LONGEST_SLEEP)

    def _walk(self, walker: Walker) -> None:
        walker.walk_until(self._told)
        connections.close_all()
