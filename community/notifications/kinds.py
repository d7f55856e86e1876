"""The registry of notification kinds: each app says, from current rows, what its notifications tell a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from community.base.registry import Registry
from community.people.models import Person


@dataclass(frozen=True)
class Told:
    """What one notification says now: a sentence and the address (without a language prefix) it leads to."""

    sentence: str
    url: str


# From object ids to what they say to this person. Objects the person may not see (any more) are left out.
Teller = Callable[[Person, Sequence[int]], dict[int, Told]]


@dataclass(frozen=True)
class Kind:
    """One kind of notification: its icon, and how its sentences are told in a constant number of queries."""

    icon: str
    tell: Teller


notification_kinds: Registry[Kind] = Registry("notification kind")
