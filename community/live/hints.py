"""What the processes tell each other: short messages that make nobody wait and that may get lost.

A hint says that something happened; the database says what. Whatever is lost here is found again by the hub's
reading of heads, ten seconds later at most.
"""

import json
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Hint:
    """A message and its topic: the key of a stream, or PEOPLE."""

    topic: str
    body: Mapping[str, Any] = field(default_factory=dict)

    def encoded(self) -> str:
        """Returns the hint as one line of JSON."""
        return json.dumps({"topic": self.topic, **self.body}, separators=(",", ":"), ensure_ascii=False)

    def sent_now(self) -> "Hint":
        """Returns the hint with the moment at which it leaves, in ms since 1970: right after the commit."""
        return Hint(self.topic, {**self.body, "at": int(time.time() * 1000)})


def decoded(line: str | bytes) -> Hint | None:
    """Returns the hint that a line holds, None for a line of somebody else."""
    try:
        body = json.loads(line)
        return Hint(str(body.pop("topic")), body)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def happened(key: str, events: Iterable[tuple[int, str, int]], actor_id: int | None) -> Hint:
    """Says which events (number, kind, object id) a stream has got."""
    return Hint(key, {"do": "events", "events": [list(event) for event in events], "by": actor_id})


def signalled(key: str, body: Mapping[str, Any]) -> Hint:
    """Carries an unstored signal to those who follow a stream."""
    return Hint(key, {"do": "signal", **body})


def parts_changed(name: str, person_ids: Collection[int]) -> Hint:
    """Says that a part of these people's pages looks different now."""
    return Hint(PEOPLE, {"do": "parts", "name": name, "people": list(person_ids)})


def recheck(person_ids: Collection[int]) -> Hint:
    """Makes the sockets of these people prove again what they may."""
    return Hint(PEOPLE, {"do": "recheck", "people": list(person_ids)})


def recheck_stream(key: str) -> Hint:
    """Makes all who follow a stream, visitors too, prove again what they may."""
    return Hint(key, {"do": "recheck"})


def session_ended(session_key: str) -> Hint:
    """Closes the sockets of a session. The key itself, which signs somebody in, is not sent."""
    return Hint(PEOPLE, {"do": "end", "session": digest_of(session_key)})


def redraw() -> Hint:
    """Says that something changed that is no event of any stream: what was drawn before is not given out again."""
    return Hint(PEOPLE, {"do": "redraw"})


def digest_of(session_key: str) -> str:
    """Returns what stands for a session in hints."""
    return sha256(session_key.encode()).hexdigest()[:32]
