"""A small brake on doors that strangers may knock at."""

from django.core.cache import cache
from django.http import HttpRequest


def too_many(request: HttpRequest, door: str, *, most: int, seconds: int) -> bool:
    """Counts a knock of this address at a door and returns whether it was one too many in the last `seconds`."""
    key = f"door:{door}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, seconds)
    return int(cache.incr(key)) > most
