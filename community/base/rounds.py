"""What has to be done by the clock: each app registers its rounds from `plugs`, `manage.py rounds` walks them.

A round may run at any time, in any number of processes at once, and again after a crash: it finds what is due by
looking at the rows, takes them under a lock, and does nothing when nothing is due.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from community.base.registry import Registry

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """Something done every so often; `run` returns how many things it did."""

    every: timedelta
    run: Callable[[], int]


rounds: Registry[Round] = Registry("round")


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
