"""Hints within one process: from the threads that answer pages to the event loop that holds the sockets."""

import asyncio
from collections.abc import Callable, Sequence

from community.live.hints import Hint

Listener = Callable[[Hint], None]


class LocalBus:
    """The hubs of this process: none in a process that only answers pages, one where sockets are held."""

    def __init__(self) -> None:
        self._listeners: dict[Listener, asyncio.AbstractEventLoop] = {}

    def listen(self, listener: Listener) -> None:
        """Calls the listener with every hint from now on, on the event loop of the caller."""
        self._listeners[listener] = asyncio.get_running_loop()

    def forget(self, listener: Listener) -> None:
        """Stops calling it; a listener that never listened is no error."""
        self._listeners.pop(listener, None)

    def publish(self, hints: Sequence[Hint]) -> None:
        """Hands hints over, from whatever thread."""
        for listener, loop in list(self._listeners.items()):
            try:
                for hint in hints:
                    loop.call_soon_threadsafe(listener, hint)
            except RuntimeError:  # the loop was closed meanwhile
                self.forget(listener)


local = LocalBus()
