"""Doors for templates."""

from dataclasses import dataclass

from django.utils.translation import get_language

from community.base.doors import template_functions
from community.catalogue.queries.facets import Address
from community.following.models import SavedSearch, Target
from community.following.offers import Offer, offer_of
from community.following.queries import level_of
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import Viewer, standing_of
from community.tags.models import Tag


@dataclass(frozen=True, slots=True)
class SavedHere:
    """A search that a viewer has saved: its number, its name, and how closely they follow it."""

    id: int
    name: str
    level: str


def space_level(viewer: Viewer, space: Space) -> str:
    """Returns how closely a viewer follows a space, muted, or an empty string. One query, none for visitors."""
    return level_of(standing_of(viewer).person_id, target=Target.SPACE, target_id=space.pk)


def tag_level(viewer: Viewer, tag: Tag) -> str:
    """Returns how closely a viewer follows a tag, muted, or an empty string. One query, none for visitors."""
    return level_of(standing_of(viewer).person_id, target=Target.TAG, target_id=tag.pk)


def person_level(viewer: Viewer, person: Person) -> str:
    """Returns how closely a viewer follows somebody, muted, ignored, or an empty string. One query."""
    return level_of(standing_of(viewer).person_id, target=Target.PERSON, target_id=person.pk)


def follow_offer(target: str, level: str) -> Offer:
    """Returns what the follow button of a target shows and offers, in the language of the page."""
    return offer_of(target, level, get_language() or "")


def saved_search(viewer: Viewer, address: Address) -> SavedHere | None:
    """Returns the search of a results page, when the viewer has saved it. Two queries, none for visitors."""
    person_id = standing_of(viewer).person_id
    if person_id is None:
        return None
    found = SavedSearch.objects.filter(person_id=person_id, query=address.as_saved()).first()
    if found is None:
        return None
    return SavedHere(found.pk, found.name, level_of(person_id, target=Target.SEARCH, target_id=found.pk))


template_functions.register("follow_offer", follow_offer)
template_functions.register("person_level", person_level)
template_functions.register("saved_search", saved_search)
template_functions.register("space_level", space_level)
template_functions.register("tag_level", tag_level)
