"""What people follow, and what digests have told them, when entries are split or merged."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from django.db.models import Max, Q, QuerySet

from community.catalogue.models import Passage, Seen
from community.following.models import FOLLOWED, Follow, Level, Reported, Target

_AT_ONCE = 500

_AT_ONCE = 1000  # rows of one statement: PostgreSQL takes 65,535 values, and a follow has six columns


def follow_alike(*, entry_id: int, into_id: int, writers: Iterable[int]) -> None:
    """Makes these people (ids) follow an entry as closely as the one that it came out of.

    Who has muted that one is left alone by the new one, too, whether they wrote or not. Two queries, for
    thousands more.
    """
    about = Q(person_id__in=list(writers)) | Q(level=Level.MUTED)
    rows = Follow.objects.filter(about, target=Target.ENTRY, target_id=entry_id)
    Follow.objects.bulk_create(_again(rows, into_id), ignore_conflicts=True, batch_size=_AT_ONCE)


def follow_instead(*, entry_id: int, into_id: int) -> None:
    """Makes who follows an entry follow another one instead, as closely, unless they had decided about it before.

    Muting is not carried over: nobody has asked to be left alone by the other one. Three queries.
    """
    rows = Follow.objects.filter(target=Target.ENTRY, target_id=entry_id)
    Follow.objects.bulk_create(
        _again(rows.filter(level__in=FOLLOWED), into_id, keeps_moment=True), ignore_conflicts=True,
        batch_size=_AT_ONCE,
    )  # fmt: skip
    rows.delete()


def stay_told(*, entry_id: int, into_id: int, numbers: Sequence[int]) -> None:
    """Makes what digests have told of an entry hold in a new one, whose passages 1, 2, … were these numbers before.

    `numbers` ascends. Two queries for 500 people.
    """
    rows = Reported.objects.filter(entry=entry_id).values_list("person_id", "upto", "at")
    told = [(pk, bisect_right(numbers, upto), at) for pk, upto, at in rows]
    _tell_upto([Reported(person_id=pk, entry_id=into_id, upto=upto, at=at) for pk, upto, at in told if upto])


def stay_told_behind(*, entry_id: int, into_id: int, numbers: Sequence[int], after: int) -> None:
    """Makes what digests have told of an entry hold, before these passages (ascending) come `after` those of another.

    Only for who was told of that one, or has read it, to its end: one number cannot say anything else, and in doubt a
    passage is told twice, never not at all. Five queries for 500 people.
    """
    end = Passage.objects.filter(entry=into_id).aggregate(at=Max("number"))["at"] or 0
    known = Reported.objects.filter(entry=into_id, upto__gte=end), Seen.objects.filter(entry=into_id, upto__gte=end)
    through = {pk for rows in known for pk in rows.values_list("person_id", flat=True)}
    rows = Reported.objects.filter(entry=entry_id, person__in=through).values_list("person_id", "upto", "at")
    told = [(pk, bisect_right(numbers, upto), at) for pk, upto, at in rows]
    _tell_upto(
        [Reported(person_id=pk, entry_id=into_id, upto=after + upto, at=at) for pk, upto, at in told if upto]
    )  # fmt: skip


def _tell_upto(rows: Sequence[Reported]) -> None:
    Reported.objects.bulk_create(
        rows, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=["person", "entry"],
        update_fields=["upto", "at"],
    )  # fmt: skip


def _again(rows: QuerySet[Follow], into_id: int, *, keeps_moment: bool = False) -> list[Follow]:
    """Returns the same wishes about another entry, from now on or (`keeps_moment`) as old as they are. One query."""
    made = []
    for row in rows.order_by("pk"):
        wish = Follow(
            person_id=row.person_id, target=Target.ENTRY, target_id=into_id, level=row.level, by_itself=row.by_itself
        )
        wish.created_at = row.created_at if keeps_moment else wish.created_at
        made.append(wish)
    return made
