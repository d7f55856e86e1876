"""A schedule as positions on a drawing: rows of bars and milestones under an axis of months, quarters or years.

Knows days and geometry only; `components/gantt.html` draws it. The unit is a CSS pixel at the drawing's own width.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

WIDTH, HEAD, FOOT, EDGE = 720, 46, 22, 6
ACTION_ROW, MILESTONE_ROW, LETTER = 42, 28, 7.2
LONGEST = 84  # letters of a label
_QUARTERS = ("I", "II", "III", "IV")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)  # a slip of the key beyond these makes no drawing of ages


@dataclass(frozen=True, slots=True)
class Span:
    """Something that takes a while. A missing day is that of the whole schedule; without both it is not drawn."""

    label: str
    starts_on: date | None
    ends_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Point:
    """Something that has its day."""

    label: str
    on: date
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis. `year` stands in the upper line of its words, `word` in the lower; both may be empty."""

    x: float
    year: str
    word: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A span: `y` is the top of its row."""

    x: float
    y: float
    width: float
    state: str
    label: str
    label_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Diamond:
    """A point: `y` is its middle."""

    x: float
    y: float
    is_reached: bool
    label: str
    label_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Gantt:
    """The whole drawing. `today_x` is None when today is not within it; `states`, those that occur, for the key."""

    width: int
    height: int
    bottom: int
    starts_on: date
    ends_on: date
    ticks: list[Tick]
    bars: list[Bar]
    diamonds: list[Diamond]
    today_x: float | None
    states: list[str]


def gantt(
    spans: Sequence[Span], points: Sequence[Point], *, today: date, starts_on: date | None, ends_on: date | None
) -> Gantt | None:
    """Returns the drawing of a schedule, rows in the given order, or None when nothing in it has a day."""
    spans = [span for span in spans if span.starts_on or span.ends_on]
    days = [day for span in spans for day in (span.starts_on, span.ends_on) if day] + [point.on for point in points]
    if not days:
        return None
    first, last = _within(min([*days, starts_on or days[0]])), _within(max([*days, ends_on or days[0]]))
    axis = _Axis(first, last)
    bottom = HEAD + ACTION_ROW * len(spans) + MILESTONE_ROW * len(points)
    below = HEAD + ACTION_ROW * len(spans)
    return Gantt(
        width=WIDTH,
        height=bottom + FOOT,
        bottom=bottom,
        starts_on=first,
        ends_on=last,
        ticks=list(axis.ticks()),
        bars=[_bar(axis, span, HEAD + ACTION_ROW * n, first, last) for n, span in enumerate(spans)],
        diamonds=[_diamond(axis, point, below + MILESTONE_ROW * (n + 0.5)) for n, point in enumerate(points)],
        today_x=axis.x(today) if axis.begins <= today < axis.ends else None,
        states=list(dict.fromkeys(span.state for span in spans)),
    )


class _Axis:
    """Days to positions. Begins and ends where one of its steps does."""

    def __init__(self, first: date, last: date) -> None:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        years = -(-months // 12) + 1
        self.step = 1 if months <= 18 else 3 if months <= 66 else 12 * -(-years // 16)
        self.begins = _month(first.year * 12 + (first.month - 1) // min(self.step, 12) * min(self.step, 12))
        self.ends = self.begins
        while self.ends <= last:
            self.ends = _month(_number(self.ends) + self.step)

    def x(self, on: date) -> float:
        """Returns where a day begins, from EDGE to WIDTH - EDGE."""
        share = min(max((on - self.begins) / (self.ends - self.begins), 0), 1)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    def ticks(self) -> Iterator[Tick]:
        """Yields the lines, the last one without words."""
        at = self.begins
        while at < self.ends:
            # A last quarter in front has no room for its year's number before the next.
            has_year = at.month == 1 or (at == self.begins and not (self.step == 3 and at.month > 9))
            yield Tick(self.x(at), str(at.year) if has_year else "", self._word(at))
            at = _month(_number(at) + self.step)
        yield Tick(self.x(self.ends), "", "")

    def _word(self, at: date) -> str:
        if self.step == 1:
            return date_format(at, "M")
        return _QUARTERS[(at.month - 1) // 3] if self.step == 3 else ""


def _bar(axis: _Axis, span: Span, y: float, first: date, last: date) -> Bar:
    x = axis.x(span.starts_on or first)
    end = axis.x(_within(span.ends_on or last) + timedelta(days=1))
    label = _short(span.label)
    fits = x + len(label) * LETTER <= WIDTH - EDGE
    wide = len(label) * LETTER > WIDTH - 2 * EDGE
    label_x, anchor = (x, "start") if fits else (EDGE, "start") if wide else (WIDTH - EDGE, "end")
    return Bar(x, y, round(max(end - x, 4), 1), span.state, label, label_x, anchor)


def _diamond(axis: _Axis, point: Point, y: float) -> Diamond:
    x, label = axis.x(point.on), _short(point.label)
    fits = x + 14 + len(label) * LETTER <= WIDTH - EDGE
    label_x, anchor = (x + 14, "start") if fits else (x - 14, "end")
    return Diamond(x, y, point.is_reached, label, round(label_x, 1), anchor)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"


def _within(on: date) -> date:
    return min(max(on, _EARLIEST), _LATEST)


def _number(at: date) -> int:
    return at.year * 12 + at.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
