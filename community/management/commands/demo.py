"""Loads the demo community once; a second call leaves it as it is."""

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from community.following.demo import load_follows
from community.moderation.demo import load_reports
from community.notifications.demo import settle_letters
from community.people.demo import load_people
from community.people.demo_accounts import demo_accounts, demo_password
from community.people.models import Person
from community.spaces.demo import load_spaces
from community.tags.demo import load_tags
from forum.demo import load_threads
from forum.demo_changes import load_changes
from forum.demo_drafts import load_drafts
from forum.models import Post
from resources.demo import load_resources


class Command(BaseCommand):
    """`manage.py demo`: people, networks, cities, topics and threads, all through the real actions."""

    help = "Loads the demo community, unless it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        """Takes --quiet and --migrate."""
        parser.add_argument("--quiet", action="store_true", help="no progress line")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads everything in one transaction, so that a broken load leaves nothing behind."""
        if settings.IS_PRODUCTION:
            raise CommandError("The demo is not loaded into a production community.")
        if options["migrate"]:
            call_command("migrate", verbosity=0)  # in this process: a start of Django costs two seconds
        if Person.objects.exists():
            call_command("catalogue", "rebuild", "--if-empty")  # loaded by an earlier version
            self._say_who()
            return
        self._shows_progress = not options["quiet"]
        started = time.monotonic()
        with transaction.atomic():
            people = load_people()
            spaces = load_spaces(people)
            tags = load_tags(spaces)
            load_threads(people, spaces, tags, progress=self._progress)
            load_resources(people, spaces, tags)
            replies = Post.objects.filter(number=2)
            waiting, kept = (replies.get(thread__client_key=key).pk for key in ("demo-Z2", "demo-Z3"))
            load_reports(people, waiting=waiting, kept=kept)
            load_changes(people)
            load_drafts(people, spaces)
            load_follows(people, spaces, tags)
            settle_letters()
        if self._shows_progress:
            self.stdout.write("")
        self.stdout.write(f"  Demo community loaded in {time.monotonic() - started:.0f} s.")
        self._say_who()

    def _say_who(self) -> None:
        """Prints whom one can sign in as."""
        self.stdout.write(f"  Sign in as one of these people (password: {demo_password()}):")
        with translation.override("en"):
            for account in demo_accounts():
                self.stdout.write(f"    {account.email:32} {account.role}")

    def _progress(self, done: int, total: int) -> None:
        if self._shows_progress and (done % 20 == 0 or done == total):
            end = "" if sys.stdout.isatty() else "\n"
            if end == "" or done % 100 == 0 or done == total:
                self.stdout.write(f"\r  Loading threads: {done} of {total}", ending=end)
                self.stdout.flush()
