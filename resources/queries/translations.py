"""In which languages a page is there, where, and whether it is behind the text it was translated from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from community.spaces.models import Audience
from resources.rules.published import own_address


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a page says of its addresses: its own, and for visitors those of its other languages.

    It has the names of the frame's, in whose place it stands: a page of the library is shown in the language of its
    text, which need not be the reader's. `in_languages` is empty where there is one language only, and where not
    everybody may read both.
    """

    language: str
    canonical_url: str
    in_languages: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Editions:
    """A page among its translations. `is_behind`: its source was published later."""

    addresses: Addresses
    is_behind: bool


def editions_of(page: Any) -> Editions:
    """Returns what a page's translations are and where. One query."""
    same = type(page)._default_manager.filter(translation_key=page.translation_key)
    return editions_among(page, list(same.order_by("pk").values_list(*_COLUMNS, named=True)))


def editions_among(page: Any, rows: Sequence[Any]) -> Editions:
    """Returns the same from rows of all its translations, the oldest first. No query."""
    public = [row for row in rows if row.live and row.audience == Audience.PUBLIC]
    known = [(row.locale__language_code, _address(row)) for row in public]
    if len(known) < 2 or page.audience != Audience.PUBLIC:
        known = []
    first = dict(known).get(settings.LANGUAGE_CODE) or (known[0][1] if known else "")
    in_languages = [*sorted(known, key=lambda one: one[0] != settings.LANGUAGE_CODE), ("x-default", first)]
    is_behind = bool(rows) and _is_behind(page, rows[0])  # the admin previews pages that are not saved yet
    return Editions(Addresses(page.language, _address(page), in_languages if known else []), is_behind)


_COLUMNS = ("id", "live", "audience", "locale__language_code", "url_path", "last_published_at")


def _address(row: Any) -> str:
    return settings.SITE_URL + own_address(row.url_path)


def _is_behind(page: Any, source: Any) -> bool:
    if source.id == page.pk or not source.last_published_at or not page.last_published_at:
        return False
    return bool(source.last_published_at > page.last_published_at)
