"""`./dev bench pages [--postgres]`: measures, prints medians beside budgets, keeps the figures in DATA_DIR/bench."""

import argparse
import sys
from pathlib import Path

from bench import pages
from community.settings import DATA_DIR

SHORT_OF_BUDGET = 0.75  # the machine is noisy: less than a quarter short is a warning only


def main(arguments: list[str]) -> int:
    """Returns 1 when a page falls more than a quarter short of its budget."""
    parser = argparse.ArgumentParser(prog="./dev bench", description="What exists so far: pages.")
    parser.add_argument("what", nargs="?", default="pages", choices=["pages"])
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    chosen = parser.parse_args(arguments)
    share = on_postgres() if chosen.postgres else on_sqlite()
    verdict = "within" if share >= 1 else "a little short of" if share >= SHORT_OF_BUDGET else "far short of"
    print(f"Worst ratio: {share:.2f} of its budget, {verdict} it.")
    return 0 if share >= SHORT_OF_BUDGET else 1


def _folder(engine: str) -> Path:
    folder = DATA_DIR / "bench" / engine
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def on_sqlite() -> float:
    """Measures with SQLite; returns the worst share of a budget."""
    folder = _folder("sqlite")
    compared = pages.run(folder, f"sqlite:///{folder / 'site.sqlite3'}", str(folder / "reference.sqlite3"))
    return pages.report("SQLite", compared, folder / "pages.json")


def on_postgres() -> float:
    """Measures with a PostgreSQL of its own; returns the worst share of a budget."""
    from tests.services import engines

    folder = _folder("postgres")
    with engines.postgres() as url, engines.another_database(url, "reference") as reference:
        compared = pages.run(folder, url, reference)
    return pages.report("PostgreSQL", compared, folder / "pages.json")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
