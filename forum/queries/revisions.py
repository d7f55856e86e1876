"""What a post said before: its versions, and what changed from one to the next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.differences import Stretch, differences
from community.base.moments import Moment, moment
from forum.models import Post, Revision

VERSIONS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list: who wrote it and when, and who removed its text, if somebody did."""

    version: int
    name: str
    at: Moment
    is_current: bool
    cleared: Moment | None
    cleared_by: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A version beside the one before it. `title` and `text` lead from the former to it; None: it cannot be compared.

    `source` is the whole text, empty where it was removed.
    """

    row: VersionRow
    title: list[Stretch] | None
    text: list[Stretch] | None
    source: str
    own_title: str


@dataclass(frozen=True)
class History:
    """A page of a post's versions, newest first, and one of them compared; `older` is where the next page begins."""

    versions: list[VersionRow]
    shown: Compared
    older: int | None


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    source: str
    is_cleared: bool


def history(post: Post, *, version: int | None = None, before: int | None = None) -> History:
    """Returns a page of a post's versions below `before`, and `version` (else the newest) compared with the former.

    Three queries, however many versions there are. Raises Http404 for a version the post does not have.
    """
    version = post.version if version is None else version
    top = post.version + 1 if before is None else before
    if not (1 <= version <= post.version and 1 < top <= post.version + 1):
        raise Http404(_("This post has no such version."))
    lowest = max(top - VERSIONS_ON_A_PAGE, 1)
    facts = _facts(post, {*range(lowest, top), version})
    rows = [_row(post, number, facts) for number in range(top - 1, lowest - 1, -1)]
    return History(rows, _compared(post, version, facts), lowest if lowest > 1 else None)


def _facts(post: Post, wanted: set[int]) -> dict[int, Any]:
    """Returns, by version, the rows of these versions and of those before them: each says who made the next one."""
    numbers = wanted | {number - 1 for number in wanted}
    rows = Revision.objects.filter(post=post, version__in=numbers)
    columns = ("version", "created_at", "editor__name", "cleared_at", "cleared_by__name")
    return {row.version: row for row in rows.values_list(*columns, named=True)}


def _row(post: Post, version: int, facts: dict[int, Any]) -> VersionRow:
    name, at = _made(post, version, facts)
    own = facts.get(version)
    cleared = own.cleared_at if own else None
    return VersionRow(
        version=version,
        name=name,
        at=moment(at),
        is_current=version == post.version,
        cleared=moment(cleared) if cleared else None,
        cleared_by=(own.cleared_by__name or _somebody()) if own and cleared else "",
    )


def _made(post: Post, version: int, facts: dict[int, Any]) -> tuple[str, datetime]:
    """Returns who wrote a version and when: the first one the post's author, others who replaced the one before."""
    if version == 1:
        return (post.author.name if post.author else _somebody()), post.created_at
    former = facts.get(version - 1)
    return (former.editor__name or _somebody(), former.created_at) if former else (_somebody(), post.created_at)


def _compared(post: Post, version: int, facts: dict[int, Any]) -> Compared:
    words = _words(post, version)
    own, former = words[version], words.get(version - 1)
    row = _row(post, version, facts)
    if own.is_cleared or former is None or former.is_cleared:
        return Compared(row, None, None, own.source, own.title)
    has_titles = former.title and own.title  # a post that was split off or merged has had one, or none, before
    title = differences(former.title, own.title) if has_titles and former.title != own.title else None
    return Compared(row, title, differences(former.source, own.source), own.source, own.title)


def _words(post: Post, version: int) -> dict[int, _Words]:
    """Returns what a version and the one before it say. One query."""
    rows = Revision.objects.filter(post=post, version__in=(version - 1, version))
    found = {row.version: _Words(row.title, row.source, row.cleared_at is not None) for row in rows}
    title = post.thread.title if post.number == 1 else ""
    return found if version in found else {**found, version: _Words(title, post.source, is_cleared=False)}


def _somebody() -> str:
    return pgettext("person", "former member")
