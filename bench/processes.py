"""What a running process has used, as Linux tells it."""

import contextlib
import os
import re
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.site import descendants


def memory(pids: Collection[int]) -> int:
    """Returns the proportional set size (PSS) of the processes together, in KiB."""
    return sum(
        int(re.findall(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[0]) for pid in pids
    )


def cpu_seconds(pids: Collection[int]) -> float:
    """Returns the processor time, own and the kernel's, that the processes have taken together."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _machine_seconds() -> float:
    """Returns the processor time that everything on this machine has taken, and what its host kept for others."""
    user, nice, system, _idle, _waiting, *rest = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
    return (user + nice + system + sum(rest)) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Shares of the processor time from when it was made: of some processes, and of what is no part of the bench."""

    def __init__(self, pids: Collection[int]) -> None:
        self._pids = pids
        self._begin = self._now()

    def _now(self) -> tuple[float, float, float, float]:
        ours = cpu_seconds({os.getpid(), *descendants(os.getpid())})
        return time.perf_counter(), cpu_seconds(self._pids), ours, _machine_seconds()

    def shares(self) -> dict[str, int]:
        """Returns `cpu`, the processes' percentage of one core, and `elsewhere`, what others had of the machine."""
        passed, taken, ours, machine = (now - then for now, then in zip(self._now(), self._begin, strict=True))
        cores = os.cpu_count() or 1
        elsewhere = max(0.0, machine - ours) / passed / cores
        return {"cpu": round(taken / passed * 100), "elsewhere": round(elsewhere * 100)}


@contextmanager
def highest(figure: Callable[[], int]) -> Iterator[list[int]]:
    """Yields a list whose one item is, at the end of the block, the highest that the figure has been meanwhile."""
    peak, is_over = [figure()], threading.Event()

    def look() -> None:
        while not is_over.wait(0.05):
            peak[0] = max(peak[0], figure())

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peak
    finally:
        is_over.set()
        looking.join()
