"""A small load generator: some kept-open connections, each asking for one page again and again."""

import re
import socket
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Figures:
    """What one measurement saw. Times are in seconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Returns the time within which that share of the answers came."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class BadAnswer(RuntimeError):
    """The server answered with something other than 200."""


def measure(port: int, path: str, cookie: str = "", seconds: float = 4.0, connections: int = 8) -> Figures:
    """Asks for a page over that many connections; raises BadAnswer when any answer is not 200."""
    figures, problems = Figures(), list[Exception]()
    begin = time.perf_counter()
    deadline = begin + seconds
    arguments = (port, request(path, cookie), deadline, figures.times, problems)
    threads = [threading.Thread(target=_ask_again_and_again, args=arguments) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures.seconds = time.perf_counter() - begin
    if problems:
        raise BadAnswer(f"{path}: {problems[0]}")
    return figures


def request(path: str, cookie: str) -> bytes:
    """Returns the bytes of a GET as a browser behind a TLS proxy would send it."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "X-Forwarded-Proto: https"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    return "\r\n".join([*lines, "", ""]).encode()


def _ask_again_and_again(
    port: int, question: bytes, deadline: float, times: list[float], problems: list[Exception]
) -> None:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while (begin := time.perf_counter()) < deadline:
                connection.sendall(question)
                read_answer(connection)
                times.append(time.perf_counter() - begin)
    except (OSError, BadAnswer) as problem:
        problems.append(problem)


def read_answer(connection: socket.socket, status: int = 200) -> int:
    """Reads one answer to its end and returns how many bytes came; raises BadAnswer when it has another status."""
    data = connection.recv(65536)
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 %d" % status):
        raise BadAnswer(head.split(b"\r\n", 1)[0].decode("latin-1"))
    length = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
    if length is None and b"chunked" not in head:
        raise BadAnswer("an answer without an end")
    received, tail = len(body), body[-5:]
    while received < int(length[1]) if length else tail != b"0\r\n\r\n":
        part = _more(connection)
        received, tail = received + len(part), (tail + part)[-5:]
    return received


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise BadAnswer("the connection was closed within an answer")
    return data
