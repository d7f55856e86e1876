"""Who has a stream open, in this process and in the others: counted, never stored."""

import time
from collections import defaultdict
from collections.abc import Collection

from community.live.limits import PRESENCE_LASTS


class Presence:
    """People by stream. What other processes say of theirs is believed for a while and then forgotten."""

    def __init__(self) -> None:
        self._elsewhere: dict[str, dict[str, tuple[float, frozenset[int]]]] = defaultdict(dict)
        self._said: dict[str, int] = {}

    def heard(self, key: str, hub: str, person_ids: Collection[int]) -> None:
        """Takes note of the people that another process has on a stream."""
        self._elsewhere[key][hub] = (time.monotonic(), frozenset(person_ids))

    def count(self, key: str, here: Collection[int]) -> int:
        """Returns how many different people have the stream open."""
        oldest = time.monotonic() - PRESENCE_LASTS
        known = self._elsewhere.get(key, {})
        for hub in [hub for hub, (at, _people) in known.items() if at < oldest]:
            del known[hub]
        return len(set(here).union(*(people for _at, people in known.values())))

    def is_news(self, key: str, count: int) -> bool:
        """Returns whether the count differs from the one said last, and remembers it as said."""
        if self._said.get(key) == count:
            return False
        self._said[key] = count
        return True

    def forget(self, key: str) -> None:
        """Forgets a stream that nobody here follows any more."""
        self._elsewhere.pop(key, None)
        self._said.pop(key, None)
