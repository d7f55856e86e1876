"""Where a viewer stands: signed in or not, with which role in which space, and whom they do not want to meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from community.base.prepared import Given, GivenList, Prepared
from community.base.registry import Registry
from community.people.models import Person
from community.spaces.models import Membership, Role, SpaceKind

Numbers = list[int] | GivenList
Row = TypeVar("Row")


@dataclass(frozen=True)
class Standing:
    """Where a viewer stands: signed in or not, the role in each space, and whether they lead the whole community.

    `ignored` are the people whose texts the viewer does not want to meet; see `without_ignored`.
    """

    person_id: int | None = None
    roles: Mapping[int, str] = field(default_factory=dict)
    leads_all: bool = False
    ignored: frozenset[int] = frozenset()

    def role_in(self, space_id: int) -> str | None:
        """Returns the role in a space, None for an outsider."""
        return self.roles.get(space_id)

    def leads(self, space_id: int) -> bool:
        """Returns whether the viewer facilitates this space, by its own role or for the whole community."""
        return self.leads_all or self.roles.get(space_id) == Role.FACILITATOR

    def ignores(self, author_id: int | None, *, space_id: int) -> bool:
        """Returns whether what this person wrote in a space is folded away; who facilitates there sees everything."""
        return author_id in self.ignored and not self.leads(space_id)

    @property
    def spaces(self) -> Numbers:
        """Returns the spaces in which the viewer has a role."""
        return list(self.roles)

    @property
    def led(self) -> Numbers:
        """Returns the spaces which the viewer facilitates by their own role."""
        return [space_id for space_id in self.roles if self.leads(space_id)]

    @property
    def unheard(self) -> Numbers:
        """Returns the people who are ignored somewhere; none for who facilitates everything."""
        return [] if self.leads_all else sorted(self.ignored)

    @property
    def general(self) -> "GeneralStanding":
        """Returns who stands for all viewers whose queries differ from this one's in numbers only: `numbers`."""
        return _general(
            self.person_id is not None, self.leads_all, bool(self.spaces), bool(self.led), bool(self.unheard)
        )

    @property
    def numbers(self) -> dict[str, Any]:
        """Returns the numbers that take the places of those which `general` leaves open."""
        return {"me": self.person_id, "spaces": self.spaces, "led": self.led, "unheard": self.unheard}


class GeneralStanding(Standing):
    """A standing whose numbers are given when the query runs. Rules that write filters take it as any viewer.

    What rules ask of one space in Python (`leads`, `role_in`) it answers as an outsider would: less is shown, not more.
    """

    spaces: Numbers = []
    led: Numbers = []
    unheard: Numbers = []

    __hash__ = object.__hash__
    __eq__ = object.__eq__


@cache
def _general(
    signed_in: bool, leads_all: bool, has_spaces: bool, leads_some: bool, ignores_some: bool
) -> GeneralStanding:
    me: Any = Given("me") if signed_in else None
    standing = GeneralStanding(me, leads_all=leads_all)
    has = {"spaces": has_spaces, "led": leads_some, "unheard": ignores_some}
    standing.__dict__.update({name: GivenList(name) for name, is_there in has.items() if is_there})
    return standing


Viewer = Person | AnonymousUser  # while a prepared query is composed: a GeneralStanding
NOBODY = Standing()
IGNORED = "ignored"
# From a person's id to the rows (id, IGNORED, anything) of the people they ignore: asked along with the roles.
ignored_people: Registry[Callable[[int], "QuerySet[Any, tuple[Any, ...]]"]] = Registry("list of ignored people")


def standing_of(viewer: Viewer) -> Standing:
    """Returns a viewer's standing; one query the first time, then kept on the person for the request."""
    if isinstance(viewer, Standing):
        return viewer
    if not isinstance(viewer, Person) or not viewer.is_active:
        return NOBODY
    known: Standing | None = getattr(viewer, "_standing", None)
    if known is None:
        rows = _BELONGING(person_id=viewer.pk)
        leads_all = any(kind == SpaceKind.COMMUNITY and role == Role.FACILITATOR for _, role, kind in rows)
        roles = {space_id: role for space_id, role, _ in rows if role != IGNORED}
        ignored = frozenset(person_id for person_id, role, _ in rows if role == IGNORED)
        known = Standing(viewer.pk, roles, leads_all, ignored)
        viewer._standing = known  # type: ignore[attr-defined]
    return known


def _belonging(person_id: int) -> "QuerySet[Any, tuple[int, str, str]]":
    asked: Any = Membership.objects.filter(person=person_id).values_list("space_id", "role", "space__kind")
    for _name, rows_of in ignored_people.items():
        asked = asked.union(rows_of(person_id), all=True)
    rows: QuerySet[Any, tuple[int, str, str]] = asked
    return rows


_BELONGING = Prepared(_belonging)


def forget_standing(person: Person) -> None:
    """Makes the next question ask the database again; actions call it when they change a membership."""
    person.__dict__.pop("_standing", None)


def rows_for(viewer: Viewer, query: Prepared[Row], *shape: Any, **values: Any) -> list[Row]:
    """Returns the rows of a query that is composed for a viewer (first of its shape), with this viewer's numbers.

    One query, besides the one that `standing_of` may need.
    """
    standing = standing_of(viewer)
    return query.rows((standing.general, *shape), values, standing.numbers)
