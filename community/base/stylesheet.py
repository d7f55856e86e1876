"""Joins the style sheet's parts, layer by layer, into the one file that pages load.

The parts are `static/css/parts/<layer>/*.css`; run `python -m community.base.stylesheet` after editing one.
What the parts say is not decided here.
"""

import re
from pathlib import Path

LAYERS = ("reset", "tokens", "base", "layout", "components", "pages")
CSS = Path(__file__).resolve().parent.parent / "static" / "css"
TARGET = CSS / "site.css"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def build() -> str:
    """Return the whole style sheet: parts in the order of layers, then of file names, without comments."""
    head = f"/* Built from parts/ by community.base.stylesheet: edit there. */\n@layer {', '.join(LAYERS)};\n"
    return head + "".join(_layer(name) for name in LAYERS)


def write() -> Path:
    """Write the built style sheet where pages load it from, and return that path."""
    TARGET.write_text(build(), encoding="utf-8")
    return TARGET


def _layer(name: str) -> str:
    parts = (part.read_text(encoding="utf-8") for part in sorted((CSS / "parts" / name).glob("*.css")))
    body = "".join(COMMENT.sub("", text) for text in parts)
    return f"@layer {name} {{\n{body}}}\n"


if __name__ == "__main__":
    print(write())
