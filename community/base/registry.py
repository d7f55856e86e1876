"""One small typed registry: apps fill it from `plugs.py` at start, everybody reads it by key."""

from collections.abc import ItemsView, Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class AlreadyRegistered(Exception):
    """Two apps claimed the same key; the message names the registry and the key."""


class UnknownKey(KeyError):
    """Nobody registered this key; the message names the registry and the known keys."""


class Registry(Generic[Thing]):
    """Things by key, in the order of registration. Duplicate keys are errors, unknown keys name the known ones."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._things: dict[str, Thing] = {}

    def register(self, key: str, thing: Thing) -> Thing:
        """Adds a thing and returns it; raises AlreadyRegistered when the key is taken."""
        if key in self._things:
            raise AlreadyRegistered(f"A {self.noun} “{key}” is registered already.")
        self._things[key] = thing
        return thing

    def __getitem__(self, key: str) -> Thing:
        try:
            return self._things[key]
        except KeyError:
            raise UnknownKey(f"No {self.noun} “{key}”; known are: {', '.join(self._things)}.") from None

    def __contains__(self, key: object) -> bool:
        return key in self._things

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def items(self) -> ItemsView[str, Thing]:
        """Returns key and thing, in the order of registration."""
        return self._things.items()
