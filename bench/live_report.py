"""The figures of `./dev bench live` beside their budgets (performance.md and live.md, “What it must show”)."""

import json
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.live import STALLED, Row

COLUMNS = ("rate", "p50", "p95", "p99", "lost", "doubled", "cpu", "elsewhere")


@dataclass(frozen=True)
class Budgeted:
    """A figure beside what it may be at most or must be at least."""

    name: str
    figure: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def share(self) -> float:
        """Returns how much of its budget a figure reaches; 1 and more is within."""
        if self.at_least is not None:
            return self.figure / self.at_least
        if not self.figure:
            return 1.0
        return (self.at_most or 0.0) / self.figure

    def line(self) -> str:
        """Returns one line for a person."""
        limit = f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"
        return f"{self.name:52} {self.figure:10,.1f}   {limit:>8}   {'' if self.share >= 1 else 'short'}"


def budgets(figures: dict[str, Any]) -> list[Budgeted]:
    """Returns every budget with its figure; at fewer sockets than 1,000 they are the same."""
    rows, most = figures["rows"], figures["sockets"]
    found = []
    for row in rows:
        if row["sockets"] == most and row["setup"] in ("embedded", "spread"):
            name = f"{row['setup']}, {most} sockets, {row['load']}"
            if row["load"] in ("5/s", "stalled"):
                found.append(Budgeted(f"{name}: p95 ms", row["p95"], at_most=100))
            elif row["load"] == "20/s":
                found.append(Budgeted(f"{name}: p99 ms", row["p99"], at_most=150))
            if row["load"] == "stalled":
                found.append(Budgeted("a stalled reader: KiB", row["stalled_kib"], at_most=300))
                found.append(Budgeted("stalled readers that were noticed", row["too_slow"], at_least=STALLED))
    ours, plain, stock = (_fan_out(rows, name, most) for name in ("embedded", "plain", "stock"))
    ours_seen = [row for row in rows if row["setup"] in ("embedded", "spread")]
    return [
        *found,
        Budgeted("fan-out ÷ plain uvicorn set", ours / plain, at_least=0.7),
        Budgeted("fan-out ÷ stock Channels", ours / stock, at_least=10),
        Budgeted("memory of a socket: KiB", figures["kib_a_socket"], at_most=40),
        Budgeted("lost, doubled, refused or closed, all set-ups", sum(map(_faults, ours_seen)), at_most=0),
    ]


def _fan_out(rows: list[Row], name: str, sockets: int) -> float:
    rates = [row["rate"] for row in rows if (row["setup"], row["load"], row["sockets"]) == (name, "saturated", sockets)]
    return max(1.0, statistics.median(rates))


def _faults(row: Row) -> int:
    return int(row["lost"] + row["doubled"] + row["closed"] + row.get("refused", 0))


def report(figures: dict[str, Any], target: Path) -> float:
    """Prints the table and the budgets, writes everything as JSON; returns the worst share of a budget."""
    titles = "delivered/s     p50     p95  p99 ms  lost  doubled  CPU %  others %  messages  bytes  POST p95 ms"
    print(f"\n{'':34} {titles}")
    for row in figures["rows"]:
        name = f"{row['setup']}, {row['sockets']} sockets, {row['load']}"
        rate, p50, p95, p99, lost, doubled, cpu, others = (row[column] for column in COLUMNS)
        print(f"{name:34} {rate:11,} {p50:7.1f} {p95:7.1f} {p99:7.1f} {lost:5,} {doubled:8,}", end="")
        print(f" {cpu:6} {others:9} {row['messages']:9,} {row['bytes']:6,} {row.get('post_p95', ''):>12}")
    found = budgets(figures)
    print(f"\n{'':52}     figure     budget")
    for one in found:
        print(one.line())
    shares = {one.name: round(one.share, 2) for one in found}
    target.write_text(json.dumps({**figures, "shares": shares}, indent=1), "utf-8")
    return min(one.share for one in found)
