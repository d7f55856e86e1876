"""The last frames of a stream, encoded, for those who come back after a moment. What was erased is not in it."""

from collections import deque
from typing import Any

from community.live.frames import encode
from community.live.limits import RING


class Ring:
    """Frames by number, without holes, the oldest dropped first.

    Frames hold what a part looked like when it was rendered. As soon as a newer frame carries the same part, the
    older one loses it, and its facts with the last part: a text that was deleted or edited is never sent again.
    """

    def __init__(self, size: int = RING) -> None:
        self._frames: deque[tuple[int, dict[str, Any], str]] = deque(maxlen=size)
        self._holder: dict[str, int] = {}

    def add(self, number: int, frame: dict[str, Any]) -> str:
        """Keeps the next frame and returns it encoded."""
        for part in frame.get("parts", ()):
            self._take_from_older(part)
            self._holder[part] = number
        text = encode(frame)
        if len(self._frames) == self._frames.maxlen:
            self._forget_oldest()
        self._frames.append((number, frame, text))
        return text

    def after(self, number: int, last: int) -> list[str] | None:
        """Returns the frames beyond a number up to the last one; None when the ring does not reach back so far."""
        if number >= last:
            return []
        if not self._frames or self._frames[0][0] > number + 1:
            return None
        return [text for seq, _frame, text in self._frames if seq > number]

    def clear(self) -> None:
        """Forgets everything."""
        self._frames.clear()
        self._holder.clear()

    def _take_from_older(self, part: str) -> None:
        holder = self._holder.get(part)
        if holder is None or not self._frames:
            return
        place = holder - self._frames[0][0]
        if 0 <= place < len(self._frames):
            seq, frame, _text = self._frames[place]
            parts = {name: html for name, html in frame["parts"].items() if name != part}
            lighter = {**frame, "parts": parts}
            if not parts and not frame.get("facts", {}).get("refresh"):
                lighter.pop("facts", None)
            self._frames[place] = (seq, lighter, encode(lighter))

    def _forget_oldest(self) -> None:
        number, frame, _text = self._frames.popleft()
        for part in frame.get("parts", ()):
            if self._holder.get(part) == number:
                del self._holder[part]
