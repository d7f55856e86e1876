"""The hub of this process: made when the server starts, drained when it is told to stop."""

import asyncio
import logging
import random
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings

from community.live.bus import local
from community.live.bus.redis import RedisListener
from community.live.hub import Hub
from community.live.hub.rounds import Rounds
from community.live.store import Database

logger = logging.getLogger(__name__)

RESTART = 1012
SLICE = 0.05


class LiveProcess:
    """A hub with its clocks and its ears, on the running event loop."""

    def __init__(self) -> None:
        self.hub = Hub(Database())
        self.rounds = Rounds(self.hub)
        self.is_draining = False
        self._tasks: list[asyncio.Task[Any]] = []

    def start(self) -> None:
        """Begins to hear hints and to tick."""
        local.listen(self.hub.receive)
        self._tasks.append(asyncio.create_task(self.rounds.run()))
        if settings.LIVE_REDIS_URL:
            listener = RedisListener(settings.LIVE_REDIS_URL, self.hub.receive, self.rounds.heads_soon)
            self.hub.topics = listener
            self._tasks.append(asyncio.create_task(listener.run()))

    async def drain(self, spread: float) -> None:
        """Sends the browsers away, in random order over `spread` seconds, so that they do not all come back at once."""
        self.is_draining = True
        sockets = list(self.hub.sockets)
        for socket in sockets:
            socket.push_frame(t="drain", spread=spread)
        random.shuffle(sockets)
        slices = max(1, int(spread / SLICE))
        for start in range(slices if sockets else 0):
            await asyncio.sleep(SLICE)
            for socket in sockets[start::slices]:
                socket.close(RESTART, "restart")
        await asyncio.sleep(SLICE if sockets else 0)

    def stop(self) -> None:
        """Ends it."""
        local.forget(self.hub.receive)
        for task in self._tasks:
            task.cancel()
        self.hub.stop()


_running: LiveProcess | None = None


def running() -> LiveProcess | None:
    """Returns the live process, None where no sockets are held."""
    return _running


def is_draining() -> bool:
    """Returns whether this process is sending its browsers away."""
    return _running is not None and _running.is_draining


def current_hub() -> Hub:
    """Returns the hub that sockets enter; raises RuntimeError where the server has not said that it starts."""
    if _running is None:
        raise RuntimeError("No hub: the server did not send lifespan.startup.")
    return _running.hub


def start() -> None:
    """Makes the hub of this process; call it on its event loop."""
    global _running
    _running = LiveProcess()
    _running.start()
    _drain_on_sigterm(_running)


def stop() -> None:
    """Ends the hub of this process."""
    global _running
    if _running:
        _running.stop()
        _running = None


def _drain_on_sigterm(process: LiveProcess) -> None:
    """Lets the browsers go before the server's own handler closes what is left."""
    loop, servers_own = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
    if not callable(servers_own):
        return
    stop_server: Callable[[int, FrameType | None], Any] = servers_own

    def told(number: int, frame: FrameType | None) -> None:
        if process.is_draining:
            stop_server(number, frame)
            return
        process.is_draining = True
        work = asyncio.run_coroutine_threadsafe(process.drain(settings.LIVE_DRAIN_SECONDS), loop)
        work.add_done_callback(lambda _work: stop_server(number, frame))

    try:
        signal.signal(signal.SIGTERM, told)
    except ValueError:  # not the main thread: a test's server
        logger.debug("Sockets will not be drained.")
