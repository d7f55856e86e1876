"""Walking the rounds: each when it is due, those of a lane one after the other, whatever happens in one of them.

`manage.py rounds` walks in a process of its own; where ROUNDS is "inside", threads of the server do. `manage.py worker`
walks the lane of mail besides its tasks.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connections

from community.base.registry import Registry
from community.base.rounds import Round, ending, lanes, rounds

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


class Lanes:
    """Lanes of rounds as threads of this process, one each; they end with the process."""

    def __init__(self, names: Collection[str], *, first_after: timedelta = timedelta()) -> None:
        walkers = {name: Walker(all_rounds=found, first_after=first_after) for name, found in lanes().items()}
        self._threads = [
            threading.Thread(target=self._walk, args=(walkers[name],), name=f"rounds {name}".strip(), daemon=True)
            for name in names
            if name in walkers
        ]

    def start(self) -> None:
        """Begins to walk."""
        ending.clear()
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float) -> None:
        """Tells the threads to stop between two things and waits for them, so many seconds at most in all."""
        ending.set()
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        if not any(thread.is_alive() for thread in self._threads):
            ending.clear()

    def _walk(self, walker: Walker) -> None:
        walker.walk_until(ending)
        connections.close_all()


class Beside:
    """All rounds beside a server, where settings.ROUNDS is "inside"."""

    def __init__(self) -> None:
        self._lanes: Lanes | None = None

    def start(self) -> None:
        """Begins to walk a few seconds later; does nothing where the rounds are walked apart."""
        if settings.ROUNDS == "inside" and not self._lanes:
            self._lanes = Lanes(lanes(), first_after=FIRST_AFTER)
            self._lanes.start()

    def stop(self) -> None:
        """Tells the threads to stop and waits a moment; a round in its midst is rolled back with the process."""
        if self._lanes:
            self._lanes.stop(LONGEST_SLEEP)
