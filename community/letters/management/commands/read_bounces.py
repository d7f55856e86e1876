"""`manage.py read_bounces`: takes delivery reports from a maildir, an mbox file or standard input."""

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.letters.actions.reporting import LARGEST, reports_in, take_report

_CHUNK = 64 * 1024


class Command(BaseCommand):
    """Counts what did not arrive against its address, and pauses those that take nothing.

    Reports are read again without harm: a letter is counted once. Nothing is removed from the mailbox, unless --remove
    asks for it, and then only reports about our letters.
    """

    help = "Reads delivery reports: a maildir, an mbox file, or one message on standard input (-)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Takes where the reports are, and whether those that were counted leave the mailbox."""
        parser.add_argument("place", help="A folder in maildir format, an mbox file, or - for one message on stdin.")
        parser.add_argument("--remove", action="store_true", help="remove the reports about letters of ours")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reads everything that is there and says what it was. Raises CommandError where there is no mailbox."""
        place = options["place"]
        if place == "-":
            self._say(1, *_taken(_stdin()))
            return
        box = _box(place)
        read = failures = ours = 0
        done = []
        try:
            for key, content in _messages(box):
                found, counted = _taken(content)
                read, failures, ours = read + 1, failures + found, ours + counted
                if counted:
                    done.append(key)
            if options["remove"]:
                _remove(box, done)
        finally:
            box.close()
        self._say(read, failures, ours)

    def _say(self, read: int, failures: int, ours: int) -> None:
        self.stdout.write(f"{read} messages read, {failures} failures reported, {ours} of our letters.")


def _taken(content: bytes) -> tuple[int, int]:
    """Returns how many failures a message reports, and how many of them are of our letters."""
    reports = reports_in(content)
    return len(reports), sum(take_report(report) for report in reports)


def _stdin() -> bytes:
    """Returns the beginning of what comes in, and reads the rest away: mail servers resent closed pipes."""
    begin = sys.stdin.buffer.read(LARGEST)
    while sys.stdin.buffer.read(_CHUNK):
        pass
    return begin


def _box(place: str) -> Any:
    path = Path(place)
    if path.is_dir():
        if not any((path / name).is_dir() for name in ("new", "cur")):
            raise CommandError(f"{place} is no maildir: it has no folders “new” and “cur”.")
        return mailbox.Maildir(place, create=False)
    if not path.is_file():
        raise CommandError(f"There is no mailbox at {place}.")
    return mailbox.mbox(place, create=False)


def _messages(box: Any) -> Iterator[tuple[str, bytes]]:
    for key in list(box.iterkeys()):
        try:
            with box.get_file(key) as file:
                yield key, file.read(LARGEST)
        except (KeyError, FileNotFoundError):
            continue  # somebody's mail program took it away meanwhile


def _remove(box: Any, keys: list[str]) -> None:
    box.lock()
    try:
        for key in keys:
            box.discard(key)
        box.flush()
    finally:
        box.unlock()
