"""Frames: the lines of JSON that reach a browser. Encoded once, sent to everybody who looks the same way."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation

from community.live.kinds import Happening, Shown, View, stream_kinds


def encode(frame: Mapping[str, Any]) -> str:
    """Returns a frame as one line of JSON."""
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False)


def event(key: str, happening: Happening, shown: Shown, view: View, *, at_ms: int | None = None) -> dict[str, Any]:
    """Returns the frame of an event; `at` is the moment of its commit in ms since 1970, else that of its writing.

    Who did it (`by`) is told to members only, and only where the kind says that it is no secret.
    """
    frame: dict[str, Any] = {
        "t": "event", "s": key, "n": happening.seq, "k": happening.kind, "id": happening.object_id,
        "at": at_ms or milliseconds(happening.at),
    }  # fmt: skip
    if view.is_member and shown.names_actor:
        frame["by"] = happening.actor_id
    if shown.parts:
        frame["parts"] = dict(shown.parts)
    if shown.facts:
        frame["facts"] = dict(shown.facts)
    return frame


def milliseconds(moment: datetime) -> int:
    """Returns a moment as whole milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def render(key: str, happenings: Sequence[Happening], view: View) -> list[Shown]:
    """Returns what each happening changes for those who look at a stream this way, from current rows."""
    kind, _, ident = key.partition(":")
    with translation.override(view.language):
        shown = stream_kinds[kind].show(ident, happenings, view)
    if len(shown) != len(happenings):
        raise ValueError(f"{kind}: {len(happenings)} happenings were shown as {len(shown)}.")
    return shown
