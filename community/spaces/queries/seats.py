"""Which city a person works for now."""

from django.db.models import OuterRef, Subquery

from community.spaces.models import Seat


def seat_city(person_column: str, field: str = "city__name") -> Subquery:
    """Returns an expression: the city (or another field of the seat) of a row's person; the newest open seat counts."""
    seats = Seat.objects.filter(person=OuterRef(person_column), until=None).order_by("-edition__first_year", "-pk")
    return Subquery(seats.values(field)[:1])
