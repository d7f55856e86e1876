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


class Site:
    """A running demo with its own copy of the database; the static files are shared."""

    def __init__(self, demo: Path, data: Path) -> None:
        shutil.copytree(demo, data, ignore=shutil.ignore_patterns("static"))
        (data / "static").symlink_to(demo / "static")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.data, self.log = data, data / "server.log"
        self.start()

    def start(self) -> None:
        """Starts it, for the first time or again: on the same port, with the same data."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", "community.asgi:application", "--port", str(self.port),
                 "--no-access-log", "--log-level", "warning"],
                cwd=ROOT, env=environment(self.data, self.port), stdout=log, stderr=log,
            )  # fmt: skip

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
