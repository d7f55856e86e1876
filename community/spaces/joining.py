"""How others hear that somebody came into a space or left it; apps above register themselves from their `plugs`."""

from collections.abc import Callable
from dataclasses import dataclass

from community.base.registry import Registry
from community.people.models import Person
from community.spaces.models import Space, SpaceKind


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A page for who has just joined. `lead` returns its address, once, or nothing; `waits` says without a query
    whether the signed-in person was let in while they were away, so that it is shown at their next visit.
    """

    lead: Callable[[Person, Space], str]
    waits: Callable[[Person], bool]


# Called within the transaction, once for each new or ended membership.
arrivals: Registry[Callable[[Person, Space], None]] = Registry("listener to arrivals")
departures: Registry[Callable[[Person, Space], None]] = Registry("listener to departures")
first_pages: Registry[FirstPage] = Registry("first page of newcomers")


def first_page(person: Person, space: Space) -> str:
    """Returns where somebody who has just joined a space is led before they look around; empty for nowhere."""
    return next((url for _name, page in first_pages.items() if (url := page.lead(person, space))), "")


def page_at_visit(person: Person, space: Space | None = None) -> str:
    """Returns where a person is led who was let in meanwhile and now opens home, or a space of theirs; else nothing.

    No query for who was led already.
    """
    if not any(page.waits(person) for _name, page in first_pages.items()):
        return ""
    place = space or _newest_place(person)
    return first_page(person, place) if place else ""


def _newest_place(person: Person) -> Space | None:
    """Returns the space that a person came into last, the whole community only if there is no other. One query."""
    places = Space.objects.filter(memberships__person=person).order_by("-memberships__pk")
    return min(places, key=lambda space: space.kind == SpaceKind.COMMUNITY, default=None)
