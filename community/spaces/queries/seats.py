"""Which city a person works for now."""

from django.db.models import OuterRef, Subquery

from community.people.models import Person
from community.spaces.models import City, Seat


def city_of(person: Person) -> City | None:
    """Returns the city for which a person works: that of the newest open seat. One query."""
    seats = Seat.objects.filter(person=person, until=None).select_related("city")
    seat = seats.order_by("-edition__first_year", "-pk").first()
    return seat.city if seat else None


def seat_city(person_column: str, field: str = "city__name") -> Subquery:
    """Returns an expression: the city (or another field of the seat) of a row's person; the newest open seat counts."""
    seats = Seat.objects.filter(person=OuterRef(person_column), until=None).order_by("-edition__first_year", "-pk")
    return Subquery(seats.values(field)[:1])
