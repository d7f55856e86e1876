"""A small brake on doors that strangers may knock at, and on what one person does again and again."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def too_many(request: HttpRequest, door: str, *, most: int, seconds: int) -> bool:
    """Counts a knock of this address at a door and returns whether it was one too many in the last `seconds`."""
    return _counts_over(f"door:{door}:{get_adapter().get_client_ip(request)}", most, seconds)


def too_many_of(person_id: int, door: str, *, most: int, seconds: int) -> bool:
    """Counts a call of a signed-in person and returns whether it was one too many in the last `seconds`."""
    return _counts_over(f"door:{door}:person:{person_id}", most, seconds)


def _counts_over(key: str, most: int, seconds: int) -> bool:
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it expired between the two
        return False
