"""Wanting to hear nothing of somebody; they never learn of it."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.base.http import Refused
from community.following.actions.following import follow, unfollow
from community.following.models import QUIET, Follow, Level, Target
from community.notifications.actions import mark_read_of
from community.people.models import Person

MOST_QUIET = 500


class TooManyQuiet(Refused):
    """Who has muted this many people is better off with other means."""

    said = gettext_lazy("You have muted or ignored 500 people, which is as many as one can. Let some of them go first.")
    status = 409


@transaction.atomic
def keep_quiet(*, person: Person, other: Person, level: str = Level.MUTED) -> Follow:
    """Mutes somebody for a person, or ignores them as well, and returns the wish. Nobody else learns of it.

    What waits in the inbox of their doings counts as read, duties do not. Raises TooManyQuiet beyond 500, Refused for
    oneself.
    """
    if other.pk == person.pk:
        raise Refused(_("You cannot mute or ignore yourself."), status=400)
    others = Follow.objects.filter(person=person, target=Target.PERSON, level__in=QUIET).exclude(target_id=other.pk)
    if others.count() >= MOST_QUIET:
        raise TooManyQuiet
    row = follow(person=person, target=Target.PERSON, target_id=other.pk, level=level)
    mark_read_of(person=person, actor_id=other.pk)
    return row


def hear_again(*, person: Person, other_id: int) -> None:
    """Forgets that a person muted or ignored somebody."""
    unfollow(person=person, target=Target.PERSON, target_id=other_id)
