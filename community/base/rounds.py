"""What has to be done by the clock: each app registers its rounds from `plugs`, `manage.py rounds` walks them.

A round may run at any time, in any number of processes at once, and again after a crash: it finds what is due by
looking at the rows, takes them under a lock, and does nothing when nothing is due.

Rounds that wait for other servers go in a lane of their own, a thread beside the others: handing letters to a mail
server that takes twenty seconds for each must not hold up a text whose hour has come. Rejected: a limit of time for
each round, because one answer alone may take longer than the others can wait; and a process for each lane, which costs
the memory of a whole site.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from community.base.registry import Registry

logger = logging.getLogger(__name__)
MAIN = ""
MAIL = "mail"
# Set when the process was told to end: a round that does one thing after another stops between two of them.
ending = threading.Event()


@dataclass(frozen=True)
class Round:
    """Something done every so often; `run` returns how many things it did. Rounds of one lane go one after another."""

    every: timedelta
    run: Callable[[], int]
    lane: str = MAIN


rounds: Registry[Round] = Registry("round")


def lanes() -> dict[str, dict[str, Round]]:
    """Returns the rounds by lane, the main one first, in the order of registration."""
    found: dict[str, dict[str, Round]] = {MAIN: {}}
    for name, one in rounds.items():
        found.setdefault(one.lane, {})[name] = one
    return found


def one_by_one(ids: Iterable[int], do: Callable[[int], object]) -> int:
    """Does something about each row (id) by itself, and returns about how many it did (`do` returns something true).

    One that breaks is logged and holds up no other; the next round tries it again.
    """
    done = 0
    for row_id in ids:
        try:
            done += bool(do(row_id))
        except Exception:
            logger.exception("A round broke at row %s of %s.", row_id, do)
    return done
