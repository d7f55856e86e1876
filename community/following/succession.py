"""What one follows, passed on to whoever takes over a seat. Saved searches are one's own words: they stay."""

from typing import Any

from django.db.models import QuerySet

from community.catalogue.rules import entries_visible_to
from community.following.models import FOLLOWED, Follow, Level, Target
from community.people.models import Person
from community.spaces.models import Seat
from community.spaces.rules import people_visible_to, spaces_visible_to
from community.tags.rules import tags_visible_to


def count_follows(giver: Person, seat: Seat) -> int:
    """Returns how many threads, places, tags and people a person follows. One query."""
    return _followed(giver).count()


def copy_follows(giver: Person, taker: Person, seat: Seat) -> int:
    """Lets the taker follow what the giver follows, as closely, as far as they may see it; returns how much is new.

    What the taker has decided already, above all to mute, stays; what came by itself gives way. Eight queries.
    """
    rows = {(row.target, row.target_id): row.level for row in _followed(giver)}
    seen: dict[Target, QuerySet[Any]] = {
        Target.ENTRY: entries_visible_to(taker),
        Target.SPACE: spaces_visible_to(taker),
        Target.TAG: tags_visible_to(taker),
        Target.PERSON: people_visible_to(taker).exclude(pk=taker.pk),
    }
    wanted: set[tuple[str, int]] = set()
    for target, visible in seen.items():
        numbers = [number for kind, number in rows if kind == target]
        wanted |= {(target.value, pk) for pk in visible.filter(pk__in=numbers).values_list("pk", flat=True)}
    own = Follow.objects.filter(person=taker)
    decided = set(own.filter(by_itself=False).values_list("target", "target_id"))
    new = sorted(wanted - decided)
    by_itself = {key[:2]: key[2] for key in own.filter(by_itself=True).values_list("target", "target_id", "pk")}
    own.filter(pk__in=[by_itself[key] for key in new if key in by_itself]).delete()
    follows = [Follow(person=taker, target=key[0], target_id=key[1], level=rows[key]) for key in new]
    Follow.objects.bulk_create(follows, ignore_conflicts=True)  # they may press the button just now
    return len(new)


def follow_entries(person: Person, entry_ids: list[int], *, level: str = Level.WATCH) -> None:
    """Lets a person follow these entries, unless they had decided otherwise before. One query."""
    rows = [Follow(person=person, target=Target.ENTRY, target_id=pk, level=level) for pk in sorted(entry_ids)]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def _followed(giver: Person) -> QuerySet[Follow]:
    return Follow.objects.filter(person=giver, level__in=FOLLOWED).exclude(target=Target.SEARCH)
