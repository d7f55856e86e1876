"""PostgreSQL: a tsvector a passage, made of our own tokens (no text search configuration has a say), with a GIN index.

Weights tell the parts apart: A title (as written with `n_` before each word), B context, C text, D text as written.
https://www.postgresql.org/docs/current/textsearch-features.html
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from community.catalogue.engine.terms import Clause, Phrase, Term, Words

CREATE = """
CREATE TABLE catalogue_words (
    passage_id bigint PRIMARY KEY,
    words tsvector NOT NULL
);
ALTER TABLE catalogue_words SET (toast_tuple_target = 8160);
CREATE INDEX catalogue_words_gin ON catalogue_words USING gin (words) WITH (fastupdate = off);
CREATE FUNCTION catalogue_words_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN TRUNCATE catalogue_words; RETURN NULL; END IF;
    DELETE FROM catalogue_words WHERE passage_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_words_of_passage AFTER DELETE ON catalogue_passage
    FOR EACH ROW EXECUTE FUNCTION catalogue_words_forget();
CREATE TRIGGER catalogue_words_of_passages AFTER TRUNCATE ON catalogue_passage
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_words_forget()
"""
DROP = [
    "DROP TRIGGER IF EXISTS catalogue_words_of_passages ON catalogue_passage",
    "DROP TRIGGER IF EXISTS catalogue_words_of_passage ON catalogue_passage",
    "DROP FUNCTION IF EXISTS catalogue_words_forget",
    "DROP TABLE IF EXISTS catalogue_words",
]
_LAST_PLACE = 16_383  # a tsvector counts no further
_PLACES_AT_MOST = 250  # of one lexeme
# Every part has its own stretch of places: where two meet, PostgreSQL would keep only the heavier one.
_TITLE, _TITLE_FORMS, _CONTEXT, _TEXT_FORMS, _TEXT = 1, 200, 300, 500, 10_000


def write(cursor: CursorWrapper, rows: Sequence[tuple[int, Words]]) -> None:
    """Stores the words of passages."""
    cursor.executemany(
        "INSERT INTO catalogue_words (passage_id, words) VALUES (%s, %s::tsvector) "
        "ON CONFLICT (passage_id) DO UPDATE SET words = excluded.words",
        [(passage_id, _vector(words)) for passage_id, words in rows],
    )


def retitle(cursor: CursorWrapper, rows: Sequence[tuple[int, Words]]) -> None:
    """Replaces the title's words of passages."""
    cursor.executemany(
        "UPDATE catalogue_words SET words = %s::tsvector || ts_filter(words, '{c,d}') WHERE passage_id = %s",
        [(_vector(words), passage_id) for passage_id, words in rows],
    )


def erase(cursor: CursorWrapper, passage_ids: Sequence[int]) -> None:
    """Forgets the words of passages."""
    cursor.execute("DELETE FROM catalogue_words WHERE passage_id = ANY(%s)", [list(passage_ids)])


def hits(clauses: Sequence[Clause], *, any_of: bool, titles_only: bool) -> tuple[str, list[Any]]:
    """Returns SQL for the passages that meet the clauses; ts_rank with the same weights as on SQLite."""
    parts = "A" if titles_only else "ABC"
    match = (" | " if any_of else " & ").join(_clause(clause, parts) for clause in clauses)
    return (
        "SELECT passage_id, -ts_rank('{0.1, 0.2, 0.1, 1.0}', words, q.q, 1) AS rank "
        "FROM catalogue_words, (SELECT %s::tsquery AS q) q WHERE words @@ q.q",
        [match],
    )


def names(words: Sequence[str]) -> tuple[str, list[Any]]:
    """Returns SQL for the passages whose title has words beginning with these."""
    match = " & ".join(f"{_quoted('n_' + word)}:*A" for word in words)
    return "SELECT passage_id FROM catalogue_words WHERE words @@ %s::tsquery", [match]


def _vector(words: Words) -> str:
    places: dict[str, list[str]] = {}
    _place(places, words.title, "A", start=_TITLE)
    _place(places, [f"n_{form}" for form in words.title_forms], "A", start=_TITLE_FORMS)
    _place(places, words.context, "B", start=_CONTEXT)
    _place(places, words.text, "C", start=_TEXT)
    _place(places, words.text_forms[: _TEXT - _TEXT_FORMS - 1], "", start=_TEXT_FORMS)
    return " ".join(f"{_quoted(token)}:{','.join(found[:_PLACES_AT_MOST])}" for token, found in places.items())


def _place(places: dict[str, list[str]], tokens: Iterable[str], weight: str, *, start: int) -> None:
    for place, token in enumerate(tokens, start=start):
        if token:
            places.setdefault(token, []).append(f"{min(place, _LAST_PLACE)}{weight}")


def _clause(clause: Clause, parts: str) -> str:
    return "(" + " | ".join(_alternative(alternative, parts) for alternative in clause.alternatives) + ")"


def _alternative(alternative: tuple[Term, ...] | Phrase, parts: str) -> str:
    if isinstance(alternative, Phrase):
        in_text = " <-> ".join(f"{_quoted(form)}:D" for form in alternative.forms)
        in_title = " <-> ".join(f"{_quoted('n_' + form)}:A" for form in alternative.forms)
        return f"(({in_text}) | ({in_title}))"
    return "(" + " & ".join(f"({_any(term, parts)})" for term in alternative) + ")"


def _any(term: Term, parts: str) -> str:
    return " | ".join(f"{_quoted(token)}:{parts}" for token in sorted(term))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
