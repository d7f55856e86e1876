"""Polish typography: one-letter words stay with the word that follows them. Knows text, not HTML."""

import re

_SHORT_WORD = re.compile(r"(?<![\w@#/&])([aiouwzAIOUWZ]) (?=\S)")
NO_BREAK_SPACE = "\u00a0"


def keep_short_words(text: str) -> str:
    """Returns the text with a no-break space after each one-letter Polish word (a, i, o, u, w, z)."""
    # Twice: in “a w domu” the first match swallows the space that the second word needs before it.
    return _SHORT_WORD.sub(rf"\1{NO_BREAK_SPACE}", _SHORT_WORD.sub(rf"\1{NO_BREAK_SPACE}", text))
