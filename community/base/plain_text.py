"""Rendered HTML as plain words: for lists, search, letters and machines."""

import re
from functools import lru_cache

import nh3

_IMG = re.compile(r'<img(?: [a-z]+="[^"]*")*? alt="([^"]*)"(?: [a-z]+="[^"]*")*>')
_LONGEST_REMEMBERED = 10_000  # characters of HTML


def summary(html: str, length: int = 200) -> str:
    """Returns the beginning of rendered HTML as plain text, cut at a word, with an ellipsis when cut."""
    text = (_remembered_text if len(html) <= _LONGEST_REMEMBERED else plain_text)(html)
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"


def plain_text(html: str) -> str:
    """Returns the words of rendered HTML on one line, without any markup; a picture's words are its description."""
    told = _IMG.sub(lambda found: " {} ".format(found[1].replace("<", "&lt;")), html)
    celled = re.sub(r"</t[dh]>\s*<t[dh][^>]*>", " · ", told)
    spaced = re.sub(r"</(p|li|h\d|td|th|pre|blockquote|figcaption)>|<br>", " ", celled)
    return " ".join(_unescape(nh3.clean(spaced, tags=set())).split())


# Every page of a thread begins with the same words; each process keeps so many.
_remembered_text = lru_cache(500)(plain_text)


def _unescape(text: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", "\u00a0"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
