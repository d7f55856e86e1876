"""Newcomers are led once to the page on which they choose what to hear of."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.urls import reverse

from community.base import clock
from community.following.actions.following import follow, follow_tags, unfollow
from community.following.models import Follow, Level, Target, Welcome
from community.people.models import Person
from community.spaces.models import Space

WAITING = "welcomes"  # with how many of these the signed-in person comes: 1 is to be led there


def lead_newcomer(person: Person, space: Space) -> str:
    """Returns the address of the page for newcomers, once after a person joined their first place; then nothing.

    One query.
    """
    return f"{reverse('welcome')}?siec={space.slug}" if welcome(person) else ""


def is_to_be_led(person: Person) -> bool:
    """Returns whether a signed-in person (`plugs` lets them come with it) is still to be led there. No query."""
    return bool(getattr(person, WAITING, 0))


def welcome(person: Person) -> bool:
    """Counts a person as led to the page for newcomers; returns whether they were to be led there. One query."""
    return bool(Welcome.objects.filter(person=person, at=None).update(at=clock.now()))


@transaction.atomic
def choose_to_hear(
    *, person: Person, places: Mapping[int, str], tag_ids: Collection[int], among: Collection[int], level: str
) -> None:
    """Stores what a person chose on that page: a level for each place (empty: to hear nothing), and topics at a level.

    A place that they had muted stays muted unless they choose a level for it. `among`: the topics that were offered.
    """
    before = dict(Follow.objects.filter(person=person, target=Target.SPACE).values_list("target_id", "level"))
    for space_id, wish in places.items():
        if wish and wish != before.get(space_id):
            follow(person=person, target=Target.SPACE, target_id=space_id, level=wish)
        elif not wish and before.get(space_id) != Level.MUTED:
            unfollow(person=person, target=Target.SPACE, target_id=space_id)
    follow_tags(person=person, tag_ids=tag_ids, among=among, level=level)
