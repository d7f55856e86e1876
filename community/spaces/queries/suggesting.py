"""Who may be meant while somebody types a mention."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from community.base.names import words_for_address
from community.people.models import Person
from community.spaces.models import Audience, Membership, Role, Space, SpaceKind
from community.spaces.queries.seats import seat_city
from community.spaces.rules import Viewer, standing_of

MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Suggested:
    """A person who may be mentioned: what to write, and what to show."""

    slug: str
    name: str
    city: str


def people_suggestions(viewer: Viewer, space: Space, typed: str) -> list[Suggested]:
    """Returns at most eight people who may see what is written in a space and whose name has a word that begins so.

    Members of the space first, then in Polish order. Letters without marks count as with them. The viewer is not among
    them. One query.
    """
    beginning = words_for_address(typed)
    if not beginning:
        return []
    named = Q(slug__startswith=beginning) | Q(slug__contains=f"-{beginning}")
    people = Person.objects.filter(named, is_active=True).exclude(pk=standing_of(viewer).person_id or 0)
    inside = Membership.objects.filter(person=OuterRef("pk"), space=space)
    people = people.annotate(is_inside=Exists(inside), city_name=seat_city("pk"))
    if space.audience == Audience.MEMBERS:
        leaders = Membership.objects.filter(space__kind=SpaceKind.COMMUNITY, role=Role.FACILITATOR)
        people = people.filter(Q(is_inside=True) | Q(pk__in=leaders.values("person_id")))
    rows = people.order_by("-is_inside", "sort_key", "pk").values_list("slug", "name", "city_name")[:MOST_SUGGESTED]
    return [Suggested(slug, name, city or "") for slug, name, city in rows]
