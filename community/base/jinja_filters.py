"""Filters of the ground for templates: links in plain text, moments of raw rows, cities with room for their names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from markupsafe import Markup, escape

from community.base.doors import template_filters
from community.base.geo import OUTLINE
from community.base.labels import Label, place
from community.base.moments import Moment, day, moment

# Runs on escaped text: an ampersand counts as part of an address only where it was one before escaping.
_ADDRESS = re.compile(r"https?://(?:&amp;|[^\s<>&])+")
_AFTER_ADDRESS = ".,;:!?)]”"


class Place(Protocol):
    """What the map needs to know of a city; x and y as `base.geo.project` gives them."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def accent(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A city on the map, with the place of its name."""

    name: str
    url: str
    accent: str
    x: float
    y: float
    label: Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """What `components/map.html` draws: the country's outline, and the cities in it."""

    outline: str
    cities: list[Spot]


def linked(text: str) -> Markup:
    """Returns a plain text as HTML in which http and https addresses are links; everything else is escaped."""
    return Markup(_ADDRESS.sub(_link, str(escape(text))))


def as_moment(at: datetime) -> Moment:
    """Returns a row's moment as pages show it; for single rows, as lists get theirs from queries."""
    return moment(at)


def as_day(on: date) -> Markup:
    """Returns a day as pages show it."""
    return Markup(f'<time datetime="{on.isoformat()}">{day(on)}</time>')


def in_words(on: date) -> str:
    """Returns a day as `as_day` does, as text: for attributes, drawings and sentences."""
    return day(on)


def on_map(places: Sequence[Place]) -> Drawing:
    """Returns the drawing of these cities, with room found for each name."""
    labels = place([(row.x, row.y, row.name) for row in places])
    spots = [Spot(p.name, p.url, p.accent, p.x, p.y, label) for p, label in zip(places, labels, strict=True)]
    return Drawing(OUTLINE, spots)


def _link(found: re.Match[str]) -> str:
    address = found[0].rstrip(_AFTER_ADDRESS)
    rest = found[0][len(address) :]
    return f'<a href="{address}" rel="nofollow noopener">{address}</a>{rest}'


template_filters.register("linked", linked)
template_filters.register("as_day", as_day)
template_filters.register("in_words", in_words)
template_filters.register("as_moment", as_moment)
template_filters.register("on_map", on_map)
