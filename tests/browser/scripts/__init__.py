"""What the checks run inside a page: one JavaScript function in each file of this folder."""

from pathlib import Path


def script(name: str) -> str:
    """Returns the source of a function, to be given to `page.evaluate`."""
    return Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")
