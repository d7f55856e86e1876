"""`./dev test --services`: the suite on SQLite, on PostgreSQL with Redis, and in the browser, three parts at a time."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO

from tests import migrated
from tests.services import engines

NOTHING_COLLECTED = 5
AT_ONCE = 3
ON_ONE_ENGINE = ("browser", "architecture", "base", "people")  # what lies below the queries, beside them or above
LIVE = "tests/browser/test_live"
FIRST_HALF = ("architecture", "base", "catalogue", "files", "following", "forum")  # of what is not in the browser
ENGINES = ("DATABASE_URL", "REDIS_URL")


@dataclass
class Part:
    """One run of pytest: its name, its own arguments, and what stands in its environment."""

    name: str
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    output: IO[bytes] | None = None
    running: subprocess.Popen[bytes] | None = None
    status: int | None = None

    def start(self, chosen: list[str], *, is_shown: bool) -> None:
        """Starts it, with its output where the reader sees it or kept until its end."""
        self.output = None if is_shown else tempfile.TemporaryFile()  # noqa: SIM115  # closed with the part
        base = {key: value for key, value in os.environ.items() if key not in ENGINES}
        command = [sys.executable, "-m", "pytest", *self.arguments, *chosen]
        self.running = subprocess.Popen(
            command, env={**base, **self.environment}, stdout=self.output, stderr=subprocess.STDOUT
        )

    def has_ended(self, began: float) -> bool:
        """Returns whether it has ended; tells then how, and shows what it said."""
        assert self.running is not None
        if self.running.poll() is None:
            return False
        self.status = self.running.returncode
        if self.output:
            print(f"\n== {self.name}", flush=True)
            self.output.seek(0)
            sys.stdout.write(self.output.read().decode("utf-8", "replace"))
            self.output.close()
        print(f"== {self.name}: status {self.status} after {time.monotonic() - began:.0f} s", flush=True)
        return True

    def stop(self) -> None:
        """Ends it, if it still runs."""
        if self.running and self.running.poll() is None:
            self.running.kill()
            self.running.wait()


def parts_of(chosen: list[str], database: str, memory: str, shared: str) -> list[Part]:
    """Returns what to run, in the order in which it ends soonest: the live part mostly waits.

    Browser and house rules, and what is marked `same_everywhere`, see no difference between the engines. The parts in
    the browser share one demo, made by the first of them in the folder `shared`. SQLite's is in halves: whole, it would
    go on alone when all others have ended.
    """
    demo = {"DEMO_FOLDER": shared}
    places = {"DATABASE_URL": database, "REDIS_URL": memory}
    marks = {"TEST_POSTGRES_URL": database, "TEST_REDIS_URL": memory}
    on_engines = Part(
        "PostgreSQL and Redis",
        [*(f"--ignore=tests/{name}" for name in ON_ONE_ENGINE), "-m", "not browser and not same_everywhere"],
        places | marks,
    )
    if any(argument.startswith("tests/services") for argument in chosen):
        return [on_engines]
    if any(argument.startswith("tests/") for argument in chosen):
        return [Part("SQLite", []), on_engines]
    return [
        Part("SQLite, first half", [*(f"tests/{name}" for name in FIRST_HALF), "-m", "not browser"]),
        Part("Browser", ["tests/browser", "-m", "browser", f"--ignore-glob={LIVE}*"], demo),
        Part("Browser, live", [*_live_modules(), "-m", "browser"], demo),
        on_engines,
        Part("SQLite, second half", [*(f"--ignore=tests/{name}" for name in FIRST_HALF), "-m", "not browser"]),
    ]


def _live_modules() -> list[str]:
    folder, _, begins = LIVE.rpartition("/")
    return sorted(f"{folder}/{name}" for name in os.listdir(folder) if name.startswith(begins))


def run(parts: list[Part], chosen: list[str]) -> list[int]:
    """Runs the parts, three at a time, the first one shown as it goes; returns their statuses."""
    began, waiting, at_work = time.monotonic(), list(parts), list[Part]()
    try:
        while waiting or at_work:
            while waiting and len(at_work) < AT_ONCE:
                part = waiting.pop(0)
                part.start(chosen, is_shown=part is parts[0])
                at_work.append(part)
            time.sleep(0.2)
            at_work = [part for part in at_work if not part.has_ended(began)]
    finally:
        for part in parts:
            part.stop()
    return [part.status for part in parts if part.status is not None]


def main(arguments: list[str]) -> int:
    """Returns 0 when all parts are green; a selection that one of them has no tests for is fine."""
    print("  Starting PostgreSQL and Redis … ", end="", flush=True)
    with engines.postgres() as database, engines.redis() as memory, tempfile.TemporaryDirectory() as shared:
        print("done\n  Migrating databases to begin with … ", end="", flush=True)
        with ThreadPoolExecutor() as pool:
            for made in (pool.submit(migrated.kept), pool.submit(migrated.template, database)):
                made.result()
        print("done", flush=True)
        results = run(parts_of(arguments, database, memory, shared), arguments)
    if all(status == NOTHING_COLLECTED for status in results):
        return NOTHING_COLLECTED
    return next((status for status in results if status not in (0, NOTHING_COLLECTED)), 0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the engines are stopped then, too
    sys.exit(main(sys.argv[1:]))
