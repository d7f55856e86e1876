"""Digests of people in the tests: composed as they would go out, and sent as far as the site remembers it."""

import re
from datetime import datetime, timedelta
from html import unescape
from itertools import count
from zoneinfo import ZoneInfo

from django.db.models import F

from community.base import clock
from community.catalogue.models import Entry, Passage
from community.following.actions import follow
from community.following.digests.letters import compose_digests, sent
from community.following.models import Follow
from community.letters.models import Dispatch
from community.notifications.models import Notification
from tests.catalogue.reading import asked

WARSAW = ZoneInfo("Europe/Warsaw")
_numbers = count(1)


def warsaw(*numbers):
    """Returns a moment by the clocks of Warsaw."""
    return datetime(*numbers, tzinfo=WARSAW)


def waiting(person, stream="weekly", **columns):
    """Puts a digest into the queue; returns its row."""
    said = {"key": f"test-{next(_numbers)}", "due_at": clock.now()}
    return Dispatch.objects.create(person=person, stream=stream, **said | columns)


def deliver(*rows):
    """Composes digests of one stream and remembers them as sent, or as empty; returns them in order, None for empty."""
    letters = compose_digests(rows)
    for row in rows:
        letter = letters[row.pk]
        if letter:
            sent(row, letter)
        row.state, row.sent_at = ("sent", clock.now()) if letter else ("empty", None)
        row.save()
    return [letters[row.pk] for row in rows]


def digest(person, stream="weekly"):
    """Returns a person's digest as it would go out now, and remembers it as sent; None when it has nothing to say."""
    return deliver(waiting(person, stream))[0]


def read(letter):
    """Returns the lines of a letter: pairs of title and address, as its HTML part has them."""
    if letter is None:
        return []
    links = re.findall(r'<a class="line__title" href="([^"]+)"[^>]*>(.*?)</a>', letter.html, re.S)
    return [(plain(title), unescape(address)) for address, title in links]


def titles(letter):
    """Returns the titles of the lines of a letter."""
    return [title for title, _address in read(letter)]


def plain(html):
    """Returns the text of a piece of HTML, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ").split())


def entry_of(thread):
    """Returns the entry of a thread."""
    return Entry.objects.get(kind=thread.kind, subject_id=thread.pk)


def follow_all(who, level="weekly", /, **targets):
    """Lets a person follow things: `tag=…`, `space=…`, `entry=…`, `person=…`, `search=…`."""
    for target, row in targets.items():
        follow(person=who, target=target, target_id=row.pk, level=level)


def make_old():
    """Makes everything that is there old, and nobody follow anything: only what a test makes is new."""
    Follow.objects.all().delete()
    Notification.objects.update(read_at=clock.now())
    long_ago = timedelta(days=90)
    Passage.objects.update(at=F("at") - long_ago)
    Entry.objects.update(last_activity_at=F("last_activity_at") - long_ago, published_at=F("published_at") - long_ago)


def ask(author, space, title, **given):
    """Starts a question; returns the thread."""
    return asked(author, space, title, **given)
