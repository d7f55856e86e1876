"""The next letters of somebody, as the list of what they follow shows them."""

from collections.abc import Callable, Sequence
from typing import Any

from community.following import digests
from community.people.models import Person


def next_letters(person: Person) -> Sequence[Any]:
    """Returns the digests that come next: each with `is_daily`, `due` (a moment), `subject`, `lines` and `more`.

    Lines have `title`, `url`, `what` and `where`. None while digests have no preview.
    """
    preview_of: Callable[[Person], Sequence[Any]] | None = getattr(digests, "preview_of", None)
    return preview_of(person) if preview_of else []
