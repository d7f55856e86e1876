"""`./dev bench pages|search|digest|live|chaos`: measures, prints beside budgets, keeps figures in DATA_DIR/bench."""

import argparse
import signal
import sys
from pathlib import Path

from bench import chaos, digest, live, live_report, pages, search
from community.settings import DATA_DIR

DESCRIPTION = (
    "Pages, searching in 100,000 passages, digests for 10,000 people, sockets in one room, or servers that get killed."
)
SHORT_OF_BUDGET = 0.75  # the machine is noisy: less than a quarter short is a warning only


def main(arguments: list[str]) -> int:
    """Returns 1 when something falls more than a quarter short of its budget."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=DESCRIPTION)
    parser.add_argument("what", nargs="?", default="pages", choices=["pages", "search", "digest", "live", "chaos"])
    parser.add_argument(
        "--postgres", action="store_true", help="pages, search, digest: on a PostgreSQL instead of SQLite"
    )
    parser.add_argument("--quick", action="store_true", help="live: 200 sockets only")
    share = _measure(parser.parse_args(arguments))
    verdict = "within" if share >= 1 else "a little short of" if share >= SHORT_OF_BUDGET else "far short of"
    print(f"Worst: {share:.2f} of its budget, {verdict} it.")
    return 0 if share >= SHORT_OF_BUDGET else 1


def _measure(chosen: argparse.Namespace) -> float:
    if chosen.what == "live":
        folder = _folder("live")
        return live_report.report(live.run(folder, quick=chosen.quick), folder / "live.json")
    if chosen.what == "chaos":
        return in_chaos()
    if chosen.what == "search":
        return search_on_postgres() if chosen.postgres else search_on_sqlite()
    if chosen.what == "digest":
        return digests_on_postgres() if chosen.postgres else digests_on_sqlite()
    return on_postgres() if chosen.postgres else on_sqlite()


def _folder(engine: str) -> Path:
    folder = DATA_DIR / "bench" / engine
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def on_sqlite() -> float:
    """Measures with SQLite; returns the worst share of a budget."""
    folder = _folder("sqlite")
    measured = pages.run(folder, f"sqlite:///{folder / 'site.sqlite3'}", str(folder / "reference.sqlite3"))
    return pages.report("SQLite", *measured, folder / "pages.json")


def on_postgres() -> float:
    """Measures with a PostgreSQL of its own; returns the worst share of a budget."""
    from tests.services import engines

    folder = _folder("postgres")
    with engines.postgres() as url, engines.another_database(url, "reference") as reference:
        measured = pages.run(folder, url, reference)
    return pages.report("PostgreSQL", *measured, folder / "pages.json")


def search_on_sqlite() -> float:
    """Measures searching with SQLite, in a corpus that is kept; returns the worst share of a budget."""
    folder = _folder("sqlite")
    return search.report("SQLite", search.run(folder, f"sqlite:///{folder / 'search.sqlite3'}"))


def search_on_postgres() -> float:
    """Measures searching with a PostgreSQL of its own whose corpus is kept; returns the worst share of a budget."""
    from tests.services import engines

    folder = _folder("postgres")
    with engines.postgres(folder / "search") as url:
        return search.report("PostgreSQL", search.run(folder, url))


def digests_on_sqlite() -> float:
    """Measures composing digests with SQLite, for a community that is kept; returns the share of the budget."""
    folder = _folder("sqlite")
    return digest.report("SQLite", digest.run(folder, f"sqlite:///{folder / 'digest.sqlite3'}"))


def digests_on_postgres() -> float:
    """Measures composing digests with a PostgreSQL of its own that is kept; returns the share of the budget."""
    from tests.services import engines

    folder = _folder("postgres")
    with engines.postgres(folder / "digest") as url:
        return digest.report("PostgreSQL", digest.run(folder, url))


def in_chaos() -> float:
    """Kills servers under readers and writers; returns 0 when anything was lost or doubled, otherwise 1."""
    from tests.services import engines

    folder = _folder("chaos")
    with engines.postgres() as url:
        return chaos.report(chaos.run(folder, url, chaos.Plan()), folder / "chaos.json")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that PostgreSQL is stopped then, too
    sys.exit(main(sys.argv[1:]))
