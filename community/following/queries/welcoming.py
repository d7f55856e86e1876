"""What the page for newcomers offers: their places, and the topics of these, the most used first."""

from collections import Counter
from dataclasses import dataclass

from community.catalogue.queries.tags import TagGroup, tag_index
from community.following.models import FOLLOWED, Follow, Level, Target
from community.following.queries.levels import levels_of_tags
from community.people.models import Person
from community.spaces.models import Space, SpaceKind
from community.spaces.rules import standing_of
from community.tags.models import Tag

MOST_TOPICS = 24


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic to tick; `entries` says how much of it the person may see."""

    id: int
    name: str
    entries: int
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Choosing:
    """What there is to choose: places (number, name) with how closely each is followed, topics, and how often the
    person hears of topics now. `slug` is that of the one place it is about, empty for all of theirs.
    """

    places: list[tuple[int, str]]
    levels: dict[int, str]
    topics: list[Topic]
    rhythm: str
    slug: str


def choosing_for(person: Person, *, slug: str = "") -> Choosing:
    """Returns what a person chooses about, in one of their places (its slug) or in all: seven queries.

    Topics are those of the places and of everybody, of all networks where the places have none; the MOST_TOPICS most
    used, and those followed already.
    """
    places = _places(person, slug)
    followed = {pk: level for pk, level in levels_of_tags(person.pk).items() if level in FOLLOWED}
    wishes = Follow.objects.filter(person=person, target=Target.SPACE, target_id__in=[place.pk for place in places])
    rhythms = Counter(level for level in followed.values() if level in (Level.DAILY, Level.WEEKLY))
    return Choosing(
        places=[(place.pk, place.name) for place in places],
        levels=dict(wishes.values_list("target_id", "level")),
        topics=_topics(tag_index(person), {place.slug for place in places}, set(followed)),
        rhythm=rhythms.most_common(1)[0][0] if rhythms else Level.WEEKLY.value,
        slug=slug if [place.slug for place in places] == [slug] else "",
    )


def _places(person: Person, slug: str) -> list[Space]:
    """Returns a person's networks and groups, networks first; the one of this slug alone, if it is one of them."""
    rows = Space.objects.filter(pk__in=list(standing_of(person).roles)).exclude(kind=SpaceKind.COMMUNITY)
    places = sorted(rows, key=lambda place: (place.kind != SpaceKind.NETWORK, place.pk))
    return [place for place in places if place.slug == slug] or places


def _topics(groups: list[TagGroup], slugs: set[str], followed: set[int]) -> list[Topic]:
    near = [group for group in groups if group.slug in slugs and group.tags]
    shown = [group for group in groups if group in near or group.is_for_all] if near else groups
    rows = {tag.slug: tag for group in shown for tag in group.tags}
    ids = dict(Tag.objects.filter(slug__in=rows).values_list("slug", "pk"))
    topics = [Topic(ids[slug], row.name, row.entries, ids[slug] in followed) for slug, row in rows.items()]
    topics.sort(key=lambda topic: -topic.entries)  # by name among those of equal use
    return topics[:MOST_TOPICS] + [topic for topic in topics[MOST_TOPICS:] if topic.is_followed]
