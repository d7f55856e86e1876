"""The few frames a browser may send: follow, leave, typing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from community.live.limits import STREAMS_A_SOCKET

DOES = ("follow", "leave", "typing")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
_LONGEST_KEY = 80
_HIGHEST = 2**63


class BadFrame(ValueError):
    """A frame that is not JSON, or not one of ours."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser wants: `streams` with the number that it has of each (0 where that means nothing)."""

    do: str
    streams: Mapping[str, int]
    language: str


def read_request(text: str | None) -> Request:
    """Returns what a text frame asks for; raises BadFrame, also for a binary frame (None)."""
    try:
        frame = json.loads(text or "")
    except (ValueError, RecursionError):
        raise BadFrame from None
    if not isinstance(frame, dict) or frame.get("do") not in DOES:
        raise BadFrame
    language = frame.get("language", settings.LANGUAGE_CODE)
    if language not in LANGUAGES:
        raise BadFrame
    return Request(frame["do"], _streams(frame), language)


def _streams(frame: Mapping[str, Any]) -> dict[str, int]:
    """Returns the streams of a frame: `stream` and `since`, or `streams` as an object or a list."""
    named = frame["streams"] if "streams" in frame else [[frame.get("stream"), frame.get("since", 0)]]
    if isinstance(named, dict):
        named = list(named.items())
    elif _are_words(named):
        named = [(word, 0) for word in named]
    elif "streams" in frame:
        raise BadFrame
    if not 0 < len(named) <= STREAMS_A_SOCKET or not _are_pairs(named):
        raise BadFrame
    return dict(named)


def _are_pairs(named: Sequence[Any]) -> bool:
    return all(_is_key(key) and _is_number(since) for key, since in named)


def _are_words(named: Any) -> bool:
    return isinstance(named, list) and all(isinstance(word, str) for word in named)


def _is_key(key: Any) -> bool:
    return isinstance(key, str) and 0 < len(key) <= _LONGEST_KEY and key.isprintable()


def _is_number(since: Any) -> bool:
    return isinstance(since, int) and not isinstance(since, bool) and -_HIGHEST < since < _HIGHEST
