"""Seats that one holds, and what became of their hand-overs."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.paging import Page, read_page
from community.people.models import Person
from community.spaces.models import OPEN_HAND_OVER, HandOver, Network, Seat, Space
from community.spaces.rules import Viewer, hand_overs_visible_to, standing_of
from community.spaces.succession import parts


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A hand-over in the log: who, to whom (the address while there is no account), when, and what came of it."""

    id: int
    url: str
    giver: str
    taker: str
    city: str
    edition: str
    at: Moment
    state: str
    answered: Moment | None
    counts: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class PartRow:
    """Something that can be handed over: its name in the registry, its words, and how much of it there is."""

    name: str
    label: str
    count: int
    is_proposed: bool


def own_seats(viewer: Viewer) -> list[Seat]:
    """Returns the seats that a viewer holds now, newest edition first, with their cities. At most one query."""
    person_id = standing_of(viewer).person_id
    rows = Seat.objects.filter(person=person_id, until=None).select_related("city", "edition")
    return list(rows.order_by("-edition__first_year", "-pk")) if person_id else []


def networks_of_seat(seat: Seat) -> list[Space]:
    """Returns the networks of a seat's city and edition that its holder belongs to. One query."""
    rows = Network.objects.filter(edition=seat.edition_id, cities=seat.city_id)
    spaces = Space.objects.filter(network__in=rows, memberships__person=seat.person_id)
    return list(spaces.order_by("pk"))


def parts_of(person: Person, seat: Seat) -> list[PartRow]:
    """Returns what can be handed over with a seat, what is proposed first. One query a part."""
    rows = [PartRow(name, part.label(), part.count(person, seat), part.is_proposed) for name, part in parts.items()]
    return sorted(rows, key=lambda row: not row.is_proposed)


def open_hand_over(seat: Seat) -> HandOver | None:
    """Returns the offer of a seat that still waits, or None. One query."""
    return HandOver.objects.filter(seat=seat, **OPEN_HAND_OVER).first()


def hand_over_log(viewer: Viewer, *, space: Space | None = None, token: str = "") -> Page[HandOverRow]:
    """Returns a page of hand-overs, the newest first, in one query: of a network's cities, or the viewer's own.

    Raises Http404 for a malformed cursor.
    """
    rows = hand_overs_visible_to(viewer)
    rows = rows.filter(_within(space)) if space else rows.filter(_own(viewer))
    page = read_page(rows, field="created_at", token=token)
    return Page([hand_over_row(row) for row in page.rows], page.newer, page.older)


def hand_over_row(row: HandOver) -> HandOverRow:
    """Returns a hand-over with its seat and people as pages show it."""
    answered = row.accepted_at or row.declined_at or row.withdrawn_at
    return HandOverRow(
        id=row.pk,
        url=localised(f"/przekazanie/{row.pk}/"),
        giver=row.giver.name if row.giver else _("A former member"),
        taker=row.taker.name if row.taker else row.email,
        city=row.seat.city.name,
        edition=row.seat.edition.name,
        at=moment(row.created_at),
        state=_state(row),
        answered=moment(answered) if answered else None,
        counts=[(parts[name].label(), n) for name, n in row.counts.items() if name in parts],
    )


def _state(row: HandOver) -> str:
    if row.accepted_at:
        return "accepted"
    if row.declined_at:
        return "declined"
    return "withdrawn" if row.withdrawn_at else "open"


def _within(space: Space) -> Exists:
    of_space = Network.objects.filter(space=space, cities=OuterRef("seat__city"), edition=OuterRef("seat__edition"))
    return Exists(of_space)


def _own(viewer: Viewer) -> Q:
    person_id = standing_of(viewer).person_id
    return Q(giver=person_id) | Q(taker=person_id) | Q(taker=None, email__iexact=getattr(viewer, "email", ""))
