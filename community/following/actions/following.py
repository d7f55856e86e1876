"""Saying that one wants to know of something, or of nothing there."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.base.http import Refused
from community.following.models import TOLD_AT_ONCE, Follow, Level, SavedSearch, Target, Welcome
from community.following.queries.levels import about, levels_of_tags
from community.following.queries.lists import count_follows
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.standing import forget_standing

MOST_FOLLOWS = 500


class TooManyFollows(Refused):
    """Who follows this much has other ways of keeping track."""

    said = _("You follow or have muted 500 things, which is as many as one can. Let some of them go first.")
    status = 409


def check_room(*, person: Person, target: str, target_id: int) -> None:
    """Raises TooManyFollows for something new when a person has 500 wishes already; what came by writing is not one.

    Two queries at most. Asked by what people press, not by the verbs: nothing that comes by itself is refused.
    """
    is_new = not Follow.objects.filter(about(target, target_id), person=person, by_itself=False).exists()
    if is_new and count_follows(person) >= MOST_FOLLOWS:
        raise TooManyFollows


@transaction.atomic
def follow(*, person: Person, target: str, target_id: int, level: str = Level.WATCH) -> Follow:
    """Sets how closely a person follows a target and returns the follow; the only one about it from then on.

    A wish about a tag takes the place of those about tags that were merged into it.
    """
    row, _created = Follow.objects.update_or_create(
        person=person, target=target, target_id=target_id, defaults={"level": level, "by_itself": False}
    )
    if target == Target.TAG:
        Follow.objects.filter(about(target, target_id), person=person).exclude(pk=row.pk).delete()
    if target == Target.PERSON:
        forget_standing(person)  # they may have been ignored until now
    return row


def follow_by_writing(*, person: Person, entry_id: int, level: str = Level.WATCH) -> None:
    """Who writes in a thread follows it from then on, unless they had decided otherwise before.

    Replies to what one asked come by mail, too (`level`); other threads in which one writes are watched.
    """
    Follow.objects.get_or_create(
        person=person, target=Target.ENTRY, target_id=entry_id, defaults={"level": level, "by_itself": True}
    )


def follow_by_joining(person: Person, space: Space) -> None:
    """Who joins a place hears of it in the weekly digest, unless they had decided otherwise before.

    The first place they are led from, once, to the page on which they choose more. Two queries.
    """
    row = Follow(person=person, target=Target.SPACE, target_id=space.pk, level=Level.WEEKLY, by_itself=True)
    Follow.objects.bulk_create([row], ignore_conflicts=True)
    Welcome.objects.bulk_create([Welcome(person=person)], ignore_conflicts=True)


def unfollow_by_leaving(person: Person, space: Space) -> None:
    """Who leaves a place hears no more of it, unless they have chosen to. One query."""
    Follow.objects.filter(person=person, target=Target.SPACE, target_id=space.pk, by_itself=True).delete()


@transaction.atomic
def unfollow(*, person: Person, target: str, target_id: int) -> None:
    """Forgets a person's wish about a target; of a saved search, the search as well."""
    Follow.objects.filter(about(target, target_id), person=person).delete()
    if target == Target.SEARCH:
        SavedSearch.objects.filter(person=person, pk=target_id).delete()
    if target == Target.PERSON:
        forget_standing(person)


def follow_tags(*, person: Person, tag_ids: Iterable[int], among: Iterable[int], level: str) -> None:
    """Makes a person follow these tags of an offer (`among`) at a level, and no longer those that were left out.

    What they follow more closely stays so; what they muted stays muted unless chosen. A few queries for each tag that
    changes.
    """
    wanted, offered = set(tag_ids), set(among)
    now = levels_of_tags(person.pk)
    for tag_id in sorted(wanted & offered):
        if now.get(tag_id) not in (level, *TOLD_AT_ONCE):
            follow(person=person, target=Target.TAG, target_id=tag_id, level=level)
    for tag_id in sorted(offered - wanted):
        if now.get(tag_id, Level.MUTED) != Level.MUTED:
            unfollow(person=person, target=Target.TAG, target_id=tag_id)
