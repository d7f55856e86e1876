"""People, cities and spaces in the catalogue. Their apps stand below it, so they call through `base.subjects`."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import pgettext

from community.base.plain_text import plain_text
from community.base.subjects import subject_listeners
from community.catalogue.actions import Listing, Text, list_entry, replace_texts, withdraw_entry
from community.catalogue.sources import KindWords, Source, catalogue_sources, entry_kinds, ids_of
from community.people.models import Person
from community.spaces.models import Audience, City, Seat, Space

# Cities were there before us; what has no date of its own began with the programme (20 June 2017, Warsaw).
_BEGINNING = datetime(2017, 6, 20, tzinfo=UTC)
_SUMMARY = 400


def register() -> None:
    """Plugs the three kinds into the registries."""
    subject_listeners.register("person", relist_people)
    subject_listeners.register("city", relist_cities)
    subject_listeners.register("space", relist_spaces)
    catalogue_sources.register("people", Source(("person",), ids_of(Person), relist_people))
    catalogue_sources.register("cities", Source(("city",), ids_of(City), relist_cities))
    catalogue_sources.register("spaces", Source(("space",), ids_of(Space), relist_spaces))
    entry_kinds.register(
        "person", KindWords("user", lambda: pgettext("entry kind", "person"), lambda: pgettext("entry kind", "People"))
    )
    entry_kinds.register(
        "city", KindWords("map-pin", lambda: pgettext("entry kind", "city"), lambda: pgettext("entry kind", "Cities"))
    )
    entry_kinds.register(
        "space",
        KindWords(
            "users",
            lambda: pgettext("entry kind", "network or group"),
            lambda: pgettext("entry kind", "Networks and groups"),
        ),
    )


@transaction.atomic
def relist_people(ids: list[int]) -> None:
    """Lists the profiles of these people; of those who left, nothing is found any more.

    They are locked first, as cities and spaces are: a rebuild would put back what somebody is just changing otherwise.
    """
    people = list(Person.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    seats = Seat.objects.filter(person__in=ids, until=None).order_by("edition__first_year", "pk")
    city_of = {seat.person_id: seat.city for seat in seats.select_related("city")}
    for person in people:
        if person.is_active:
            _list_person(person, city_of.get(person.pk))
        else:
            withdraw_entry("person", person.pk)


@transaction.atomic
def relist_cities(ids: list[int]) -> None:
    """Lists these cities."""
    for city in City.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"):
        listing = Listing(
            title=city.name,
            url=city.url,
            audience=Audience.PUBLIC,
            published_at=_BEGINNING,
            last_activity_at=_BEGINNING,
            city_id=city.pk,
            summary=city.voivodeship,
            moves=False,
        )
        entry = list_entry("city", city.pk, listing)
        names = f"{city.name}, {city.genitive}, {city.locative}. {city.voivodeship}"
        replace_texts(entry, [Text(1, names, _BEGINNING)])


@transaction.atomic
def relist_spaces(ids: list[int]) -> None:
    """Lists the homes of these spaces."""
    for space in Space.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"):
        listing = Listing(
            title=space.name,
            url=space.url,
            audience=space.audience,
            published_at=space.created_at,
            last_activity_at=space.created_at,
            space_id=space.pk,
            summary=space.purpose[:_SUMMARY],
            moves=False,
        )
        entry = list_entry("space", space.pk, listing)
        told = " ".join(part for part in (space.purpose, space.question, plain_text(space.description_html)) if part)
        replace_texts(entry, [Text(1, told, space.created_at)])


def _list_person(person: Person, city: City | None) -> None:
    told = ". ".join(part for part in (person.position, person.expertise) if part)
    listing = Listing(
        title=person.name,
        url=person.url,
        audience=Audience.PUBLIC if person.is_profile_public else Audience.COMMUNITY,
        published_at=person.joined_at,
        last_activity_at=person.joined_at,
        city_id=city.pk if city else None,
        summary=told[:_SUMMARY],
        moves=False,
    )
    entry = list_entry("person", person.pk, listing)
    text = ". ".join(part.rstrip(".") for part in (told, person.bio, city.name if city else "") if part)
    replace_texts(entry, [Text(1, text, person.joined_at)])
