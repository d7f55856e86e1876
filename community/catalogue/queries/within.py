"""Searching within one entry: its passages that have the words, in their order."""

from dataclasses import dataclass

from django.db import connection

from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.catalogue import engine
from community.catalogue.models import Entry, Passage
from community.catalogue.queries.ignoring import wanted_hits
from community.catalogue.snippets import Piece, marker, snippet
from community.catalogue.typed import Typed
from community.spaces.rules import Viewer

MOST = 50


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage that was found in an entry: its number there, its place, and the words in their sentence."""

    number: int
    url: str
    author: str
    at: Moment
    snippet: list[Piece]


@dataclass(frozen=True)
class Within:
    """How many passages were found, and the first of them."""

    total: int
    rows: list[PassageRow]


def passages_with(viewer: Viewer, entry: Entry, typed: Typed) -> Within:
    """Returns the passages of an entry (one that the viewer may see) with these words by number, at most 50.

    What people wrote whom the viewer ignores is left out.

    Two queries, three when the words are read as typed without Polish letters.
    """
    if typed.is_empty:
        return Within(0, [])
    for wide in (False, True):
        clauses = typed.clauses(wide=wide)
        hits, params = wanted_hits(viewer, *engine.hits(clauses))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT p.id FROM ({hits}) h JOIN catalogue_passage p ON p.id = h.passage_id "
                "WHERE p.entry_id = %s ORDER BY p.number",
                [*params, entry.pk],
            )
            ids = [row[0] for row in cursor.fetchall()]
        if ids:
            break
    passages = Passage.objects.select_related("author").in_bulk(ids[:MOST])
    by, before = marker(clauses), prefix()
    rows = [
        PassageRow(
            number=passage.number,
            url=f"{before}{entry.url}{passage.anchor}",
            author=passage.author.name if passage.author else "",
            at=moment(passage.at),
            snippet=snippet(passage.text, by),
        )
        for passage in (passages[passage_id] for passage_id in ids[:MOST])
    ]
    return Within(len(ids), rows)
