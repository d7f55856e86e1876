"""What the inbox shows: lines told by their kinds, in a number of queries that depends on kinds, not on rows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.paging import Page, read_page
from community.notifications.grouping import Line, grouped
from community.notifications.kinds import ASKING, Told, notification_kinds
from community.notifications.models import Notification
from community.people.models import Person


@dataclass(frozen=True)
class InboxLine:
    """One line of the inbox; `url` opens the thing through a door that marks the line as read."""

    id: int
    icon: str
    sentence: str
    url: str
    at: Moment
    is_read: bool


@dataclass(frozen=True)
class Inbox(Page[InboxLine]):
    """A page of lines, and the ids of unread notifications whose subject is out of sight."""

    gone: list[int]


def inbox(person: Person, *, token: str = "", unread_only: bool = False) -> Inbox:
    """Returns a page of a person's notifications, newest first: one query and those of the kinds present.

    What the person may no longer see is not among the lines; its ids are in `gone`. Raises Http404 for a malformed
    cursor.
    """
    rows = Notification.objects.filter(person=person)
    if unread_only:
        rows = rows.filter(read_at=None)
    page = read_page(rows, field="created_at", token=token)
    told = _tell(person, page.rows)
    lines = [_line(row, told[row.pk]) for row in page.rows if row.pk in told]
    gone = [row.pk for row in page.rows if row.pk not in told and row.read_at is None]
    return Inbox(lines, page.newer, page.older, gone)


def unread_counts(person_ids: Collection[int]) -> dict[int, int]:
    """Returns how many unread notifications each of these people has; who has none is left out. One query."""
    unread = Notification.objects.filter(person_id__in=person_ids, read_at=None)
    return dict(unread.order_by().values_list("person_id").annotate(n=Count("pk")))


def told_now(person: Person, notification: Notification) -> Told | None:
    """Returns what one notification says to its person now, or None when its subject is out of their sight."""
    return _tell(person, [notification]).get(notification.pk)


def lines_of(person: Person, rows: Sequence[Notification]) -> list[Line]:
    """Returns what notifications, newest first and with their actors, say to their person now, grouped into lines.

    What the person may no longer see is left out. The queries of the kinds present.
    """
    return grouped(rows, _tell(person, rows))


def waiting_for(people: Sequence[Person]) -> dict[int, list[Line]]:
    """Returns what asks each of these people (by id) for something and was neither read nor told by mail.

    The oldest wait longest and come first. Who has nothing is left out. One query, and those of the kinds for each of
    the others.
    """
    asking = [name for name, kind in notification_kinds.items() if kind.group in ASKING]
    rows = Notification.objects.filter(
        person__in=[person.pk for person in people], kind__in=asking, read_at=None, mailed_at=None
    )
    by_person: dict[int, list[Notification]] = defaultdict(list)
    for row in rows.select_related("actor").order_by("-created_at", "-pk"):
        by_person[row.person_id].append(row)
    found = {pk: lines_of(person, by_person[pk]) for person in people if (pk := person.pk) in by_person}
    return {pk: lines[::-1] for pk, lines in found.items() if lines}


def _tell(person: Person, rows: Sequence[Notification]) -> dict[int, Told]:
    ids_by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids_by_kind[row.kind].append(row.object_id)
    told = {kind: notification_kinds[kind].tell(person, ids) for kind, ids in ids_by_kind.items()}
    return {row.pk: told[row.kind][row.object_id] for row in rows if row.object_id in told[row.kind]}


def _line(row: Notification, told: Told) -> InboxLine:
    return InboxLine(
        id=row.pk,
        icon=notification_kinds[row.kind].icon,
        sentence=told.sentence,
        url=localised(f"/powiadomienia/{row.pk}/"),
        at=moment(row.created_at),
        is_read=row.read_at is not None,
    )
