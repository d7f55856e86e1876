"""Polish typography: one-letter words stay with the word that follows them. Knows text, not HTML."""

import re
from functools import lru_cache

_SHORT_WORD = re.compile(r"(?<![\w@#/&])([aiouwzAIOUWZ]) (?=\S)")
NO_BREAK_SPACE = "\u00a0"


_SHORT = 300  # signs: titles and names, which lists and letters say again and again


def keep_short_words(text: str) -> str:
    """Returns the text with a no-break space after each one-letter Polish word (a, i, o, u, w, z)."""
    return _kept(text) if len(text) <= _SHORT else _keep(text)


def _keep(text: str) -> str:
    # Twice: in “a w domu” the first match swallows the space that the second word needs before it.
    return _SHORT_WORD.sub(rf"\1{NO_BREAK_SPACE}", _SHORT_WORD.sub(rf"\1{NO_BREAK_SPACE}", text))


_kept = lru_cache(4096, typed=True)(_keep)  # typed: marked up text equals what it is made of
