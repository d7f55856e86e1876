"""How others hear that somebody came into a space or left it; apps above register themselves from their `plugs`."""

from collections.abc import Callable

from community.base.registry import Registry
from community.people.models import Person
from community.spaces.models import Space

# Called within the transaction, once for each new or ended membership.
arrivals: Registry[Callable[[Person, Space], None]] = Registry("listener to arrivals")
departures: Registry[Callable[[Person, Space], None]] = Registry("listener to departures")
# From who has just joined a space to the address of a page that they should see first, or nothing.
first_pages: Registry[Callable[[Person, Space], str]] = Registry("first page of newcomers")


def first_page(person: Person, space: Space) -> str:
    """Returns where somebody who has just joined a space is led before they look around; empty for nowhere."""
    return next((page for _name, page_of in first_pages.items() if (page := page_of(person, space))), "")
