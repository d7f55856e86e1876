"""The real site for the browser tests: uvicorn on a free port, with a folder of its own that holds a demo."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from community.programs import free_port
from tests.browser.forked import SERVER, Reader
from tests.migrated import begin_with

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "pim-demo-2026"
PATIENCE = 60


def environment(data: Path, port: int) -> dict[str, str]:
    """Returns the environment of a demo that shares nothing with the one in ./var."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "COMMUNITY_MODE": "demo",
        "DATA_DIR": str(data),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "POSTING_LIMITS": "off",
    }


def build_demo(data: Path) -> None:
    """Makes the demo once in this folder: tables, people and threads, hashed static files."""
    begin_with(data / "demo.sqlite3")
    for command in (["migrate"], ["demo", "--quiet"], ["collectstatic", "--noinput"]):
        made = subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=ROOT, env=environment(data, 8000), capture_output=True, text=True,
        )  # fmt: skip
        assert made.returncode == 0, f"manage.py {command[0]} failed:\n{made.stdout}\n{made.stderr}"


def built_demo(folder: Path) -> Path:
    """Returns the folder with a demo in it; the first of all processes that ask makes it, others wait for that."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        data = folder / "demo"
        if not data.exists():
            begun = folder / "begun"
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            build_demo(begun)
            begun.rename(data)
    return data


def copy_demo(demo: Path, data: Path) -> None:
    """Makes a folder a fresh copy of a demo's; the static files are shared."""
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(demo, data, ignore=shutil.ignore_patterns("static"))
    (data / "static").symlink_to(demo / "static")


class Ground:
    """A folder and a port on which sites stand one after the other, and the process that they are forked from."""

    def __init__(self, demo: Path, data: Path) -> None:
        self.demo, self.data, self.port = demo, data, free_port()
        copy_demo(demo, data)
        self.reader = Reader(environment(data, self.port), self.port)

    def site(self) -> "Site":
        """Starts a site with a fresh demo. The one before must have been stopped."""
        return Site(self.demo, self.data, port=self.port, reader=self.reader)


class Site:
    """A running demo with its own copy of the database. It is a process of its own, or forked from a `reader`'s."""

    def __init__(self, demo: Path, data: Path, *, port: int = 0, reader: Reader | None = None) -> None:
        copy_demo(demo, data)
        self.port, self.reader = port or free_port(), reader
        self.address = f"http://127.0.0.1:{self.port}"
        self.data, self.log = data, data / "server.log"
        self.start()

    def start(self) -> None:
        """Starts it, for the first time or again: on the same port, with the same data."""
        self.process = self.reader.fork(self.log) if self.reader else self._alone()

    def _alone(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", *SERVER, "--port", str(self.port)]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment(self.data, self.port), stdout=log, stderr=log)

    def url(self, path: str) -> str:
        """Returns the whole address of a path."""
        return self.address + path

    def wait_until_ready(self) -> None:
        """Returns when the site answers; fails with its log when it does not."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"the site ended while starting:\n{self.log.read_text()}"
            with contextlib.suppress(OSError, urllib.error.HTTPError):
                urllib.request.urlopen(self.url("/readyz"), timeout=5).close()
                return
            time.sleep(0.05)
        raise AssertionError(f"the site was not ready within {PATIENCE} s:\n{self.log.read_text()}")

    def stop(self) -> None:
        """Ends it."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def faults(self) -> str:
        """Returns what the site wrote about faults of its own since it started, "" when there was none."""
        said = self.log.read_text(encoding="utf-8", errors="replace")
        return said if "Traceback" in said or " ERROR " in said else ""
