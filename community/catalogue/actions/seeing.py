"""How far people have read: an entry, a whole space, and what they mean to read again.

A `Seen` row says it of an entry, a `SeenSpace` row of all entries of a space that have none. What is new is counted by
`forum.queries.unread`; here it is only written down.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from community.base import clock
from community.catalogue.models import Passage, Seen, SeenSpace
from community.people.models import Person
from community.spaces.models import Space

# A text gets its moment before its transaction ends. Only what is older than this is surely seen by whoever counts, so
# the moment up to which a space is read never comes nearer to now.
SETTLED = timedelta(minutes=2)


def mark_seen(*, person: Person, entry_id: int, upto: int, is_whole: bool = False) -> None:
    """Remembers that a person had passages up to this number before them; never goes back. One or two queries.

    `is_whole`: they had all of it before them, as it is now. Pages change as a whole, so there the moment counts.
    """
    has = Seen.objects.filter(person=person, entry_id=entry_id)
    lower = has if is_whole else has.filter(upto__lt=upto)
    if not lower.update(upto=upto, at=clock.now()):
        Seen.objects.bulk_create([Seen(person=person, entry_id=entry_id, upto=upto)], ignore_conflicts=True)


def mark_unseen(*, person: Person, entry_id: int, number: int) -> None:
    """Makes the passages of an entry from this number on unread again, and those before it read."""
    Seen.objects.update_or_create(person=person, entry_id=entry_id, defaults={"upto": number - 1, "at": clock.now()})


@transaction.atomic
def mark_space_seen(*, person: Person, space: Space, at: datetime) -> None:
    """Remembers that a person has read everything that stood in a space at a moment, marks of unread included.

    What came later stays unread. Five queries, and two for each entry that moved in the two minutes before.
    """
    cut = min(at, clock.now() - SETTLED)
    _raise_space(person, space.pk, cut)
    rows = Seen.objects.filter(person=person, entry__space=space)
    later = rows.filter(at__gt=at).values("entry")
    recent = Passage.objects.filter(Q(at__gt=cut) | Q(entry__in=later), entry__space=space, at__lte=at)
    highest = dict(recent.order_by().values_list("entry").annotate(Max("number")))
    rows.filter(at__lte=at).exclude(entry__in=list(highest)).delete()
    for entry_id, number in highest.items():
        mark_seen(person=person, entry_id=entry_id, upto=number)


@transaction.atomic
def roll_up(*, person: Person, space_id: int, at: datetime, first_unread: Mapping[int, int]) -> None:
    """Says the same with fewer rows: everything in a space is read but these entries, each from a number on.

    `at` is a moment before `first_unread` was counted. What has been written, read or marked in the two minutes before
    it, or since, keeps its rows: nothing that arrives meanwhile is taken for read. Four queries.
    """
    cut = min(at, clock.now()) - SETTLED
    kept = [Seen(person=person, entry_id=entry_id, upto=number - 1, at=at) for entry_id, number in first_unread.items()]
    Seen.objects.bulk_create(kept, ignore_conflicts=True)
    _raise_space(person, space_id, cut)
    rows = Seen.objects.filter(person=person, entry__space=space_id, at__lte=cut)
    rows.exclude(entry__in=list(first_unread)).delete()


def _raise_space(person: Person, space_id: int, at: datetime) -> None:
    """Moves the moment up to which a space is read; never back. One or two queries."""
    has = SeenSpace.objects.filter(person=person, space_id=space_id)
    if not has.filter(at__lt=at).update(at=at):
        SeenSpace.objects.bulk_create([SeenSpace(person=person, space_id=space_id, at=at)], ignore_conflicts=True)
