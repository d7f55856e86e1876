"""A seat, and the offer to hand it over."""

import pytest


@pytest.fixture()
def seat(anna):
    """Anna's seat in Racibórz."""
    from community.spaces.models import Seat

    return Seat.objects.select_related("city", "edition").get(person=anna, until=None)


@pytest.fixture()
def offered(seat, anna, olaf):
    """Anna's seat, offered to Olaf with everything."""
    from community.spaces.actions import offer_seat

    everything = ["follows", "questions", "drafts"]
    return offer_seat(by=anna, seat=seat, email=olaf.email, parts=everything, note="Powodzenia w nowej pracy.")
