"""`./dev bench search`: how long the database works on a first page of results with its facet counts.

Runs on its own in the site's environment (`python -m bench.search figures.json`); `run` starts it so. What is timed is
the statements and the reading of their rows, no Python of ours: read_query and search, as a visitor and as a member.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

ROUNDS, WARM_UP = 60, 5
BUDGET_MS = 50.0
BUDGETED = "3,000 hits"
QUERIES = {
    "3,000 hits": "retencji",
    "300 hits": "nieckach",
    "30,000 hits": "mieszkańców",
    "two words": "retencja zbiorników",
    "two, one frequent": "mieszkańcy retencji",
    "a phrase": '"plan adaptacji"',
    "no letters": "retencje zbiornikow",
    "nothing": "nieistniejączek",
}


class Clock:
    """Adds up the seconds that the database takes; the cursors of `timed` start and stop it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, work: Any, *arguments: Any) -> Any:
        begin = time.perf_counter()
        try:
            return work(*arguments)
        finally:
            self.seconds += time.perf_counter() - begin


@contextmanager
def timed() -> Iterator[Clock]:
    """Yields a clock that counts what every cursor does: SQLite works while rows are read, PostgreSQL before that."""
    from django.db import connection
    from django.db.backends.utils import CursorWrapper

    clock = Clock()

    class TimedCursor(CursorWrapper):
        def execute(self, sql: Any, params: Any = None) -> Any:
            return clock(super().execute, sql, params)

        def fetchall(self) -> Any:
            return clock(self.cursor.fetchall)

        def fetchmany(self, size: int) -> Any:
            return clock(self.cursor.fetchmany, size)

        def fetchone(self) -> Any:
            return clock(self.cursor.fetchone)

    connection.make_cursor = lambda cursor: TimedCursor(cursor, connection)  # type: ignore[method-assign]
    try:
        yield clock
    finally:
        del connection.make_cursor


def percentile(times: list[float], share: float) -> float:
    """Returns the time within which that share of the runs ended."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure() -> dict[str, dict[str, float]]:
    """Returns the figures of every query for both viewers, the runs of all of them taken in turn."""
    from django.contrib.auth.models import AnonymousUser

    from bench.corpus import MEMBER
    from community.people.models import Person

    viewers = {"visitor": AnonymousUser(), "member": Person.objects.get(email=MEMBER)}
    tasks = {f"{who}, {name}": (viewer, text) for who, viewer in viewers.items() for name, text in QUERIES.items()}
    times: dict[str, list[float]] = {name: [] for name in tasks}
    found: dict[str, int] = {}
    with timed() as clock:
        for number in range(WARM_UP + ROUNDS):
            for name, (viewer, text) in tasks.items():
                clock.seconds = 0.0
                found[name] = _look_for(viewer, text)
                if number >= WARM_UP:
                    times[name].append(clock.seconds * 1000)
    return {
        name: {"entries": found[name], "p50": percentile(taken, 0.5), "p95": percentile(taken, 0.95)}
        for name, taken in times.items()
    }


def _look_for(viewer: Any, text: str) -> int:
    from community.catalogue.queries.search import search
    from community.catalogue.typed import read_query

    return search(viewer, read_query(text)).total


def hits_of(text: str) -> int:
    """Returns how many passages the engine finds, whoever may see them."""
    from django.db import connection

    from community.catalogue import engine
    from community.catalogue.typed import read_query

    sql, params = engine.hits(read_query(text).clauses())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) h", params)
        return int(cursor.fetchone()[0])


def main(target: Path) -> None:
    """Builds the corpus where it is missing, measures, and writes the figures."""
    django.setup()
    from bench import corpus

    corpus.build()
    figures = {"hits": {name: hits_of(text) for name, text in QUERIES.items()}, "queries": measure()}
    target.write_text(json.dumps(figures, indent=1), "utf-8")


def run(folder: Path, database: str) -> dict[str, Any]:
    """Measures on a database, which keeps the corpus for the next time; returns the figures."""
    import os
    import subprocess

    from bench.pages import ROOT, environment

    env = environment(folder, database, "production")
    target = folder / "search.json"
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["-m", "bench.search", str(target)]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env={**os.environ, **env}, check=True)
    figures: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return figures


def report(engine: str, figures: dict[str, Any]) -> float:
    """Prints the times in milliseconds; returns the budget as a share of the slowest p95 that has one."""
    print(f"\n{engine:30} passages  entries     p50     p95  budget (ms in the database)")
    worst = 0.0
    for name, row in figures["queries"].items():
        query = name.partition(", ")[2]
        has_budget = query == BUDGETED
        worst = max(worst, row["p95"]) if has_budget else worst
        budget = f"{BUDGET_MS:7.0f}" if has_budget else ""
        print(f"{name:30} {figures['hits'][query]:8,} {row['entries']:8,} {row['p50']:7.1f} {row['p95']:7.1f} {budget}")
    return BUDGET_MS / worst


if __name__ == "__main__":
    main(Path(sys.argv[1]))
