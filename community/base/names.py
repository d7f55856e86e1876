"""Words for addresses, made from names."""

from collections.abc import Callable

from django.utils.text import slugify

_NOT_DECOMPOSED = str.maketrans("łŁ", "lL")
_LONGEST = 50


def words_for_address(name: str) -> str:
    """Returns a name as lower-case ASCII words joined by hyphens; “-” never stands at an end; may be empty."""
    return slugify(name.translate(_NOT_DECOMPOSED))[:_LONGEST].strip("-")


def free_slug(name: str, is_taken: Callable[[str], bool]) -> str:
    """Returns a slug for a name that is not taken yet: with -2, -3 … when needed."""
    slug = words_for_address(name) or "osoba"
    candidate, number = slug, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
