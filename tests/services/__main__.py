"""`./dev test --services`: the suite on SQLite and, without the browser, on PostgreSQL and Redis, side by side."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from typing import IO

from tests.services import engines

NOTHING_COLLECTED = 5


def start(
    arguments: list[str], environment: dict[str, str], output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Starts pytest, with its output where the reader sees it or in a file."""
    base = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.Popen(command, env={**base, **environment}, stdout=output, stderr=subprocess.STDOUT)


def finish(name: str, running: subprocess.Popen[bytes], began: float) -> int:
    """Waits for a run and returns its exit status."""
    status = running.wait()
    print(f"== {name}: status {status} after {time.monotonic() - began:.0f} s", flush=True)
    return status


def main(arguments: list[str]) -> int:
    """Returns 0 when both runs are green; a selection that one of them has no tests for is fine.

    They run side by side, or together they would take twenty minutes; what the second one said is shown at the end.
    """
    on_sqlite = not any(argument.startswith("tests/services") for argument in arguments)
    print("  Starting PostgreSQL and Redis … ", end="", flush=True)
    with engines.postgres() as database, engines.redis() as memory, tempfile.TemporaryFile() as said:
        print("done", flush=True)
        places = {"DATABASE_URL": database, "REDIS_URL": memory}
        marks = {"TEST_POSTGRES_URL": database, "TEST_REDIS_URL": memory}
        # A browser and the house rules see no difference between the engines.
        pages_only = ["--ignore=tests/browser", "--ignore=tests/architecture", "-m", "not browser"]
        began = time.monotonic()
        second = start([*pages_only, *arguments], places | marks, said)
        try:
            results = []
            if on_sqlite:
                print("\n== SQLite", flush=True)
                results.append(finish("SQLite", start(arguments, {}), began))
            print("\n== PostgreSQL and Redis", flush=True)
            results.append(second.wait())
            said.seek(0)
            sys.stdout.write(said.read().decode("utf-8", "replace"))
            finish("PostgreSQL and Redis", second, began)
        finally:
            second.kill()
            second.wait()
    if all(status == NOTHING_COLLECTED for status in results):
        return NOTHING_COLLECTED
    return next((status for status in results if status not in (0, NOTHING_COLLECTED)), 0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the engines are stopped then, too
    sys.exit(main(sys.argv[1:]))
