"""What digests have told: kept as one row for a person and an entry, so that nothing is told twice."""

from community.base import clock
from community.following.digests.composing import Picked
from community.following.models import Reported


def report(person_id: int, picked: Picked) -> None:
    """Keeps how far a digest has told a person about each entry in it. One query."""
    now = clock.now()
    rows = [
        Reported(person_id=person_id, entry_id=item.thing.id, upto=item.pieces[-1].number, at=now)
        for items in picked.items.values()
        for item in items
    ]
    Reported.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "entry"], update_fields=["upto", "at"]
    )
