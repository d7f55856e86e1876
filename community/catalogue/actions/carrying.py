"""What people have read and keep, when passages move from one entry to another."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from django.db.models import Case, F, PositiveIntegerField, When

from community.base import clock
from community.catalogue.models import Bookmark, Entry, Seen

_AT_ONCE = 500


def copy_seen(*, entry: Entry, into: Entry, numbers: Sequence[int]) -> None:
    """Makes what people have read of an entry hold in a new one, whose passages 1, 2, … were these numbers before.

    `numbers` ascends. Who has no mark of the entry needs none of the new one. One query, and those of `raise_seen`.
    """
    rows = Seen.objects.filter(entry=entry).values_list("person_id", "upto")
    raise_seen(entry=into, upto={person_id: bisect_right(numbers, upto) for person_id, upto in rows})


def raise_seen(*, entry: Entry, upto: Mapping[int, int]) -> None:
    """Writes down up to which number these people (by id) have read an entry; never lowers a mark.

    Nor one that somebody has just raised by reading: each statement compares for itself. Two queries for 500 people.
    """
    people = sorted(upto)
    rows = [Seen(person_id=person_id, entry=entry, upto=upto[person_id]) for person_id in people]
    Seen.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        reached = Case(*(When(person_id=pk, then=upto[pk]) for pk in some), output_field=PositiveIntegerField())
        marks = Seen.objects.filter(entry=entry, person_id__in=some).alias(reached=reached)
        marks.filter(upto__lt=F("reached")).update(upto=F("reached"), at=clock.now())


def move_bookmarks(*, entry: Entry, into: Entry) -> None:
    """Makes who keeps an entry keep another instead, at its place in their list; who keeps both keeps one.

    Three queries.
    """
    kept = Bookmark.objects.filter(entry=entry).order_by("pk").values_list("person_id", "created_at")
    rows = [Bookmark(person_id=person_id, entry=into, created_at=at) for person_id, at in kept]
    Bookmark.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    Bookmark.objects.filter(entry=entry).delete()
