"""The registry of notification kinds: each app says, from current rows, what its notifications tell a person."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.base.registry import Registry
from community.people.models import Person


@dataclass(frozen=True)
class Told:
    """What one notification says now: a sentence and the address (without a language prefix) it leads to.

    `about` names the thing (“entry:7”): unread lines of one kind about one thing are one line, which says `several`, a
    sentence with %(names)s. Without it every line stands alone.
    """

    sentence: str
    url: str
    about: str = ""
    several: str = ""


# From object ids to what they say to this person. Objects the person may not see (any more) are left out.
Teller = Callable[[Person, Sequence[int]], dict[int, Told]]


class Group(models.TextChoices):
    """What people choose the ways of being told by: kinds that belong together."""

    FOLLOWED = "followed", _("Replies and news in what I follow")
    PERSONAL = "personal", _("Mentions, and questions put to me by name")
    OWN = "own", _("What becomes of my questions, answers and texts")
    DUTIES = "duties", _("What waits for my decision")
    LIBRARY = "library", _("Recommendations and practices")


# Which groups a letter tells when the person has not chosen. What one follows is mailed by the level of the follow.
MAILED = frozenset({Group.PERSONAL, Group.OWN, Group.DUTIES})

# Which of them ask for something: they come first in a digest.
ASKING = frozenset({Group.PERSONAL, Group.DUTIES})


@dataclass(frozen=True)
class Kind:
    """One kind of notification: its icon, and how its sentences are told in a constant number of queries.

    What belongs to a duty (a request to decide, a decision about one's own text) is told even to who muted the actor.
    """

    icon: str
    tell: Teller
    is_duty: bool = False
    group: str = Group.OWN


# From the id of an actor and the ids of people to those of them who do not want to hear of what that person does.
Silencer = Callable[[int, Collection[int]], set[int]]


notification_kinds: Registry[Kind] = Registry("notification kind")
silencers: Registry[Silencer] = Registry("silencer")
