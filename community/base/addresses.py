"""Addresses of named doors, remembered: pages ask for dozens, and Django works each out anew."""

from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """Returns the address of a named door in the language of the page."""
    return _address(get_language(), name, args, tuple(kwargs.items()))


@lru_cache(10_000)
def _address(language: str | None, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, args=args, kwargs=dict(kwargs))
