"""Saying that one wants to know, or wants to be left alone, by a thread, a place or a person."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.base.http import Refused
from community.following.models import Follow, Level, Target
from community.notifications.actions import mark_read_of
from community.people.models import Person
from community.spaces.standing import forget_standing

MOST_QUIET = 500


class TooManyQuiet(Refused):
    """Who has muted this many people is better off with other means."""

    said = gettext_lazy("You have muted or ignored 500 people, which is as many as one can. Let some of them go first.")
    status = 409


def follow(*, person: Person, target: str, target_id: int, level: str = Level.WATCH) -> Follow:
    """Sets how closely a person follows a target and returns the follow."""
    row, _created = Follow.objects.update_or_create(
        person=person, target=target, target_id=target_id, defaults={"level": level}
    )
    return row


def follow_by_writing(*, person: Person, entry_id: int) -> None:
    """Who writes in a thread watches it from then on, unless they had decided otherwise before."""
    Follow.objects.get_or_create(person=person, target=Target.ENTRY, target_id=entry_id)


def unfollow(*, person: Person, target: str, target_id: int) -> None:
    """Forgets a person's wish about a target."""
    Follow.objects.filter(person=person, target=target, target_id=target_id).delete()


@transaction.atomic
def keep_quiet(*, person: Person, other: Person, level: str = Level.MUTED) -> Follow:
    """Mutes somebody for a person, or ignores them as well, and returns the wish. Nobody else learns of it.

    What waits in the inbox of their doings counts as read, duties do not. Raises TooManyQuiet beyond 500, Refused for
    oneself.
    """
    if other.pk == person.pk:
        raise Refused(_("You cannot mute or ignore yourself."), status=400)
    others = Follow.objects.filter(person=person, target=Target.PERSON).exclude(target_id=other.pk)
    if others.count() >= MOST_QUIET:
        raise TooManyQuiet
    row = follow(person=person, target=Target.PERSON, target_id=other.pk, level=level)
    mark_read_of(person=person, actor_id=other.pk)
    forget_standing(person)
    return row


def hear_again(*, person: Person, other_id: int) -> None:
    """Forgets that a person muted or ignored somebody."""
    unfollow(person=person, target=Target.PERSON, target_id=other_id)
    forget_standing(person)
