"""Sitting down in a city's team."""

from django.db import transaction
from django.utils import timezone

from community.base.subjects import changed
from community.people.models import Person
from community.spaces.models import City, Edition, Seat


@transaction.atomic
def take_seat(*, person: Person, city: City, edition: Edition) -> Seat:
    """Gives a person the seat of a city in an edition, from today on, and returns it.

    A person has one seat in an edition: an open one in another city ends today, one in this city stays as it is.
    """
    open_seats = Seat.objects.select_for_update(of=("self",)).filter(person=person, edition=edition, until=None)
    seat = open_seats.first()
    if seat and seat.city_id != city.pk:
        seat.until = timezone.localdate()
        seat.save(update_fields=["until"])
    taken, _created = Seat.objects.get_or_create(person=person, edition=edition, until=None, defaults={"city": city})
    changed("person", [person.pk])
    return taken
