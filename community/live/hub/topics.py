"""Which topics the process wants to hear of. Without Redis there is nothing to subscribe to."""

from typing import Protocol


class Topics(Protocol):
    """What the hub tells a bus that has to be asked for each topic."""

    def follow(self, topic: str) -> None: ...
    def leave(self, topic: str) -> None: ...


class _NoTopics:
    def follow(self, topic: str) -> None:
        """Nothing to do: every hint of this process arrives."""

    def leave(self, topic: str) -> None:
        """Nothing to do."""


NO_TOPICS = _NoTopics()
