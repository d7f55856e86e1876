"""The whole site as production runs it, started by `python -m community.serve` for a test."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from community.programs import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class Site:
    """A running site: where it answers, where its data lies, and the process that supervises it."""

    port: int
    data: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Asks as a proxy that ends TLS would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Host": "spolecznosc.example.pl", "X-Forwarded-Proto": "https"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


def environment(*, port: int, data: Path, database: str, redis: str) -> dict[str, str]:
    """Returns everything production asks for, and nothing of the tests' own environment."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "COMMUNITY_MODE": "production",
        "SECRET_KEY": "a-key-for-the-service-tests-only-0123456789-abcdefghij",
        "SITE_URL": "https://spolecznosc.example.pl",
        "ALLOWED_HOSTS": "spolecznosc.example.pl",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "MAIL_FROM": "Społeczność <spolecznosc@example.pl>",
        "DATA_DIR": str(data),
        "OPERATOR_NAME": "Urząd Miasta Przykładowego",
        "OPERATOR_EMAIL": "urzad@example.pl",
        "OPERATOR_PHONE": "+48 000 000 000",
        "OPERATOR_ADDRESS": "ul. Przykładowa 1, 00-000 Przykład",
        "PORT": str(port),
        "TRUSTED_PROXIES": "127.0.0.1",
    }


@contextlib.contextmanager
def production(data: Path, database: str, redis: str) -> Iterator[Site]:
    """Yields the site once it is ready, and stops it however the test ended."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "community.serve"],
        cwd=ROOT,
        env=environment(port=port, data=data, database=database, redis=redis),
    )
    site = Site(port, data, process)
    try:
        wait_until_ready(site)
        yield site
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(60)


def wait_until_ready(site: Site) -> None:
    """Returns when /readyz says so; raises AssertionError when the site ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert site.process.poll() is None, "the site ended while starting"
        with contextlib.suppress(OSError, http.client.HTTPException):
            if site.get("/readyz").status == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"the site was not ready within {PATIENCE} s")


def descendants(pid: int) -> set[int]:
    """Returns the processes that a process started, and those that they started, and so on (Linux)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found, new = set[int](), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new}
        found |= new
    return found
