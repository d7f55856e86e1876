"""What kinds of things the catalogue lists, and how each can be listed again from nothing. Filled from `plugs.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from community.base.registry import Registry


@dataclass(frozen=True)
class Source:
    """Where entries of some kinds come from.

    `label` gives the words for a kind in the current language, singular and plural; `batch(after, size)` returns the
    next subject ids in ascending order; `relist(ids)` lists them as their apps do. A subject that is not to be found
    is withdrawn.
    """

    kinds: tuple[str, ...]
    batch: Callable[[int, int], list[int]]
    relist: Callable[[list[int]], None]


@dataclass(frozen=True)
class KindWords:
    """How a kind of entry is called, and its icon."""

    icon: str
    one: Callable[[], str]
    many: Callable[[], str]


catalogue_sources: Registry[Source] = Registry("catalogue source")
entry_kinds: Registry[KindWords] = Registry("kind of entry")
