"""Telling people something, and marking what they have read."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from community.base import clock
from community.notifications.kinds import notification_kinds
from community.notifications.models import Notification
from community.people.models import Person


def notify(kind: str, *, to: Iterable[int], object_id: int, actor: Person | None) -> None:
    """Tells each person once about an object; the actor is never told. Raises UnknownKey for an unknown kind."""
    notification_kinds[kind]
    told = sorted(set(to) - {actor.pk if actor else None})
    rows = [
        Notification(person_id=person_id, kind=kind, actor=actor, object_id=object_id)
        for person_id in told
        if person_id
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def mark_read(*, person: Person, notification_id: int | None = None) -> int:
    """Marks one notification, or all, of a person as read; returns how many changed."""
    unread = Notification.objects.filter(person=person, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=clock.now())


def mark_gone(*, person: Person, notification_ids: Iterable[int]) -> int:
    """Stops counting notifications whose subject the person can no longer see; returns how many changed."""
    unread = Notification.objects.filter(person=person, read_at=None, pk__in=list(notification_ids))
    return unread.update(read_at=clock.now())


def mark_read_about(*, person: Person, kinds: Iterable[str], object_ids: Iterable[int]) -> int:
    """Marks what a person has just seen with their own eyes as read; returns how many changed."""
    unread = Notification.objects.filter(person=person, read_at=None)
    return unread.filter(kind__in=list(kinds), object_id__in=list(object_ids)).update(read_at=clock.now())


def settle(kinds: Iterable[str], *, object_ids: Iterable[int] | QuerySet[Any]) -> int:
    """Marks what everybody was told about objects that have gone as read; returns how many changed."""
    unread = Notification.objects.filter(kind__in=list(kinds), object_id__in=object_ids, read_at=None)
    return unread.update(read_at=clock.now())


def withdraw(kinds: Iterable[str], *, object_id: int) -> None:
    """Takes back what was told about an object, because it no longer holds (an answer is no longer accepted)."""
    Notification.objects.filter(kind__in=list(kinds), object_id=object_id).delete()
