"""Whom a place reaches: what became of letters, who follows nothing, which cities and questions are silent.

For those who facilitate it. Whether somebody came back after a letter is told from what they read and wrote here:
letters carry neither pictures nor marks in their links that would follow people. Of fewer than five people it is not
told at all, because who leads a small group would know of whom it speaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Window

from community.base import clock
from community.base.languages import localised
from community.base.moments import Moment, moment
from community.catalogue.models import Seen, SeenSpace
from community.catalogue.queries.lists import ENTRY_COLUMNS, EntryRow, entry_row
from community.catalogue.rules import entries_shown_to
from community.following.models import FOLLOWED, Follow
from community.letters.queries.figures import StreamFigures, sent_letters, stream_figures, without_mail
from community.people.models import Person
from community.spaces.models import City, Seat, Space, SpaceKind
from community.spaces.rules import Viewer
from forum.models import Post

MOST = 20
LETTERS_OF = timedelta(days=30)
CAME_BACK_WITHIN = timedelta(days=2)
SILENT_AFTER = timedelta(days=60)
WAITING_AFTER = timedelta(days=5)
FEWEST = 5  # people who got letters, for it to be told how many of these brought somebody back
Row = TypeVar("Row")


@dataclass(frozen=True)
class Some(Generic[Row]):
    """The first rows of a list, and how many there are in all."""

    rows: Sequence[Row]
    count: int

    @property
    def more(self) -> int:
        """Returns how many are not shown."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, with the address of their page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SilentCity:
    """A city nobody of which has written for sixty days; when somebody last did, None where nobody ever has."""

    name: str
    url: str
    last: Moment | None


@dataclass(frozen=True)
class Reach:
    """What the page shows. `streams` come with how many letters were followed by a visit, None for too few people."""

    people: int
    streams: list[tuple[StreamFigures, int | None]]
    refused: Some[Named]
    following_nothing: Some[Named]
    silent: Some[SilentCity] | None
    waiting: Some[EntryRow]


def reach_of(viewer: Viewer, space: Space) -> Reach:
    """Returns whom a space reaches, all people for that of the whole community. Eleven queries, eight for a group."""
    now = clock.now()
    people = Person.objects.filter(is_active=True)
    if space.kind != SpaceKind.COMMUNITY:
        people = people.filter(memberships__space=space)
    figures = stream_figures(people, now - LETTERS_OF)
    back = _came_back(people, now - LETTERS_OF)
    follows = Follow.objects.filter(person=OuterRef("pk"), level__in=FOLLOWED)
    return Reach(
        people=people.count(),
        streams=[(one, back.get(one.stream, 0) if one.people >= FEWEST else None) for one in figures],
        refused=_named(without_mail(people)),
        following_nothing=_named(people.filter(~Exists(follows))),
        silent=_silent_cities(space, now),
        waiting=_waiting(viewer, space, now - WAITING_AFTER),
    )


def _came_back(people: QuerySet[Person], since: datetime) -> dict[str, int]:
    """Returns after how many letters of each stream their reader read or wrote something within two days. One query.

    At least so many: who reads a thread again is remembered with the last time only.
    """
    soon: dict[str, Any] = {"gte": OuterRef("sent_at"), "lte": OuterRef("sent_at") + CAME_BACK_WITHIN}

    def within(column: str) -> dict[str, Any]:
        return {f"{column}__{word}": moment for word, moment in soon.items()}

    came = (
        Exists(Seen.objects.filter(person=OuterRef("person"), **within("at")))
        | Exists(SeenSpace.objects.filter(person=OuterRef("person"), **within("at")))
        | Exists(Post.objects.filter(author=OuterRef("person"), **within("created_at")))
    )
    letters = sent_letters(people, since).filter(came).order_by()
    return dict(letters.values_list("stream").annotate(n=Count("pk")))


def _named(people: QuerySet[Person]) -> Some[Named]:
    """Returns people by name. One query."""
    rows = people.annotate(n=Window(Count("pk"))).order_by("sort_key", "pk").values_list("name", "slug", "n")[:MOST]
    found = list(rows)
    named = [Named(name, localised(f"/ludzie/{slug}/")) for name, slug, _n in found]
    return Some(named, found[0][2] if found else 0)


def _silent_cities(space: Space, now: datetime) -> Some[SilentCity] | None:
    """Returns the cities of a place that have been silent, the longest first; None if it has none. Three queries.

    A city speaks with each post of its team, and with each seat that is taken.
    """
    if space.kind not in (SpaceKind.COMMUNITY, SpaceKind.NETWORK):
        return None
    is_all = space.kind == SpaceKind.COMMUNITY
    cities = City.objects.filter(**{"networks__isnull": False} if is_all else {"networks__space": space}).distinct()
    every = list(cities.order_by("sort_key", "pk"))
    posts = Post.objects.filter(city__in=cities, deleted_at=None).order_by()
    last = dict(posts.values_list("city").annotate(at=Max("created_at")))
    new_seats = Seat.objects.filter(city__in=cities, since__gt=(now - SILENT_AFTER).date())
    speaking = set(new_seats.values_list("city", flat=True))
    silent = [
        city
        for city in every
        if city.pk not in speaking and (city.pk not in last or last[city.pk] <= now - SILENT_AFTER)
    ]
    silent.sort(key=lambda city: last[city.pk].timestamp() if city.pk in last else 0.0)
    shown = [
        SilentCity(city.name, localised(city.url), moment(last[city.pk]) if city.pk in last else None)
        for city in silent[:MOST]
    ]
    return Some(shown, len(silent)) if every else None


def _waiting(viewer: Viewer, space: Space, until: datetime) -> Some[EntryRow]:
    """Returns the questions that nobody has answered since a moment, the oldest first. Two queries."""
    rows = entries_shown_to(viewer).filter(
        kind="question", replies=0, is_duplicate=False, is_listed=True, published_at__lt=until
    )
    if space.kind != SpaceKind.COMMUNITY:
        rows = rows.filter(space=space)
    shown = rows.order_by("published_at", "pk").values_list(*ENTRY_COLUMNS)[:MOST]
    found = [entry_row(columns) for columns in shown]
    return Some(found, rows.count() if len(found) == MOST else len(found))
