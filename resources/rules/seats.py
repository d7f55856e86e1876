"""Who speaks for a city, and who records what became of a recommendation."""

from django.db.models import QuerySet

from community.spaces.models import City
from community.spaces.rules import Viewer, standing_of
from resources.models import RecommendationPage
from resources.rules.reading import is_editor


def find_own_cities(viewer: Viewer) -> QuerySet[City]:
    """Returns the cities for which a viewer speaks: in whose team they have a seat now, by name."""
    person_id = standing_of(viewer).person_id
    return City.objects.filter(seats__person=person_id, seats__until=None).distinct().order_by("sort_key")


def may_record_steps(viewer: Viewer, page: RecommendationPage) -> bool:
    """Returns whether a viewer adds to a recommendation's history: its network's facilitators and the editors."""
    return standing_of(viewer).leads(page.space_id or 0) or is_editor(viewer)
