"""A wire that can be cut: a TCP proxy in front of the site, in a thread of its own, which also counts the sockets."""

import asyncio
import contextlib
import threading
from collections.abc import Callable

from community.programs import free_port

SOCKET = b"GET /live/ws"


class Cut:
    """Passes everything on to the site's port until it is told not to."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self.is_cut = self.refuses_sockets = False
        self.sockets = self.sockets_ever = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", self.port))

    def url(self, path: str) -> str:
        """Returns the whole address of a path, through this wire."""
        return f"http://127.0.0.1:{self.port}{path}"

    def cut(self) -> None:
        """Ends all connections and lets none through."""
        self.is_cut = True
        self._loop.call_soon_threadsafe(self._drop)

    def mend(self) -> None:
        """Lets connections through again."""
        self.is_cut = False

    def close(self) -> None:
        """Ends the proxy."""
        self.is_cut = True
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _end(self) -> None:
        self._server.close()
        while self._open:
            self._drop()
            await asyncio.sleep(0.02)

    def _drop(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends, is_socket = {writer}, False
        self._open |= ends
        try:
            first = b"" if self.is_cut else await reader.read(65536)
            is_socket = first.startswith(SOCKET)
            if first and not self.is_cut and not (is_socket and self.refuses_sockets):
                there, back = await asyncio.open_connection("127.0.0.1", self.target)
                ends.add(back)
                self._open |= ends
                self._count(is_socket, 1)
                back.write(first)
                await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
                self._count(is_socket, -1)
        except OSError:  # the site is not there just now
            pass
        finally:
            for end in ends:
                end.transport.abort()
            self._open -= ends

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        sink.close()

    def _count(self, is_socket: bool, step: int) -> None:
        if is_socket:
            self.sockets += step
            self.sockets_ever += step > 0


def until(is_so: Callable[[], bool], page, seconds: float = 10.0) -> None:
    """Waits until something outside of the page is so; the page's events go on meanwhile."""
    for _ in range(int(seconds * 20)):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"it was not so within {seconds} s")
