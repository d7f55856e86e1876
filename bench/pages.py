"""`./dev bench pages`: our pages and the reference page in turn, as deployed, each several times."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench import posting
from bench.load import Figures, measure
from community.programs import Crew, crew, free_port
from community.serve import ROOT, granian

ROUNDS = 5
SECONDS = 2.0
VISITOR, MEMBER = 0.65, 0.45  # budgets, as shares of the reference's rate
LAST_PAGE = 0.85  # of the rate of the first page


@dataclass
class Comparison:
    """One of our pages beside the reference, round by round."""

    name: str
    path: str
    budget: float
    cookie: str = ""
    ours: list[Figures] = field(default_factory=list)
    reference: list[Figures] = field(default_factory=list)

    def row(self) -> dict[str, float]:
        """Returns the medians: answers a second, their ratio beside its budget, and p99 in milliseconds."""
        ours, reference = _median_rate(self.ours), _median_rate(self.reference)
        p99 = [statistics.median(f.percentile(0.99) * 1000 for f in side) for side in (self.ours, self.reference)]
        return {
            "ours": round(ours, 1),
            "reference": round(reference, 1),
            "ratio": round(ours / reference, 2),
            "budget": self.budget,
            "p99_ours": round(p99[0], 1),
            "p99_reference": round(p99[1], 1),
        }


def _median_rate(side: list[Figures]) -> float:
    return statistics.median(figures.rate for figures in side)


def environment(folder: Path, database: str, mode: str) -> dict[str, str]:
    """Returns what the site needs to run on this database; production asks for the most."""
    operator = {f"OPERATOR_{name}": "bench" for name in ("NAME", "EMAIL", "PHONE", "ADDRESS")}
    return {
        **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
        **operator,
        "DJANGO_SETTINGS_MODULE": "community.settings",
        "COMMUNITY_MODE": mode,
        "SECRET_KEY": "only-for-measuring-0123456789-abcdefghijklmnopqrstuvwxyz",
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
        "EMAIL_URL": f"file://{folder / 'mail'}",
        "MAIL_FROM": "bench@demo.example",
        "POSTING_LIMITS": "off",
    }


def prepare(folder: Path, database: str) -> dict[str, str]:
    """Loads the demo where it is not loaded yet; returns what `bench.target` says of it."""
    demo, production = environment(folder, database, "demo"), environment(folder, database, "production")
    _run(demo, "manage.py", "migrate", "--verbosity", "0")
    _run(demo, "manage.py", "demo", "--quiet")
    _run(production, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", "--ignore", "ext")
    described: dict[str, str] = json.loads(_run(production, "-m", "bench.target"))
    return described


def _run(env: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def comparisons(target: Mapping[str, str]) -> list[Comparison]:
    """Returns what is measured: the pages asked for most, as a visitor and as a member."""
    pages = [("home", "/"), ("thread list", "/watki/"), ("network", target["network"])]
    pages += [("thread", target["thread"]), ("last page", target["last page"]), ("article", target["article"])]
    visitor = [Comparison(f"visitor, {name}", path, VISITOR) for name, path in pages]
    return visitor + [Comparison(f"member, {name}", path, MEMBER, target["cookie"]) for name, path in pages]


def start(team: Crew, folder: Path, database: str, reference: str) -> tuple[int, int]:
    """Starts our site and the reference page with the same workers; returns their ports."""
    ours, theirs = free_port(), free_port()
    site = environment(folder, database, "production")
    team.start("the site", *granian("community.served:application", port=ours), cwd=ROOT, env=site)
    bare = {**os.environ, "REF_DB": reference}
    team.start("the reference", *granian("bench.reference:app", port=theirs), cwd=ROOT, env=bare)
    team.wait_for(ours, theirs)
    return ours, theirs


def run(folder: Path, database: str, reference: str) -> tuple[list[Comparison], Figures]:
    """Measures every page in turn with the reference page, ROUNDS times, and then replies.

    The first answers do not count.
    """
    print("  Preparing the demo and the reference … ", end="", flush=True)
    target = prepare(folder, database)
    compared = comparisons(target)
    _run({**os.environ, "REF_DB": reference}, "-m", "bench.reference")
    with crew() as team:
        ours, theirs = start(team, folder, database, reference)
        print("done", flush=True)
        for page in compared:
            measure(ours, page.path, page.cookie, seconds=0.5)
        measure(theirs, "/thread", seconds=0.5)
        for number in range(1, ROUNDS + 1):
            print(f"  Round {number} of {ROUNDS}", flush=True)
            for page in compared:
                page.reference.append(measure(theirs, "/thread", seconds=SECONDS))
                page.ours.append(measure(ours, page.path, page.cookie, seconds=SECONDS))
        posting.measure_replies(ours, target, count=10)
        return compared, posting.measure_replies(ours, target)


def report(engine: str, compared: list[Comparison], replies: Figures, target: Path) -> float:
    """Prints the medians and writes everything as JSON; returns the worst figure as a share of its budget."""
    print(f"\n{engine:24}   ours/s   ref/s  ratio  budget   p99 ms ours / ref")
    rows = {page.name: page.row() for page in compared}
    for name, row in rows.items():
        rates = "{ours:8.0f} {reference:7.0f} {ratio:6.2f} {budget:7.2f}".format(**row)
        print(f"{name:24} {rates} {row['p99_ours']:10.0f} / {row['p99_reference']:.0f}")
    shares = [row["ratio"] / row["budget"] for row in rows.values()]
    for who in ("visitor", "member"):
        pace = rows[f"{who}, last page"]["ours"] / rows[f"{who}, thread"]["ours"]
        print(f"{who}, the last page against the first: {pace:.2f}, budget {LAST_PAGE:.2f}")
        shares.append(pace / LAST_PAGE)
    rows["posting a reply"], kept = posting.report(engine, replies)
    target.write_text(json.dumps(rows, indent=1), "utf-8")
    return min(*shares, kept)
