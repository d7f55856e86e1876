"""Telling people something, marking what they have read, and storing how they want to be told."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from community.base import clock
from community.letters.actions.stopping import note_stopped, restart_stream, stop_stream, streams_on
from community.live.actions import person_changed
from community.notifications.kinds import notification_kinds, silencers
from community.notifications.models import Notification, Preference
from community.notifications.ways import NOTICES, put_off_again, schedule_notices, ways_of
from community.people.models import Person

_AT_ONCE = 1000  # rows of one statement: PostgreSQL takes 65,535 values, and a thread may have ten thousand followers
INBOX = "inbox"  # the name of what the live layer shows of it, see streams


@transaction.atomic(savepoint=False)
def notify(
    kind: str, *, to: Iterable[int], object_id: int, actor: Person | None, about: str = "",
    at_once: Collection[int] = (),
) -> None:  # fmt: skip
    """Tells each person once about an object; never the actor, nor who muted the actor or `about` (unless a duty).

    `about`: the thing it is about (“question:7”, as in `Told`), where the caller has not left out who muted it. By
    which ways, the preferences say; `at_once` are those who follow the thing so closely that a letter tells it.
    Raises UnknownKey for an unknown kind. Five queries besides those of the silencers, for thousands
    two more for each thousand (on SQLite: hundred); none for nobody.
    """
    known = notification_kinds[kind]
    wanted = {person_id for person_id in set(to) if person_id and not (actor and actor.pk == person_id)}
    if wanted and not known.is_duty:
        for _name, silent in silencers.items():
            wanted -= silent(actor.pk if actor else None, about, wanted)
    told, now = sorted(wanted), clock.now()
    ways = ways_of(told, known, at_once=at_once)
    rows = [
        Notification(person_id=pk, kind=kind, actor=actor, object_id=object_id, in_app=way.app,
                     wants_mail=way.mail, created_at=now)
        for pk, way in ways.items()
    ]  # fmt: skip
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_AT_ONCE)
    schedule_notices(ways, now)
    person_changed(INBOX, [pk for pk, way in ways.items() if way.app])


def mark_read(*, person: Person, notification_ids: Iterable[int] | None = None) -> int:
    """Marks these notifications of a person, or all in the inbox, as read; returns how many changed."""
    unread = Notification.objects.filter(person=person, read_at=None, in_app=True)
    if notification_ids is not None:
        unread = unread.filter(pk__in=list(notification_ids))
    return _mark_own(person, unread)


def mark_read_about(*, person: Person, kinds: Iterable[str], object_ids: Iterable[int]) -> int:
    """Marks what a person has just seen with their own eyes as read, so that no letter tells it either.

    Returns how many of the inbox changed. Two queries, one when nothing is unread.
    """
    unread = Notification.objects.filter(person=person, read_at=None)
    return _mark_everywhere(person, unread.filter(kind__in=list(kinds), object_id__in=list(object_ids)))


def mark_read_of(*, person: Person, actor_id: int) -> int:
    """Marks what a person was told about somebody's doings as read, but for duties; returns how many changed."""
    duties = [name for name, kind in notification_kinds.items() if kind.is_duty]
    told = Notification.objects.filter(person=person, read_at=None, actor_id=actor_id)
    return _mark_everywhere(person, told.exclude(kind__in=duties))


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


@transaction.atomic
def choose_ways(*, person: Person, has_notices: bool, **chosen: object) -> Preference:
    """Stores how a person wants to be told and returns it; letters that wait keep to it.

    `chosen` are the other fields of Preference. What is switched off is stopped as by the link in a letter.
    """
    before = streams_on(person)
    preference, _is_new = Preference.objects.update_or_create(person=person, defaults=chosen)
    if has_notices != preference.has_notices:
        if has_notices:
            restart_stream(person=person, stream=NOTICES)
        else:
            stop_stream(person=person, stream=NOTICES)
        preference.refresh_from_db()
    note_stopped(person=person, before=before - {NOTICES})
    put_off_again(preference, clock.now())
    return preference


def _mark_own(person: Person, unread: "QuerySet[Notification]") -> int:
    """Marks a person's own notifications as read; returns how many changed."""
    changed = unread.update(read_at=clock.now())
    if changed:
        person_changed(INBOX, [person.pk])
    return changed


def _mark_everywhere(person: Person, unread: "QuerySet[Notification]") -> int:
    """Marks a person's own notifications as read, also those for letters alone; returns how many of the inbox.

    One query when there are none, which is nearly always, else two.
    """
    found = dict(unread.values_list("pk", "in_app"))
    if found:
        unread.filter(pk__in=list(found)).update(read_at=clock.now())
    in_inbox = sum(found.values())
    if in_inbox:
        person_changed(INBOX, [person.pk])
    return in_inbox
