"""What every digest promises, for every person of the demo and both rhythms, whatever they follow.

Every link opens for its reader, at the post that it names; nothing that was read is told; nothing is told twice, in
whichever digest; and there is no letter without news.
"""

import re
from datetime import timedelta
from html import unescape
from itertools import cycle

import pytest
from django.conf import settings
from django.utils import timezone

from community.catalogue.models import Entry, Seen, SeenSpace
from community.following.digests.keeping import forget
from community.following.digests.scheduling import RHYTHMS
from community.following.models import Follow, Reported, SavedSearch
from community.letters.models import Dispatch
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.models import Membership, Space
from community.tags.models import Tag
from forum.actions import reply
from forum.models import Thread
from tests.following.digesting import deliver, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
LEVELS = ("weekly", "daily", "watch", "weekly", "instant", "muted", "daily")
STREAMS = tuple(RHYTHMS)


@pytest.fixture()
def people(db):
    """Everybody in the demo; what they follow is one thing in three of each kind, at every level, by a fixed rule."""
    Follow.objects.all().delete()
    Reported.objects.all().delete()
    everybody = list(Person.objects.filter(is_active=True).order_by("pk"))
    searches = [
        SavedSearch.objects.create(
            person=one, name="Woda", query="q=woda" if one.pk % 2 else "q=drzewa&rodzaj=question"
        )
        for one in everybody
    ]
    targets = {
        "space": Space, "tag": Tag, "person": Person,
        "entry": Entry.objects.filter(is_listed=True, moves=True),
    }  # fmt: skip
    for place, one in enumerate(everybody):
        levels = cycle(LEVELS[place % 7 :] + LEVELS[: place % 7])
        rows = [Follow(person=one, target="search", target_id=searches[place].pk, level="weekly")]
        for target, model in targets.items():
            rows_of = model.objects.all() if hasattr(model, "objects") else model
            ids = list(rows_of.order_by("pk").values_list("pk", flat=True))[place % 3 :: 3]
            rows += [Follow(person=one, target=target, target_id=pk, level=next(levels)) for pk in ids if pk != one.pk]
        Follow.objects.bulk_create(rows)
    month = timezone.now() - timedelta(days=30)  # the last digest went out a month ago, so that there is much to tell
    Dispatch.objects.bulk_create(
        Dispatch(person=one, stream=stream, key="before", state="sent", due_at=month, sent_at=month)
        for one in everybody for stream in STREAMS
    )  # fmt: skip
    return everybody


def letters_of(people):
    """Delivers both digests to everybody; returns pairs of person and letter, the empty ones left out."""
    found = []
    forget()  # what is new is kept for half a minute, and these tests are faster
    for stream in ("daily", "weekly"):
        letters = deliver(*(waiting(one, stream) for one in people))
        found += [(one, letter) for one, letter in zip(people, letters, strict=True) if letter]
    return found


def told(letters):
    """Returns every post and change that letters tell: person, entry, number and moment."""
    return [
        (one.pk, item.thing.id, piece.number, piece.at)
        for one, letter in letters
        for item in letter.facts.picked.all_items
        for piece in item.pieces
    ]


def test_every_link_opens_for_its_reader_at_the_post_it_names(people, as_):
    letters = letters_of(people)
    assert len({one.pk for one, _letter in letters}) > len(people) / 2
    refused = []
    for one, letter in letters:
        browser, html = as_(one), letter.html.partition('class="why"')[0]
        for address in {unescape(link) for link in re.findall(r'href="([^"]+)"', html)}:
            path, _sign, place = address.removeprefix(settings.SITE_URL).partition("#")
            response = browser.get(path)
            if response.status_code != 200 or (place and f'id="{place}"' not in response.content.decode()):
                refused.append((one.slug, address, response.status_code))
    assert refused == []


def test_links_at_the_foot_open_for_everybody(people, as_):
    one, letter = letters_of(people[:5])[0]
    foot = letter.html.partition('class="why"')[2]
    links = [unescape(link) for link in re.findall(r'href="(http[^"]+)"', foot)]
    assert [as_(one).get(link.removeprefix(settings.SITE_URL)).status_code for link in links] == [200, 200, 200]


def test_nothing_that_was_read_is_told(people):
    seen = {(row.person_id, row.entry_id): row for row in Seen.objects.all()}
    places = {(row.person_id, row.space_id): row.at for row in SeenSpace.objects.all()}
    space_of = dict(Entry.objects.values_list("pk", "space_id"))
    in_library = set(
        Entry.objects.exclude(kind__in=("question", "discussion", "announcement")).values_list("pk", flat=True)
    )
    lines, read = told(letters_of(people)), []
    for person, entry, number, at in lines:
        row = seen.get((person, entry))
        if row and (at <= row.at if entry in in_library else number <= row.upto):
            read.append((person, entry, number))
        if not row and at <= places.get((person, space_of[entry]), at - timedelta(1)):
            read.append((person, entry, number))
    assert (read, len(lines) > 100) == ([], True)


def test_nothing_is_told_twice_in_consecutive_digests(people):
    lines = told(letters_of(people))
    for round_ in range(2):
        for thread in Thread.objects.filter(deleted_at=None, locked_at=None).order_by("pk")[round_::5]:
            writer = Membership.objects.filter(space=thread.space).order_by("pk")[round_].person
            reply(author=writer, thread=thread, text="Jeszcze jedno.", key=f"contract-{round_}-{thread.pk}")
        later = told(letters_of(people))
        assert len(later) > 50
        lines += later
    assert len(lines) == len(set(lines))


def test_there_is_no_letter_without_news(people):
    counts = []
    for _round in range(3):
        letters = letters_of(people)
        assert [one.slug for one, letter in letters if 'class="line__title"' not in letter.html] == []
        counts.append(len(letters))
    assert (counts[0] > len(people) / 2, counts[1:]) == (True, [0, 0])


def test_people_who_follow_nothing_get_nothing(people):
    Follow.objects.exclude(level="muted").delete()
    Notification.objects.update(read_at=timezone.now())  # nor does anybody wait for them
    assert letters_of(people) == []
