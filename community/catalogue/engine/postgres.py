"""PostgreSQL: a tsvector a passage, made of our own tokens (no text search configuration has a say), with a GIN index.

Weights tell the parts apart: A title, B context, C text; words as they were written stand there with a prefix, `n_` in
the title (A), `f_` in the text (D). So a query for lemmas names no weights, and the index alone answers it. Entry and
number are repeated here for the same reason: thousands of hits are counted without opening their passages. `brevity`
is what a mention weighs, less in a longer text; ts_rank itself would count the length anew with every hit.
https://www.postgresql.org/docs/current/textsearch-features.html
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from community.catalogue.engine.terms import Clause, Phrase, Term, Words

INDEX = "CREATE INDEX catalogue_words_gin ON catalogue_words USING gin (words) WITH (fastupdate = off)"
_TITLES = ":A"
_LAST_PLACE = 16_383  # a tsvector counts no further
_LONGEST = 500  # signs of a lexeme; PostgreSQL takes 2046 bytes
_PLACES_AT_MOST = 250  # of one lexeme
_BYTES_AT_MOST = 800_000  # PostgreSQL refuses a tsvector beyond 1 MB; a post that long is a list of numbers
# Every part has its own stretch of places: where two meet, PostgreSQL would keep only the heavier one.
_TITLE, _TITLE_FORMS, _CONTEXT, _TEXT_FORMS, _TEXT = 1, 200, 300, 500, 10_000


def write(cursor: CursorWrapper, rows: Sequence[tuple[int, Words]]) -> None:
    """Stores the words of passages."""
    cursor.executemany(
        "INSERT INTO catalogue_words (passage_id, entry_id, number, brevity, words) "
        "SELECT id, entry_id, number, %s, %s::tsvector FROM catalogue_passage WHERE id = %s "
        "ON CONFLICT (passage_id) DO UPDATE "
        "SET (entry_id, number, brevity, words) "
        "= (excluded.entry_id, excluded.number, excluded.brevity, excluded.words)",
        [(_brevity(words), _vector(words), passage_id) for passage_id, words in rows],
    )


def retitle(cursor: CursorWrapper, rows: Sequence[tuple[int, Words]]) -> None:
    """Replaces the title's words of passages. They are joined as text: `||` would push the places on every time."""
    cursor.executemany(
        "UPDATE catalogue_words SET words = (%s || ' ' || ts_filter(words, '{c,d}')::text)::tsvector "
        "WHERE passage_id = %s",
        [(_vector(words), passage_id) for passage_id, words in rows],
    )


def erase(cursor: CursorWrapper, passage_ids: Sequence[int]) -> None:
    """Forgets the words of passages."""
    cursor.execute("DELETE FROM catalogue_words WHERE passage_id = ANY(%s)", [list(passage_ids)])


def one_by_one(cursor: CursorWrapper, work: str) -> None:
    """Takes an advisory lock of its own. Who holds it must not ask for another entry's row, or a circle could close."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"catalogue {work}"])


def hits(clauses: Sequence[Clause], *, any_of: bool, titles_only: bool) -> tuple[str, list[Any]]:
    """Returns SQL for the passages that meet the clauses; ts_rank with the same weights as on SQLite."""
    parts = _TITLES if titles_only else ""
    match = (" | " if any_of else " & ").join(_clause(clause, parts) for clause in clauses)
    return (
        "SELECT passage_id, -brevity * ts_rank('{0.1, 0.2, 0.1, 1.0}', words, q.q) AS rank, entry_id, number "
        "FROM (SELECT %s::tsquery AS q) q, catalogue_words WHERE words @@ q.q",
        [match],
    )


def names(words: Sequence[str]) -> tuple[str, list[Any]]:
    """Returns SQL for the passages whose title has words beginning with these."""
    match = " & ".join(f"{_quoted('n_' + word)}:*" for word in words)
    return "SELECT passage_id FROM catalogue_words WHERE words @@ %s::tsquery", [match]


def _brevity(words: Words) -> float:
    return 1 / (1 + math.log(2 + len(words.title) + len(words.text)))


def _vector(words: Words) -> str:
    places: dict[str, list[str]] = {}
    _place(places, words.title, "A", start=_TITLE)
    _place(places, [f"n_{form}" for form in words.title_forms], "A", start=_TITLE_FORMS)
    _place(places, words.context, "B", start=_CONTEXT)
    _place(places, words.text, "C", start=_TEXT)
    _place(places, [f"f_{form}" for form in words.text_forms[: _TEXT - _TEXT_FORMS - 1]], "", start=_TEXT_FORMS)
    vector, room = [], _BYTES_AT_MOST
    for token, found in places.items():
        room -= len(token.encode()) + 2 * len(found) + 4
        if room < 0:
            break
        vector.append(f"{_quoted(token)}:{','.join(found[:_PLACES_AT_MOST])}")
    return " ".join(vector)


def _place(places: dict[str, list[str]], tokens: Iterable[str], weight: str, *, start: int) -> None:
    for place, token in enumerate(tokens, start=start):
        if token:
            places.setdefault(token, []).append(f"{min(place, _LAST_PLACE)}{weight}")


def _clause(clause: Clause, parts: str) -> str:
    return "(" + " | ".join(_alternative(alternative, parts) for alternative in clause.alternatives) + ")"


def _alternative(alternative: tuple[Term, ...] | Phrase, parts: str) -> str:
    if isinstance(alternative, Phrase):
        in_text = " <-> ".join(_quoted(f"f_{form}") for form in alternative.forms)
        in_title = " <-> ".join(_quoted(f"n_{form}") for form in alternative.forms)
        return f"({in_title})" if parts == _TITLES else f"(({in_text}) | ({in_title}))"
    return "(" + " & ".join(f"({_any(term, parts)})" for term in alternative) + ")"


def _any(term: Term, parts: str) -> str:
    return " | ".join(_quoted(token) + parts for token in sorted(term))


def _quoted(token: str) -> str:
    """Returns a token as a lexeme; an empty one, which PostgreSQL refuses, as a blank that no text has."""
    return "'" + (token[:_LONGEST].replace("\x00", " ").replace("\\", "\\\\").replace("'", "''") or " ") + "'"
