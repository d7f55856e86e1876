"""Doors for templates."""

from community.base.doors import template_functions
from community.following.models import Target
from community.following.queries import level_of
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import Viewer, standing_of


def space_level(viewer: Viewer, space: Space) -> str:
    """Returns how closely a viewer follows a space: watch, muted or an empty string."""
    person_id = standing_of(viewer).person_id
    return level_of(person_id, target=Target.SPACE, target_id=space.pk) if person_id else ""


def person_level(viewer: Viewer, person: Person) -> str:
    """Returns whether a viewer muted or ignores somebody: muted, ignored or an empty string. One query."""
    return level_of(standing_of(viewer).person_id, target=Target.PERSON, target_id=person.pk)


template_functions.register("person_level", person_level)
template_functions.register("space_level", space_level)
