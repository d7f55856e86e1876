"""Does what is due by the clock: publishes scheduled texts, reminds, tidies up. One process beside the server."""

import os
import signal
import sys
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from community.base.rounds import MAIN, lanes, rounds
from community.base.walking import Lanes, Walker, run_round

# A letter that is being handed over is recorded, so that it is not repeated; the crew of serve.py waits 15 s for all.
PATIENCE = 10.0


class ToldToEnd(BaseException):
    """SIGTERM or Ctrl+C: ends a sleep, or a round in its midst, which is rolled back and done by the next process."""


class Command(BaseCommand):
    """`manage.py rounds`: walks until SIGTERM or Ctrl+C; with --once runs every round once."""

    help = "Walks the rounds that the apps registered: each when it is due, until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        """Takes --once."""
        parser.add_argument("--once", action="store_true", help="run every round once, say what it did, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walks; with --once ends with status 1 when a round failed."""
        if options["once"]:
            self._once()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end)
        beside = Lanes(set(lanes()) - {MAIN})
        try:
            beside.start()
            self._walk()
        except ToldToEnd:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)  # who asks twice does not want to wait
            beside.stop(PATIENCE)
            connections.close_all()
            sys.stderr.flush()
            os._exit(0)  # tidying up the interpreter takes up to a second, and nothing of it is needed

    def _walk(self) -> None:
        walker = Walker(all_rounds=lanes()[MAIN])
        while True:
            walker.walk()
            time.sleep(walker.until_due())

    def _once(self) -> None:
        done = {name: run_round(name, one) for name, one in rounds.items()}
        for name, count in done.items():
            self.stdout.write(f"  {name}: {'failed' if count is None else count}")
        if None in done.values():
            sys.exit(1)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise ToldToEnd
