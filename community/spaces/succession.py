"""What goes along when a seat is handed over: each app says from its `plugs` what it can pass on to a successor."""

from collections.abc import Callable
from dataclasses import dataclass

from community.base.registry import Registry
from community.people.models import Person
from community.spaces.models import Seat


@dataclass(frozen=True)
class Part:
    """Something a giver may leave to the taker of a seat.

    `count` says how much there is; `hand_over` passes it on inside the transaction and returns how much it was. It
    passes on only what the taker may see, and tells no streams: the verb does so once. `is_proposed`: ticked at first.
    """

    label: Callable[[], str]
    count: Callable[[Person, Seat], int]
    hand_over: Callable[[Person, Person, Seat], int]
    is_proposed: bool = True


parts: Registry[Part] = Registry("part of a hand-over")
