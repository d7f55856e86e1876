"""What people follow, when entries are split or merged."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from community.following.models import FOLLOWED, Follow, Level, Target

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
