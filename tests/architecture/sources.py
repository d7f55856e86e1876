"""The files that the house rules are about."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def modules(*folders):
    """Returns our Python modules without migrations, by path from the root."""
    places = [
        path for folder in folders or ("community", "forum", "resources") for path in (ROOT / folder).rglob("*.py")
    ]
    return [path for path in sorted(places) if "migrations" not in path.parts and "node_modules" not in path.parts]


def templates():
    """Returns all templates."""
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt", ".subject"))


def name(path):
    """Returns a path from the root, as people say it."""
    return str(path.relative_to(ROOT))
