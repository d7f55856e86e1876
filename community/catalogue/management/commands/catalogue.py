"""Keeps the catalogue: `manage.py catalogue rebuild` lists everything again from its sources."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from community.catalogue.models import Passage, RebuildProgress
from community.catalogue.rebuilding import AnotherRebuild, rebuild
from community.catalogue.sources import catalogue_sources


class Command(BaseCommand):
    """`manage.py catalogue rebuild [--if-empty]`."""

    help = "Lists everything in the catalogue again; stop it at any time, the next call goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Takes what to do."""
        parser.add_argument("what", choices=["rebuild"])
        parser.add_argument("--if-empty", action="store_true", help="only when nothing can be found yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuilds, with a line of progress."""
        if options["if_empty"] and Passage.objects.exists() and not RebuildProgress.objects.exists():
            return
        if RebuildProgress.objects.exists():
            self.stdout.write("  Going on where the last rebuild was stopped.")
        started, done = time.monotonic(), dict[str, int]()
        try:
            for step in rebuild():
                done[step.source] = step.done
                self._progress(done)
        except AnotherRebuild:
            self.stdout.write("  Somebody else is rebuilding the catalogue; it is left to them.")
            return
        if sys.stdout.isatty():
            self.stdout.write("")
        total = sum(done[source] for source in done if source in catalogue_sources)
        self.stdout.write(f"  Catalogue rebuilt: {total} subjects in {time.monotonic() - started:.0f} s.")

    def _progress(self, done: dict[str, int]) -> None:
        if sys.stdout.isatty():
            line = ", ".join(f"{source} {number}" for source, number in done.items())
            self.stdout.write(f"\r  Listing again: {line}", ending="")
            self.stdout.flush()
