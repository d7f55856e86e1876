"""The WSGI entry as granian serves it behind nginx: every request is read to its end, even a refused one.

Granian closes a connection whose body nobody has read. nginx, still sending, then shows its own 502 instead of
our page that says why (too large, signed out, no such page). nginx lets at most 48 MB through, and has them all before
it passes them on, so reading is cheap.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from community.wsgi import application as pages

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, StartResponse, WSGIEnvironment

CHUNK = 256 * 1024


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answers as the pages do, after reading what they have left unread."""
    answer = pages(environ, start_response)
    if environ.get("CONTENT_LENGTH") not in (None, "", "0"):
        read_to_the_end(environ["wsgi.input"])
    return answer


def read_to_the_end(body: "InputStream") -> None:
    """Throws away the rest of a request's body."""
    while body.read(CHUNK):
        pass
