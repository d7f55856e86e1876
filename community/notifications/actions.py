"""Telling people something, and marking what they have read."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from community.base import clock
from community.live.actions import person_changed
from community.notifications.kinds import notification_kinds, silencers
from community.notifications.models import Notification
from community.notifications.ways import schedule_notices, ways_of
from community.people.models import Person

INBOX = "inbox"  # the name of what the live layer shows of it, see streams


def notify(
    kind: str, *, to: Iterable[int], object_id: int, actor: Person | None, at_once: Collection[int] = ()
) -> None:  # fmt: skip
    """Tells each person once about an object; never the actor, nor who muted the actor (unless it is a duty).

    By which ways, their preference says; `at_once` are those who follow the thing so closely that a letter tells it.
    Raises UnknownKey for an unknown kind. Six queries at most, two where nobody is to be told.
    """
    is_duty = notification_kinds[kind].is_duty
    wanted = {person_id for person_id in set(to) if person_id and not (actor and actor.pk == person_id)}
    if actor and wanted and not is_duty:
        for _name, silent in silencers.items():
            wanted -= silent(actor.pk, wanted)
    told = sorted(wanted)
    ways = ways_of(told, notification_kinds[kind].group, at_once=at_once)
    now = clock.now()
    rows = [
        Notification(
            person_id=person_id, kind=kind, actor=actor, object_id=object_id, in_app=way.app, wants_mail=way.mail,
            created_at=now, read_at=None if way.app else now,
        )
        for person_id, way in ways.items()
        if way.app or way.mail
    ]  # fmt: skip
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    schedule_notices([row.person_id for row in rows if row.wants_mail], now)
    person_changed(INBOX, told)


def mark_read(*, person: Person, notification_id: int | None = None) -> int:
    """Marks one notification, or all, of a person as read; returns how many changed."""
    unread = Notification.objects.filter(person=person, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return _mark_own(person, unread)


def mark_gone(*, person: Person, notification_ids: Iterable[int]) -> int:
    """Stops counting notifications whose subject the person can no longer see; returns how many changed."""
    unread = Notification.objects.filter(person=person, read_at=None, pk__in=list(notification_ids))
    return _mark_own(person, unread)


def mark_read_about(*, person: Person, kinds: Iterable[str], object_ids: Iterable[int]) -> int:
    """Marks what a person has just seen with their own eyes as read; returns how many changed."""
    unread = Notification.objects.filter(person=person, read_at=None)
    return _mark_own(person, unread.filter(kind__in=list(kinds), object_id__in=list(object_ids)))


def mark_read_of(*, person: Person, actor_id: int) -> int:
    """Marks what a person was told about somebody's doings as read, but for duties; returns how many changed."""
    duties = [name for name, kind in notification_kinds.items() if kind.is_duty]
    told = Notification.objects.filter(person=person, read_at=None, actor_id=actor_id)
    return _mark_own(person, told.exclude(kind__in=duties))


def settle(kinds: Iterable[str], *, object_ids: Iterable[int] | QuerySet[Any]) -> int:
    """Marks what everybody was told about objects that have gone as read; returns how many changed. Two queries."""
    unread = Notification.objects.filter(kind__in=list(kinds), object_id__in=object_ids, read_at=None)
    told = list(unread.values_list("person_id", flat=True).distinct())
    changed = unread.update(read_at=clock.now()) if told else 0
    person_changed(INBOX, told)
    return changed


def withdraw(kinds: Iterable[str], *, object_id: int) -> None:
    """Takes back what was told about an object, because it no longer holds (an answer is no longer accepted)."""
    rows = Notification.objects.filter(kind__in=list(kinds), object_id=object_id)
    told = list(rows.filter(read_at=None).values_list("person_id", flat=True).distinct())
    rows.delete()
    person_changed(INBOX, told)


def _mark_own(person: Person, unread: "QuerySet[Notification]") -> int:
    """Marks a person's own notifications as read; returns how many changed."""
    changed = unread.update(read_at=clock.now())
    if changed:
        person_changed(INBOX, [person.pk])
    return changed
