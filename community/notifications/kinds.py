"""The registry of notification kinds: each app says, from current rows, what its notifications tell a person."""

from collections.abc import Callable, Collection, Sequence
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
    """One kind of notification: its icon, and how its sentences are told in a constant number of queries.

    What belongs to a duty (a request to decide, a decision about one's own text) is told even to who muted the actor.
    """

    icon: str
    tell: Teller
    is_duty: bool = False


# From the id of an actor and the ids of people to those of them who do not want to hear of what that person does.
Silencer = Callable[[int, Collection[int]], set[int]]


notification_kinds: Registry[Kind] = Registry("notification kind")
silencers: Registry[Silencer] = Registry("silencer")
