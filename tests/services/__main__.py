"""`./dev test --services`: the suite on SQLite, then again, without the browser, on PostgreSQL and Redis."""

import os
import signal
import subprocess
import sys
import time

from tests.services import engines

NOTHING_COLLECTED = 5


def run(name: str, arguments: list[str], environment: dict[str, str]) -> int:
    """Runs pytest with its output where the reader sees it; returns its exit status."""
    print(f"\n== {name}", flush=True)
    start = time.monotonic()
    base = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-m", "pytest", *arguments]
    status = subprocess.run(command, env={**base, **environment}, check=False).returncode
    print(f"== {name}: status {status} after {time.monotonic() - start:.0f} s", flush=True)
    return status


def main(arguments: list[str]) -> int:
    """Returns 0 when both runs are green; a selection that one of them has no tests for is fine."""
    on_sqlite = not any(argument.startswith("tests/services") for argument in arguments)
    results = [run("SQLite", arguments, {})] if on_sqlite else []
    print("  Starting PostgreSQL and Redis … ", end="", flush=True)
    with engines.postgres() as database, engines.redis() as memory:
        print("done", flush=True)
        places = {"DATABASE_URL": database, "REDIS_URL": memory}
        marks = {"TEST_POSTGRES_URL": database, "TEST_REDIS_URL": memory}
        pages_only = ["--ignore=tests/browser", "-m", "not browser"]
        results.append(run("PostgreSQL and Redis", [*pages_only, *arguments], places | marks))
    if all(status == NOTHING_COLLECTED for status in results):
        return NOTHING_COLLECTED
    return next((status for status in results if status not in (0, NOTHING_COLLECTED)), 0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the engines are stopped then, too
    sys.exit(main(sys.argv[1:]))
