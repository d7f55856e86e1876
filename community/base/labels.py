"""Finds room for names on the drawn map, so that none covers another name or dot. Knows geometry only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIDES = ("end", "start", "above", "below")
WIDE, NARROW = 26, 36  # size of a name in map units, on wide screens and on phones
DOT, GAP, EDGE = 12, 18, (-40, 1040)


@dataclass(frozen=True)
class Label:
    """Where a name stands beside its dot; `wide` when there is room for it only on a wide screen."""

    side: str
    wide: bool = False


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def place(places: Sequence[tuple[float, float, str]]) -> list[Label]:
    """Return a label for each (x, y, name), in the same order; earlier places choose first.

    Greedy over four sides, as in Imhof's rules (Positioning Names on Maps, 1975): beside first.
    """
    dots = [_Box(x - DOT, y - DOT, x + DOT, y + DOT) for x, y, _ in places]
    taken: dict[int, list[_Box]] = {WIDE: [], NARROW: []}
    labels = []
    for number, point in enumerate(places):
        others = dots[:number] + dots[number + 1 :]
        side = next((s for s in SIDES if _free(_box(point, s, WIDE), others + taken[WIDE])), "hidden")
        narrow = _box(point, side, NARROW)
        wide = side != "hidden" and not _free(narrow, others + taken[NARROW])
        if side != "hidden":
            taken[WIDE].append(_box(point, side, WIDE))
            taken[NARROW] += [] if wide else [narrow]
        labels.append(Label(side, wide))
    return labels


def _box(point: tuple[float, float, str], side: str, size: int) -> _Box:
    x, y, name = point
    width = len(name) * size * 0.56
    left = {"start": x - GAP - width, "above": x - width / 2, "below": x - width / 2}.get(side, x + GAP)
    base = y + {"above": -GAP, "below": 36}.get(side, 9)
    return _Box(left, base - size * 0.8, left + width, base + size * 0.2)


def _free(box: _Box, others: Iterable[_Box]) -> bool:
    inside = EDGE[0] < box.left and box.right < EDGE[1]
    return inside and not any(box.meets(other) for other in others)
