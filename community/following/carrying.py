"""What people follow, when entries are split or merged."""

from collections.abc import Iterable

from django.db.models import Q

from community.following.models import Follow, Level, Target


def follow_alike(*, entry_id: int, into_id: int, writers: Iterable[int]) -> None:
    """Makes these people (ids) follow an entry as closely as the one that it came out of.

    Who has muted that one is left alone by the new one, too, whether they wrote or not. Two queries.
    """
    about = Q(person_id__in=list(writers)) | Q(level=Level.MUTED)
    rows = Follow.objects.filter(about, target=Target.ENTRY, target_id=entry_id).values_list("person_id", "level")
    Follow.objects.bulk_create(
        [Follow(person_id=person, target=Target.ENTRY, target_id=into_id, level=level) for person, level in rows],
        ignore_conflicts=True,
    )


def follow_instead(*, entry_id: int, into_id: int) -> None:
    """Makes who watches an entry watch another one instead, unless they had decided about that one before.

    Muting is not carried over: nobody has asked to be left alone by the other one. Three queries.
    """
    rows = Follow.objects.filter(target=Target.ENTRY, target_id=entry_id)
    watching = rows.filter(level=Level.WATCH).order_by("pk").values_list("person_id", "created_at")
    Follow.objects.bulk_create(
        [Follow(person_id=pk, target=Target.ENTRY, target_id=into_id, created_at=at) for pk, at in watching],
        ignore_conflicts=True,
    )
    rows.delete()
