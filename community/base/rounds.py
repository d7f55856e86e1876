"""What has to be done by the clock: each app registers its rounds from `plugs`, `manage.py rounds` walks them.

A round may run at any time, in any number of processes at once, and again after a crash: it finds what is due by
looking at the rows, takes them under a lock, and does nothing when nothing is due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from community.base.registry import Registry


@dataclass(frozen=True)
class Round:
    """Something done every so often; `run` returns how many things it did."""

    every: timedelta
    run: Callable[[], int]


rounds: Registry[Round] = Registry("round")
