"""What an attacker types: the list in payloads.txt, mixtures of it by hypothesis, and packs that fit a field."""

import re
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

LIST = Path(__file__).with_name("payloads.txt")
MIXTURES = 50
_ESCAPE = re.compile(r"\\(\\|[nrt]|x[0-9a-f]{2}|u[0-9a-f]{4})")
_PLAIN = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
_GLUE = [
    "",
    " ",
    "\n",
    "\n\n",
    "\n> ",
    "\n- ",
    "\n    ",
    "|",
    "`",
    "```\n",
    "](",
    ")",
    "<!--",
    "-->",
    "\\",
    "&",
    '"',
    "'",
    "\u200b",
]


def own_list() -> list[str]:
    r"""Returns the payloads of the file; there \n, \r, \t, \\, \x01 and \u200b stand for the sign itself."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [_ESCAPE.sub(lambda m: _PLAIN.get(m[1]) or chr(int(m[1][1:], 16)), line) for line in lines if line]


def mixtures(payloads: list[str]) -> list[str]:
    """Returns mixtures of payloads, whole or cut in pieces, glued by signs that mean something; the same every time."""
    found: dict[str, None] = {}
    pieces = st.sampled_from(payloads) | st.tuples(st.sampled_from(payloads), st.integers(1, 40)).map(
        lambda p: p[0][: p[1]]
    )
    mixture = st.lists(st.tuples(pieces, st.sampled_from(_GLUE)), min_size=2, max_size=4).map(
        lambda m: "".join(a + b for a, b in m)
    )

    @seed(20211)
    @settings(
        max_examples=MIXTURES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(mixture)
    def collect(text: str) -> None:
        found[text] = None

    collect()
    return list(found)


def packs(payloads: list[str], longest: int, glue: str = " ") -> list[str]:
    """Returns the payloads joined into as few texts of at most this length as they fit; longer ones are cut."""
    texts: list[str] = []
    for payload in payloads:
        one = payload[:longest]
        if texts and len(texts[-1]) + len(glue) + len(one) <= longest:
            texts[-1] += glue + one
        else:
            texts.append(one)
    return texts
