"""What digests have told: kept as one row for a person and an entry, so that nothing is told twice."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from community.base import clock
from community.following.digests.composing import Picked
from community.following.digests.scheduling import LONGEST
from community.following.models import Follow, Reported, Target
from community.notifications.models import Notification
from community.people.models import Person


def report(person_id: int, picked: Picked) -> None:
    """Keeps how far a digest has told a person about each entry in it. One query, none for no lines."""
    rows = [
        Reported(person_id=person_id, entry_id=item.thing.id, upto=item.pieces[-1].number, at=picked.until)
        for item in picked.all_items
    ]
    Reported.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "entry"], update_fields=["upto", "at"]
    )


def forget_old() -> int:
    """Forgets what was told so long ago that no digest covers it any more, and wishes about people who were erased.

    Returns how much that was. Two queries.
    """
    told = Reported.objects.filter(at__lt=clock.now() - 2 * LONGEST)
    there = Person.objects.filter(pk=OuterRef("target_id"))
    erased = Follow.objects.filter(~Exists(there), target=Target.PERSON)
    return told.delete()[0] + erased.delete()[0]


def report_asked(notification_ids: Iterable[int]) -> None:
    """Keeps that a letter has told these notifications, so that none tells them again. One query, none for none."""
    if ids := list(notification_ids):
        Notification.objects.filter(pk__in=ids).update(mailed_at=clock.now())
