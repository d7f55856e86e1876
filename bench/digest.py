"""`./dev bench digest`: how long it takes to compose the weekly digests of 10,000 people, as letters ready to go out.

Runs on its own in the site's environment (`python -m bench.digest figures.json`); `run` starts it so. What is timed is
everything that a worker does between taking letters from the queue and handing them to the mail server, by one process.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import django

BUDGET = 60.0  # seconds
SIZES = (50, 250)  # the same number of queries for batches of both
MOST_FURTHER = 2  # queries: a batch may happen to need none for searches, topics or gaps


def main(target: Path) -> None:
    """Builds the community where it is missing, measures, and writes the figures."""
    django.setup()
    from bench import digest_corpus
    from community.base import clock

    digest_corpus.build()
    with clock.replaying(digest_corpus.NOW):
        figures = {"queries": {size: queries_of(size) for size in SIZES}, **measure()}
    target.write_text(json.dumps(figures, indent=1), "utf-8")


def rows(first: int, size: int) -> list[Any]:
    """Returns letters that wait, with their people, as a worker takes them."""
    from bench.digest_corpus import KEY
    from community.letters.models import Dispatch

    waiting = Dispatch.objects.filter(stream="weekly", key=KEY).order_by("due_at", "pk")
    return list(waiting.select_related("person")[first : first + size])


def queries_of(size: int) -> int:
    """Returns how many queries it takes to compose a batch of this size."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from community.following.digests.keeping import forget
    from community.following.digests.letters import compose_digests

    batch = rows(0, size)
    forget()
    with CaptureQueriesContext(connection) as captured:
        compose_digests(batch)
    return len(captured)


def measure() -> dict[str, Any]:
    """Composes the digests of everybody, batch by batch; returns the time and what came of it."""
    from bench.digest_corpus import PEOPLE
    from community.following.digests.keeping import forget
    from community.following.digests.letters import compose_digests
    from community.letters.streams import streams

    forget()
    letters = lines = size = 0
    batch = streams["weekly"].batch
    begin, cpu = time.perf_counter(), time.process_time()
    for first in range(0, PEOPLE, batch):
        for letter in compose_digests(rows(first, batch)).values():
            if letter is not None:
                letters += 1
                lines += letter.html.count('class="line__title"')
                size += len(letter.html)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    return {
        "seconds": round(seconds, 1), "budget": BUDGET, "cpu_seconds": round(cpu, 1),
        "people": PEOPLE, "batch": batch, "letters": letters,
        "lines_a_letter": round(lines / letters, 1), "kb_a_letter": round(size / letters / 1024, 1),
    }  # fmt: skip


def run(folder: Path, database: str) -> dict[str, Any]:
    """Measures on a database, which keeps the community for the next time; returns the figures."""
    from bench.pages import ROOT, environment

    env = environment(folder, database, "production")
    target = folder / "digest.json"
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["-m", "bench.digest", str(target)]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env={**os.environ, **env}, check=True)
    figures: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return figures


def report(engine: str, figures: dict[str, Any]) -> float:
    """Prints the figures; returns the budget as a share of the time, 0 when queries grow with people."""
    print(f"\n{engine}: {json.dumps(figures)}")
    few, many = figures["queries"].values()
    if many > few + MOST_FURTHER:
        print(f"Queries grow with people: {few} for {SIZES[0]}, {many} for {SIZES[1]}.")
        return 0.0
    return float(figures["budget"] / figures["seconds"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
