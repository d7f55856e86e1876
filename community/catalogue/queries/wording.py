"""How an entry is called, and where it is, for a reader: as its page in their language is, where there is one.

A page of the library and its translations are one entry. Where it is not there in the reader's language, its words say
in which one they are (`lang`), so that they are read aloud as such.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from community.base.languages import localised
from community.catalogue.sources import entry_kinds

# What `worded` takes, in its order.
WORDING = (
    "kind", "language", "title", "url", "summary", "other_language", "other_title", "other_url", "other_summary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """An entry's words in `language`; `url` is on the reader's side of the site. `lang` is empty where it is theirs."""

    title: str
    url: str
    summary: str
    language: str
    lang: str


def worded(
    kind: str, language: str, title: str, url: str, summary: str,
    other_language: str, other_title: str, other_url: str, other_summary: str,
) -> Wording:  # fmt: skip
    """Returns the words of an entry for whoever reads in the current language. No query.

    Only pages of the library are known to be in a language; what people write is taken to be in the reader's.
    """
    reading = get_language() or settings.LANGUAGE_CODE
    if other_language == reading != language:
        language, title, url, summary = other_language, other_title, other_url, other_summary
    lang = language if language != reading and entry_kinds[kind].in_library else ""
    return Wording(title, localised(url), summary, language, lang)


def wording_of(row: Any, before: str = "") -> Wording:
    """Returns the words of an entry, or of a row that has its columns with something before their names."""
    return worded(*(getattr(row, before + name) for name in WORDING))
