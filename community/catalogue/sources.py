"""What kinds of things the catalogue lists, and how each can be listed again from nothing. Filled from `plugs.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from community.base.registry import Registry


@dataclass(frozen=True)
class Source:
    """Where entries of some kinds come from.

    `batch(after, size)` returns the next subject ids in ascending order; `relist(ids)` lists them as their apps do. A
    rebuild withdraws the entries whose subjects no batch holds.
    """

    kinds: tuple[str, ...]
    batch: Callable[[int, int], list[int]]
    relist: Callable[[list[int]], None]


@dataclass(frozen=True)
class KindWords:
    """How a kind of entry is called in the current language, singular and plural, and its icon.

    `in_library`: it is published to be kept, as articles are; lists of what is talked about leave it to the library.
    """

    icon: str
    one: Callable[[], str]
    many: Callable[[], str]
    in_library: bool = False


def ids_of(model: type[Model]) -> Callable[[int, int], list[int]]:
    """Returns the `batch` of a source whose subjects are all rows of a table. One query a batch."""

    def batch(after: int, size: int) -> list[int]:
        rows = model._default_manager.filter(pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:size])

    return batch


catalogue_sources: Registry[Source] = Registry("catalogue source")
entry_kinds: Registry[KindWords] = Registry("kind of entry")


def library_kinds() -> tuple[str, ...]:
    """Returns the kinds of which the library consists."""
    return tuple(kind for kind, words in entry_kinds.items() if words.in_library)
