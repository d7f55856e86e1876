"""What the apps above tell the live layer: their kinds of stream, and what each person's own parts look like."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community.base.registry import Registry


@dataclass(frozen=True, slots=True)
class View:
    """All that a fragment may depend on: no viewer, so that one rendering serves everybody who looks this way."""

    language: str
    is_member: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a stream: its number, what happened to which object, by whom, when."""

    seq: int
    kind: str
    object_id: int
    actor_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What a happening changes on a page: inner HTML by the name of the part ("" for gone), and small facts.

    Facts hold no text of a post. `names_actor` lets members know whose doing it was.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    names_actor: bool = False


@dataclass(frozen=True, slots=True)
class Readers:
    """Who may follow a stream: visitors or not, and those of the people asked about (ids)."""

    visitors: bool = False
    people: frozenset[int] = frozenset()


NOBODY = Readers()


@dataclass(frozen=True, slots=True)
class StreamKind:
    """One kind of stream, by the word before the first “:” of its key; the rest of the key is its `ident`.

    `readers(ident, person ids)` asks the database who of these may follow, in a fixed number of queries; nobody for an
    ident that does not exist. `show(ident, happenings, view)` renders current rows, one Shown per happening in their
    order, in a fixed number of queries; of several happenings about one part only the last needs to carry it.
    `signals` are the unstored signals that people who follow it may send, such as "typing".
    """

    readers: Callable[[str, Collection[int]], Readers]
    show: Callable[[str, Sequence[Happening], View], list[Shown]]
    signals: frozenset[str] = frozenset()


PartsOfPeople = Callable[[Collection[int], str], dict[int, dict[str, str]]]

stream_kinds: Registry[StreamKind] = Registry("stream kind")
person_parts: Registry[PartsOfPeople] = Registry("part of a person")
