"""Starting, watching and stopping the programs a site is made of, and finding ports for them.

`serve.py` runs the production set-up with it, the service tests and the benchmark their engines.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType

PATIENCE_TO_START = 60.0
PATIENCE_TO_STOP = 15.0


class ProgramEnded(RuntimeError):
    """A program ended by itself or never answered; the message is a sentence for a person."""


def find_program(name: str) -> str | None:
    """Returns the path of an installed program, looking also where Debian keeps servers; None without it."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places = [os.environ.get("PATH", os.defpath), "/usr/sbin", *map(str, debian)]
    return shutil.which(name, path=os.pathsep.join(places))


def free_port() -> int:
    """Returns a port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Returns whether we could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Returns whether somebody accepts connections on that port of 127.0.0.1."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Crew:
    """The programs we started. Each leads its own process group, so that its workers go with it."""

    def __init__(self) -> None:
        self.members: dict[str, subprocess.Popen[bytes]] = {}
        self.ends_by: dict[str, signal.Signals] = {}
        self.told_to_stop = False

    def start(
        self,
        name: str,
        *command: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        ends_by: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Starts a program under a name for messages, as another user where one is named."""
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=env,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.members[name] = process
        self.ends_by[name] = ends_by

    def check(self) -> None:
        """Raises ProgramEnded when one of the programs has ended by itself."""
        for name, process in self.members.items():
            if process.poll() is not None:
                raise ProgramEnded(f"{name} has ended with status {process.returncode}.")

    def wait_for(self, *ports: int) -> None:
        """Waits until all ports answer; raises ProgramEnded when a program ends or none answers in time."""
        deadline = time.monotonic() + PATIENCE_TO_START
        while not self.told_to_stop and not all(answers(port) for port in ports):
            self.check()
            if time.monotonic() > deadline:
                raise ProgramEnded(f"{', '.join(self.members)}: no answer within {PATIENCE_TO_START:.0f} s.")
            time.sleep(0.05)

    def watch(self) -> None:
        """Returns when told to stop; raises ProgramEnded when a program ends by itself."""
        while not self.told_to_stop:
            self.check()
            time.sleep(0.2)

    def stops_first(self, name: str) -> None:
        """Lets a program finish before those that were started after it, because it needs them until then."""
        self.members[name] = self.members.pop(name)

    def stop(self) -> None:
        """Asks one program after the other to finish, the last started first, and ends what is left of its group."""
        deadline = time.monotonic() + PATIENCE_TO_STOP
        for name, process in reversed(self.members.items()):
            if process.poll() is None:
                process.send_signal(self.ends_by[name])
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.members.clear()


@contextlib.contextmanager
def crew() -> Iterator[Crew]:
    """Yields an empty crew that is stopped whatever happens."""
    started = Crew()
    try:
        yield started
    finally:
        started.stop()


@contextlib.contextmanager
def crew_told_by_signals() -> Iterator[Crew]:
    """Yields a crew that SIGTERM and SIGINT tell to stop; for programs that do nothing else."""
    with crew() as started:

        def tell(_signal: int, _frame: FrameType | None) -> None:
            started.told_to_stop = True

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, tell)
        yield started
