"""The registry of notification kinds: each app says, from current rows, what its notifications tell a person."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.base.registry import Registry
from community.people.models import Person


@dataclass(frozen=True)
class Told:
    """What one notification says now: a sentence and the address (without a language prefix) it leads to.

    `about` names the thing, by kind and number as the catalogue does (“question:7”): letters about one thing are
    threaded by it. With `several`, a sentence for more than one (see `about_several`), unread lines of one kind about
    one thing are one line; it leads to the oldest, or to `place`. `who` did it, where that is not the actor's name.
    `subject` is the thing that can be muted, where lines are about something wider.
    """

    sentence: str
    url: str
    about: str = ""
    several: str = ""
    place: str = ""
    who: str = ""
    subject: str = ""

    @property
    def mutable(self) -> str:
        """Returns what muting would have to be of, for this not to be told by mail."""
        return self.subject or self.about


def about_several(sentence: str, **values: str) -> str:
    """Returns a sentence for a line that stands for several, with everything filled in but %(names)s."""
    return sentence % {**{name: value.replace("%", "%%") for name, value in values.items()}, "names": "%(names)s"}


# From object ids to what they say to this person. Objects the person may not see (any more) are left out.
Teller = Callable[[Person, Sequence[int]], dict[int, Told]]

# From object ids to somebody's words that a letter quotes, as far as this person may read them.
Quoter = Callable[[Person, Sequence[int]], dict[int, str]]


class Group(models.TextChoices):
    """What people choose the ways of being told by: kinds that belong together."""

    PERSONAL = "personal", _("Mentions, and what I am asked by name")
    FOLLOWED = "followed", _("Replies and new threads in what I follow")
    OWN = "own", _("What becomes of my questions, answers and texts")
    LIBRARY = "library", _("News of recommendations and practices")
    DUTIES = "duties", _("What waits for my decision")


# Which of them ask for something: they come first in a digest.
ASKING = frozenset({Group.PERSONAL, Group.DUTIES})


@dataclass(frozen=True)
class Kind:
    """One kind of notification: its icon, and how its sentences are told in a constant number of queries.

    What belongs to a duty (a request to decide, a decision about one's own text) is told even to who muted the actor.
    `is_followed`: told because one follows something, hence by mail only to who follows it that closely.
    `has_own_letter`: whoever is told of it gets a letter written for it, so that no other tells it.
    `quote` and `hint` are for letters: somebody's words, and what to know before one opens it.
    """

    icon: str
    tell: Teller
    is_duty: bool = False
    group: str = Group.OWN
    is_followed: bool = False
    has_own_letter: bool = False
    quote: Quoter | None = None
    hint: Callable[[], str] | None = None


# From the id of an actor (None: nobody), the thing it is about (“question:7”; empty: nothing that can be muted) and the
# ids of people to those of them who do not want to hear of it.
Silencer = Callable[[int | None, str, Collection[int]], set[int]]

# From people (ids) with what their letters would tell of (`Told.mutable`) to what of it they have muted meanwhile.
Muter = Callable[[Mapping[int, Collection[str]]], Mapping[int, Collection[str]]]


notification_kinds: Registry[Kind] = Registry("notification kind")
silencers: Registry[Silencer] = Registry("silencer")
muters: Registry[Muter] = Registry("muter")
