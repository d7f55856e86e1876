"""`manage.py read_bounces`: takes delivery reports from a maildir, an mbox file or standard input."""

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.letters.actions.reporting import reports_in, take_report


class Command(BaseCommand):
    """Counts what did not arrive against its address, and pauses those that take nothing.

    Reports are read again without harm: a letter is counted once. Nothing is removed from the mailbox.
    """

    help = "Reads delivery reports: a maildir, an mbox file, or one message on standard input (-)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Takes where the reports are."""
        parser.add_argument("place", help="A folder in maildir format, an mbox file, or - for one message on stdin.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reads everything that is there and says what it was."""
        read = failures = ours = 0
        for content in _messages(options["place"]):
            read += 1
            for report in reports_in(content):
                failures += 1
                ours += take_report(report)
        self.stdout.write(f"{read} messages read, {failures} failures reported, {ours} of our letters.")


def _messages(place: str) -> Iterator[bytes]:
    """Yields the messages at a place. Raises CommandError where there is none."""
    if place == "-":
        yield sys.stdin.buffer.read()
        return
    path = Path(place)
    if not path.exists():
        raise CommandError(f"There is no mailbox at {place}.")
    box: Any = mailbox.Maildir(place, create=False) if path.is_dir() else mailbox.mbox(place, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()
