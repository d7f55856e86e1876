"""What one follows, passed on to whoever takes over a seat."""

from django.db.models import QuerySet

from community.catalogue.rules import entries_visible_to
from community.following.models import Follow, Level, Target
from community.people.models import Person
from community.spaces.models import Seat
from community.spaces.rules import spaces_visible_to


def count_follows(giver: Person, seat: Seat) -> int:
    """Returns how many threads and places a person follows. One query."""
    return _followed(giver).count()


def copy_follows(giver: Person, taker: Person, seat: Seat) -> int:
    """Lets the taker follow what the giver follows, as far as the taker may see it, and returns how much is new.

    What the taker has decided already, above all to mute, stays. Five queries.
    """
    rows = _followed(giver)
    entries = entries_visible_to(taker).filter(pk__in=_ids(rows, Target.ENTRY)).values_list("pk", flat=True)
    spaces = spaces_visible_to(taker).filter(pk__in=_ids(rows, Target.SPACE)).values_list("pk", flat=True)
    wanted = {(Target.ENTRY, pk) for pk in entries} | {(Target.SPACE, pk) for pk in spaces}
    decided = set(Follow.objects.filter(person=taker).values_list("target", "target_id"))
    new = sorted(wanted - decided)
    follows = [Follow(person=taker, target=target, target_id=pk) for target, pk in new]
    Follow.objects.bulk_create(follows, ignore_conflicts=True)  # they may press the button just now
    return len(new)


def follow_entries(person: Person, entry_ids: list[int]) -> None:
    """Lets a person watch these entries, unless they had decided otherwise before. One query."""
    rows = [Follow(person=person, target=Target.ENTRY, target_id=pk) for pk in sorted(entry_ids)]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def _followed(giver: Person) -> QuerySet[Follow]:
    return Follow.objects.filter(person=giver, level=Level.WATCH, target__in=(Target.ENTRY, Target.SPACE))


def _ids(rows: QuerySet[Follow], target: str) -> "QuerySet[Follow, int]":
    return rows.filter(target=target).values_list("target_id", flat=True)
