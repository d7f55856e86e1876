"""What the inbox and letters show: lines told by their kinds. The number of queries depends on kinds, not on rows.

A line may stand for several notifications. The number in the bell, and beside “new”, is that of notifications; each
line says for how many of them it stands, so that the lines add up to it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet
from django.utils import translation

from community.base import clock
from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.paging import Page, read_page
from community.notifications.grouping import Line, grouped, key_of
from community.notifications.kinds import ASKING, Told, muters, notification_kinds
from community.notifications.models import Notification, unread
from community.people.models import Person

OLDEST = timedelta(days=30)  # an address took no mail until now: what is older is no news in a letter
MOST_GROUPED = 200  # unread ones, the newest; older ones stand alone until some of these are read


@dataclass(frozen=True)
class InboxLine:
    """One line of the inbox; `url` opens the thing through a door that marks all that the line stands for as read."""

    id: int
    icon: str
    sentence: str
    url: str
    at: Moment
    is_read: bool
    count: int


@dataclass(frozen=True)
class Inbox(Page[InboxLine]):
    """A page of lines, and the ids of unread notifications whose subject is out of sight."""

    gone: list[int]


@dataclass(frozen=True)
class Opened:
    """A line that somebody opens: as the inbox shows it, its address without a language, and the ids it stands for."""

    shown: InboxLine
    url: str
    ids: list[int]


def inbox(person: Person, *, token: str = "", unread_only: bool = False) -> Inbox:
    """Returns a page of a person's lines, newest first: two queries, and at most two of each kind present.

    What is unread is grouped before it is paged: a line stands once, on the page of its newest notification, and the
    page's size is one of lines. What the person may no longer see is not among them; its unread ids are in `gone`.
    Raises Http404 for a malformed cursor.
    """
    fresh = list(_inbox_rows(person).filter(read_at=None).select_related("actor")[:MOST_GROUPED])
    told = tell(person, fresh)
    heads = {line.rows[0].pk: line for line in grouped(fresh, told)}
    gone = [row.pk for row in fresh if row.pk not in told]
    rest = {row.pk for row in fresh} - set(heads)
    rows = _inbox_rows(person).filter(read_at=None) if unread_only else _inbox_rows(person)
    page = read_page(rows.exclude(pk__in=rest), field="created_at", token=token)
    others = [row for row in page.rows if row.pk not in heads]
    told_others = tell(person, others)
    heads |= {line.rows[0].pk: line for row in others for line in grouped([row], told_others)}
    gone += [row.pk for row in others if row.pk not in told_others and row.read_at is None]
    lines = [_line(heads[row.pk]) for row in page.rows if row.pk in heads]
    return Inbox(lines, page.newer, page.older, gone)


def opened(person: Person, notification_id: int) -> Opened | None:
    """Returns the line that a notification is in; None when it is not the person's, or out of sight.

    Three queries at most, and twice those of its kind.
    """
    row = _inbox_rows(person).filter(pk=notification_id).select_related("actor").first()
    said = told_now(person, row) if row else None
    if row is None or said is None:
        return None
    line = _line_with(person, row, said)
    return Opened(_line(line), line.url, [one.pk for one in line.rows])


def _line_with(person: Person, row: Notification, said: Told) -> Line:
    """Returns the line in which an unread notification is one of several, or that in which it stands alone."""
    key = key_of(row, said)
    if key:
        alike = list(_inbox_rows(person).filter(read_at=None, kind=row.kind).select_related("actor")[:MOST_GROUPED])
        for line in grouped(alike, tell(person, alike)):
            if row in line.rows:
                return line
    return grouped([row], {row.pk: said})[0]


def told_now(person: Person, notification: Notification) -> Told | None:
    """Returns what one notification says to its person now, or None when its subject is out of their sight."""
    return tell(person, [notification]).get(notification.pk)


def unread_counts(person_ids: Collection[int]) -> dict[int, int]:
    """Returns how many unread notifications each of these people has; who has none is left out. One query."""
    rows = unread().filter(person_id__in=person_ids)
    return dict(rows.order_by().values_list("person_id").annotate(n=Count("pk")))


def waiting_for(people: Sequence[Person]) -> dict[int, list[Line]]:
    """Returns what asks each of these people (by id) for something, is unread, not old, and told by no other letter.

    Said in their language; the oldest wait longest and come first. What they have muted meanwhile is not told. Who has
    nothing is left out. One query, and those of the kinds for each of the others with those of the muters for all.
    """
    asking = [name for name, kind in notification_kinds.items() if kind.group in ASKING and not kind.has_own_letter]
    rows = unread().filter(
        person__in=[person.pk for person in people], kind__in=asking, wants_mail=False, mailed_at=None,
        created_at__gt=clock.now() - OLDEST,
    )  # fmt: skip
    by_person: dict[int, list[Notification]] = defaultdict(list)
    for row in rows.select_related("actor").order_by("-created_at", "-pk"):
        by_person[row.person_id].append(row)
    told: dict[int, dict[int, Told]] = {}
    for person in people:
        if person.pk in by_person:
            with translation.override(person.language):
                told[person.pk] = tell(person, by_person[person.pk])
    forget_muted(by_person, told)
    found: dict[int, list[Line]] = {}
    for person in people:
        with translation.override(person.language):
            if told.get(person.pk):
                found[person.pk] = grouped(by_person[person.pk], told[person.pk])[::-1]
    return found


def tell(person: Person, rows: Sequence[Notification]) -> dict[int, Told]:
    """Returns by id what notifications say to their person now; what is out of sight is left out.

    The queries of the kinds present.
    """
    ids_by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.kind in notification_kinds:  # a kind that is told no more says nothing
            ids_by_kind[row.kind].append(row.object_id)
    told = {kind: notification_kinds[kind].tell(person, ids) for kind, ids in ids_by_kind.items()}
    return {row.pk: told[row.kind][row.object_id] for row in rows if row.object_id in told.get(row.kind, ())}


def muted_meanwhile(told: Mapping[int, Collection[str]]) -> dict[int, set[str]]:
    """Returns of what letters would tell people (by id: `Told.mutable`) that which they have muted by now."""
    muted: dict[int, set[str]] = defaultdict(set)
    for _name, muter in muters.items():
        for pk, things in muter(told).items():
            muted[pk] |= set(things)
    return muted


def forget_muted(rows: Mapping[int, Sequence[Notification]], told: Mapping[int, dict[int, Told]]) -> None:
    """Takes out of `told`, by person and by notification (ids), what its reader muted since it happened; duties stay.

    The queries of the muters.
    """
    muted = muted_meanwhile({pk: {one.mutable for one in said.values() if one.mutable} for pk, said in told.items()})
    for pk, said in told.items():
        for one in rows[pk]:
            is_muted = one.pk in said and said[one.pk].mutable in muted.get(pk, ())
            if is_muted and not notification_kinds[one.kind].is_duty:
                del said[one.pk]


def _inbox_rows(person: Person) -> "QuerySet[Notification]":
    return Notification.objects.filter(person=person, in_app=True).order_by("-created_at", "-pk")


def _line(line: Line) -> InboxLine:
    return InboxLine(
        id=line.rows[0].pk,
        icon=notification_kinds[line.kind].icon,
        sentence=line.sentence,
        url=localised(f"/powiadomienia/{line.rows[0].pk}/"),
        at=moment(line.at),
        is_read=line.is_read,
        count=len(line.rows),
    )
