"""Saying that one wants to know, or wants to be left alone."""

from community.following.models import Follow, Level, Target
from community.people.models import Person


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
