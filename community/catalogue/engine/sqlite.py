"""SQLite: an FTS5 table (https://sqlite.org/fts5.html), ranked by its bm25. Tokens are quoted, so no text is syntax.

The table and its trigger are made by a migration; one that makes Django build `catalogue_passage` anew loses the
trigger and must put it back: a test of the contract asks for it.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from community.catalogue.engine.terms import Clause, Phrase, Term, Words

# A word of the title weighs as much as five of the text; written exactly as typed it weighs a little more.
_RANK = "bm25(catalogue_words, 5.0, 1.0, 0.5, 1.0, 0.5)"
_TITLES = "{title}"
_COLUMNS = ("title", "title_forms", "context", "text", "text_forms")


def write(cursor: CursorWrapper, rows: Sequence[tuple[int, Words]]) -> None:
    """Stores the words of passages."""
    erase(cursor, [passage_id for passage_id, _words in rows])
    values: list[tuple[Any, ...]] = [
        (passage_id, *(" ".join(getattr(words, name)) for name in _COLUMNS)) for passage_id, words in rows
    ]
    cursor.executemany(
        f"INSERT INTO catalogue_words (rowid, {', '.join(_COLUMNS)}) VALUES (%s, %s, %s, %s, %s, %s)", values
    )


def retitle(cursor: CursorWrapper, rows: Sequence[tuple[int, Words]]) -> None:
    """Replaces the title's words of passages."""
    parts = [(words.title, words.title_forms, words.context) for _id, words in rows]
    values: list[Any] = [
        (*map(" ".join, part), passage_id) for part, (passage_id, _words) in zip(parts, rows, strict=True)
    ]
    cursor.executemany("UPDATE catalogue_words SET title = %s, title_forms = %s, context = %s WHERE rowid = %s", values)


def erase(cursor: CursorWrapper, passage_ids: Sequence[int]) -> None:
    """Forgets the words of passages."""
    cursor.executemany("DELETE FROM catalogue_words WHERE rowid = %s", [(row,) for row in passage_ids])


def one_by_one(cursor: CursorWrapper, work: str) -> None:
    """Nothing to do: SQLite has one writer at a time."""


def hits(clauses: Sequence[Clause], *, any_of: bool, titles_only: bool) -> tuple[str, list[Any]]:
    """Returns SQL for the passages that meet the clauses."""
    columns = _TITLES if titles_only else "{title context text}"
    match = (" OR " if any_of else " AND ").join(_clause(clause, columns) for clause in clauses)
    return (
        f"SELECT catalogue_words.rowid AS passage_id, {_RANK} AS rank, p.entry_id, p.number "
        # Nobody runs ANALYZE on SQLite, and without it the planner would read whole passages instead of the index.
        "FROM catalogue_words JOIN catalogue_passage p INDEXED BY passage_place ON p.id = catalogue_words.rowid "
        "WHERE catalogue_words MATCH %s",
        [match],
    )


def names(words: Sequence[str]) -> tuple[str, list[Any]]:
    """Returns SQL for the passages whose title has words beginning with these."""
    match = " AND ".join(f"title_forms : {_quoted(word)} *" for word in words)
    return "SELECT rowid AS passage_id FROM catalogue_words WHERE catalogue_words MATCH %s", [match]


def _clause(clause: Clause, columns: str) -> str:
    return "(" + " OR ".join(_alternative(alternative, columns) for alternative in clause.alternatives) + ")"


def _alternative(alternative: tuple[Term, ...] | Phrase, columns: str) -> str:
    if isinstance(alternative, Phrase):
        forms = "{title_forms}" if columns == _TITLES else "{title_forms text_forms}"
        return f"({forms} : {_quoted(' '.join(alternative.forms))})"
    return "(" + " AND ".join(f"({columns} : ({_any(term)}))" for term in alternative) + ")"


def _any(term: Term) -> str:
    return " OR ".join(_quoted(token) for token in sorted(term))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").replace("\x00", " ") + '"'
