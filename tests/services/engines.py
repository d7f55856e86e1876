"""The engines of the service tests: PostgreSQL, Redis and a mail server on free ports, in temporary folders.

Nothing here knows Django. Every context manager waits until its engine answers and stops it by its process.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from community.programs import PATIENCE_TO_START, ProgramEnded, crew, find_program, free_port

# Safe to lose: nothing is written through to the disk.
_FAST = ["jit=off", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "log_min_messages=panic"]


def _program(name: str) -> str:
    found = find_program(name)
    if not found:
        raise ProgramEnded(f"{name} is not installed: `./dev test --services` installs it on Debian as root.")
    return found


def _unprivileged() -> str | None:
    """Returns whom PostgreSQL may run as when we are root, which it refuses; None when we are not."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextlib.contextmanager
def _folder(user: str | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pim-engine-") as name:
        if user:
            shutil.chown(name, user)
        yield Path(name)


@contextlib.contextmanager
def _kept_folder(folder: Path, user: str | None) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    if user:
        shutil.chown(folder, user)
    yield folder


@contextlib.contextmanager
def postgres(kept: Path | None = None) -> Iterator[str]:
    """Yields the URL of a database `community` on a PostgreSQL of our own: empty, or as left in the folder `kept`."""
    user, port = _unprivileged(), free_port()
    with _kept_folder(kept, user) if kept else _folder(user) as folder, crew() as team:
        data = folder / "data"
        is_new = not (data / "PG_VERSION").exists()
        initdb = [_program("initdb"), "-D", data, "-U", "community", "-A", "trust", "-E", "UTF8"]
        command = [str(part) for part in [*initdb, "--no-locale", "--no-sync"]]
        if is_new:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user)
        options = [*_FAST, "listen_addresses=127.0.0.1", "unix_socket_directories="]
        flags = [part for option in options for part in ("-c", option)]
        program = [_program("postgres"), "-D", str(data), "-p", str(port), *flags]
        team.start("PostgreSQL", *program, cwd=folder, user=user, ends_by=signal.SIGINT)
        team.wait_for(port)
        server = f"postgres://community@127.0.0.1:{port}"
        _execute(f"{server}/postgres", "CREATE DATABASE community" if is_new else "SELECT 1")
        yield f"{server}/community"


def _execute(url: str, statement: str) -> None:
    """Runs one statement as soon as the server, perhaps still starting, lets us in."""
    deadline = time.monotonic() + PATIENCE_TO_START
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(statement.encode())
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextlib.contextmanager
def another_database(url: str, name: str, like: str = "template1") -> Iterator[str]:
    """Yields the URL of a fresh database beside the given one, a copy of `like`, and drops it at the end."""
    other = f"{url.rpartition('/')[0]}/{name}"
    _execute(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _execute(url, f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    try:
        yield other
    finally:
        _execute(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Yields the URL of a Redis of our own that keeps nothing on the disk."""
    port = free_port()
    with _folder() as folder, crew() as team:
        listen = ["--bind", "127.0.0.1", "--port", str(port)]
        memory_only = ["--save", "", "--appendonly", "no", "--logfile", "redis.log", "--dir", str(folder)]
        team.start("Redis", _program("redis-server"), *listen, *memory_only)
        team.wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"


class Mailbox:
    """Takes every mail that reaches the server; aiosmtpd calls `handle_DATA`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        """Keeps the mail and accepts it."""
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.messages.append(message)
        return "250 Message accepted for delivery"


Box = TypeVar("Box")


@contextlib.contextmanager
def smtp(mailbox: Box | None = None, port: int = 0) -> Iterator[tuple[str, Box]]:
    """Yields an EMAIL_URL and the mailbox where everything sent to it arrives: a `Mailbox`, unless another is given."""
    taking: Any = Mailbox() if mailbox is None else mailbox
    port = port or free_port()
    server = Controller(taking, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield f"smtp://127.0.0.1:{port}", taking
    finally:
        server.stop()


def check_nginx(config: Path) -> str:
    """Returns what nginx complains about in a configuration file, or nothing."""
    command = [_program("nginx"), "-t", "-q", "-e", "stderr", "-p", str(config.parent), "-c", str(config)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr.strip()
