"""Servers forked from one process that has read the site's code: Django and Wagtail take seconds to be read each time.

The process is told a file for each server it shall start, and answers with the server's number among processes. What
its environment says holds for all of them, so they use one folder and one port, one after the other.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = ("uvicorn", "community.asgi:application", "--no-access-log", "--log-level", "warning")
PAUSE = 0.02


class Reader:
    """The process that has read the code. `environment` and `port` are those of every server forked from it."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.forked", str(port)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def fork(self, log: Path) -> "Forked":
        """Starts a server that writes to this file, and returns it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{log}\n")
        self._process.stdin.flush()
        number = self._process.stdout.readline()
        assert number, "The process that servers are forked from has ended; it says above why."
        return Forked(int(number))

    def end(self) -> None:
        """Ends the process; servers that run are not touched."""
        self._process.communicate()


class Forked:
    """A server that was forked; used as the process of one that was started alone."""

    def __init__(self, number: int) -> None:
        self.pid = number

    def poll(self) -> int | None:
        """Returns None while it runs; how it ended nobody learns."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def terminate(self) -> None:
        """Asks it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it."""
        self._send(signal.SIGKILL)

    def wait(self, patience: float = 10) -> None:
        """Returns when it has ended; raises TimeoutExpired when it does not."""
        deadline = time.monotonic() + patience
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(SERVER[0], patience)
            time.sleep(PAUSE)

    def _send(self, sign: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, sign)


def serve(port: str, log: str) -> None:
    """Is a server until it is told to end."""
    from uvicorn.main import main as uvicorn

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    written, nothing = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), os.open(os.devnull, os.O_RDONLY)
    for stream, source in ((0, nothing), (1, written), (2, written)):
        os.dup2(source, stream)
    sys.argv = [*SERVER, "--port", port]
    uvicorn()


def main(port: str) -> None:
    """Reads the code, then forks a server for each line that comes in."""
    from django.db import connections

    import community.asgi  # noqa: F401 - all that a server reads

    connections.close_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that nothing stays of a server that has ended
    for line in iter(sys.stdin.readline, ""):
        number = os.fork()
        if number == 0:
            serve(port, line.strip())
            os._exit(0)
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
