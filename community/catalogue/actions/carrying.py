"""What people have read and keep, when passages move from one entry to another."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from community.base import clock
from community.catalogue.models import Bookmark, Entry, Seen


def copy_seen(*, entry: Entry, into: Entry, numbers: Sequence[int]) -> None:
    """Makes what people have read of an entry hold in a new one, whose passages 1, 2, … were these numbers before.

    `numbers` ascends. Who has no mark of the entry needs none of the new one. Three queries, however many people.
    """
    rows = Seen.objects.filter(entry=entry).values_list("person_id", "upto")
    raise_seen(entry=into, upto={person_id: bisect_right(numbers, upto) for person_id, upto in rows})


def raise_seen(*, entry: Entry, upto: Mapping[int, int]) -> None:
    """Writes down up to which number these people (by id) have read an entry; never lowers a mark. Three queries."""
    rows = {row.person_id: row for row in Seen.objects.filter(entry=entry, person_id__in=list(upto))}
    raised = [row for person_id, row in rows.items() if row.upto < upto[person_id]]
    for row in raised:
        row.upto, row.at = upto[row.person_id], clock.now()
    Seen.objects.bulk_update(raised, ["upto", "at"], batch_size=500)
    new = [
        Seen(person_id=person_id, entry=entry, upto=number)
        for person_id, number in sorted(upto.items())
        if person_id not in rows
    ]
    Seen.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)


def move_bookmarks(*, entry: Entry, into: Entry) -> None:
    """Makes who keeps an entry keep another instead, at its place in their list; who keeps both keeps one."""
    has = Bookmark.objects.filter(entry=into).values("person_id")
    Bookmark.objects.filter(entry=entry).exclude(person_id__in=has).update(entry=into)
    Bookmark.objects.filter(entry=entry).delete()
