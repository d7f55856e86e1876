"""What is offered before somebody has finished, or found anything: titles while typing, and similar threads."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from community.base.language import normal, tokens_of, words
from community.base.languages import prefix
from community.base.letters import fold
from community.catalogue import engine
from community.catalogue.engine.terms import Term
from community.catalogue.models import Entry, Passage
from community.catalogue.queries.ignoring import wanted_hits
from community.catalogue.queries.search import search
from community.catalogue.queries.wording import wording_of
from community.catalogue.rules import entries_shown_to
from community.catalogue.sources import entry_kinds
from community.catalogue.typed import Typed, read_query
from community.spaces.rules import Viewer
from community.tags.models import tag_url
from community.tags.queries import choices_for

SHORTEST = 2
MOST_SIMILAR = 5
_ALIKE = 2
_WORDS_BEGUN = 6
_CANDIDATES = 40
_TAGS = 3
_FEW = 2
_HITS = 5
# How many of each sort are suggested, in the order of the list: places first, since their names are short and exact.
_PLACES = (("space", 2), ("city", 2), ("threads", 5), ("people", 3))
_SORTS = {"person": "people", "city": "city", "space": "space"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box: where it leads, its words, what it is; `lang` where these are in another language

    than the reader's.
    """

    url: str
    label: str
    kind_label: str
    icon: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A thread that asks about the same. `lang`: the language of its words, where it is not the reader's."""

    title: str
    url: str
    summary: str
    space: str
    accent: str
    replies: int
    is_solved: bool
    lang: str


def suggestions(viewer: Viewer, text: str, *, tag_label: str) -> list[Suggestion]:
    """Returns tags, threads, people and places whose names have words that begin like this. At most eight queries."""
    begun = [fold(match[0]) for match in words(normal(text))][:_WORDS_BEGUN]
    if not begun or len("".join(begun)) < SHORTEST:
        return []
    before = prefix()
    named = choices_for(viewer).suggested(text, space_id=None, limit=_TAGS)
    tags = [Suggestion(before + tag_url(found.tag.slug), found.tag.name, tag_label, "tag") for found in named]
    return tags + _entries_named(viewer, begun, text)


def similar(viewer: Viewer, title: str, *, least: int = _ALIKE) -> list[SimilarRow]:
    """Returns threads a viewer may see whose titles share the most words with this one, the nearest first.

    A third of the words must be shared, and `least` of them where there are so many. Four queries.
    """
    typed = read_query(title)
    wanted = [word.wide for word in typed.words]
    if not wanted:
        return []
    hits, params = engine.hits(typed.clauses(wide=True), any_of=True, titles_only=True)
    rows = _talks(viewer, hits, params)
    scored = [(_shared(row.title, wanted), row) for row in rows]
    enough = min(len(wanted), max(least, -(-len(wanted) // 3)))
    near = sorted((pair for pair in scored if pair[0] >= enough), key=lambda pair: -pair[0])
    return [_similar_row(row) for _shared_words, row in near[:MOST_SIMILAR]]


def near(viewer: Viewer, typed: Typed, text: str) -> list[SimilarRow]:
    """Returns threads that a viewer may see and that have most to do with a query that found nothing.

    By their titles, else by any of the words in them. Seven queries at most.
    """
    by_title = similar(viewer, text, least=1)
    if by_title or len(typed.words) < _ALIKE:
        return by_title
    hits, params = wanted_hits(viewer, *engine.hits(typed.clauses(), any_of=True))
    visible, visible_params = entries_shown_to(viewer).filter(moves=True).values("pk").query.sql_with_params()
    chosen = f"SELECT h.passage_id FROM ({hits}) h WHERE h.entry_id IN ({visible}) ORDER BY h.rank, h.passage_id DESC"
    ids = _first_ids(chosen, [*params, *visible_params])
    return _with_half_of([word.wide for word in typed.words], ids)


def _with_half_of(wanted: list[Term], passage_ids: list[int]) -> list[SimilarRow]:
    """Returns the entries of passages that have at least half of the words, and two; most words first. One query."""
    found: dict[int, tuple[int, Entry]] = {}
    for passage in Passage.objects.filter(pk__in=passage_ids).select_related("entry__space"):
        has = _shared(f"{passage.entry.title} {passage.text}", wanted)
        if has > found.get(passage.entry_id, (0, None))[0]:
            found[passage.entry_id] = (has, passage.entry)
    enough = max(_ALIKE, -(-len(wanted) // 2))
    near = sorted((pair for pair in found.values() if pair[0] >= enough), key=lambda pair: (-pair[0], -pair[1].pk))
    return [_similar_row(entry) for _has, entry in near[:MOST_SIMILAR]]


def _entries_named(viewer: Viewer, begun: list[str], text: str) -> list[Suggestion]:
    names, params = engine.names(begun)
    rows = _rows(viewer, f"SELECT p.entry_id FROM ({names}) n JOIN catalogue_passage p ON p.id = n.passage_id", params)
    if len(rows) < _FEW:  # inflected otherwise in the title: ask by lemma
        hits = [hit.entry_id for hit in search(viewer, read_query(text)).hits[:_HITS]]
        found = entries_shown_to(viewer).in_bulk(hits)
        begins = {row.pk for row in rows}
        rows += [found[entry_id] for entry_id in hits if entry_id in found and entry_id not in begins]
    sorts: dict[str, list[Entry]] = {}
    for row in rows:
        sorts.setdefault(_SORTS.get(row.kind, "threads"), []).append(row)
    chosen = [row for sort, most in _PLACES for row in sorts.get(sort, [])[:most]]
    return [_suggestion(row) for row in chosen]


def _suggestion(entry: Entry) -> Suggestion:
    words_of_kind, shown = entry_kinds[entry.kind], wording_of(entry)
    return Suggestion(shown.url, shown.title, words_of_kind.one(), words_of_kind.icon, shown.lang)


def _rows(viewer: Viewer, sql: str, params: list[Any]) -> list[Entry]:
    """Returns the visible ones of the entries that some SQL names, the liveliest first. Two queries."""
    visible, visible_params = entries_shown_to(viewer).values("pk").query.sql_with_params()
    chosen = (
        f"SELECT e.id FROM catalogue_entry e WHERE e.id IN ({sql}) AND e.id IN ({visible}) "
        "ORDER BY e.last_activity_at DESC, e.id DESC"
    )
    return _entries(_first_ids(chosen, [*params, *visible_params]))


def _talks(viewer: Viewer, hits: str, params: list[Any]) -> list[Entry]:
    """Returns the visible threads among hits, the best first. Two queries."""
    visible, visible_params = entries_shown_to(viewer).filter(moves=True).values("pk").query.sql_with_params()
    chosen = f"SELECT h.entry_id FROM ({hits}) h WHERE h.entry_id IN ({visible}) ORDER BY h.rank, h.entry_id DESC"
    return _entries(_first_ids(chosen, [*params, *visible_params]))


def _first_ids(sql: str, params: list[Any]) -> list[int]:
    """Returns the ids that some ordered SQL chooses, the first of them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {_CANDIDATES}", params)
        return [row[0] for row in cursor.fetchall()]


def _entries(ids: list[int]) -> list[Entry]:
    """Returns entries with their spaces in the order of their ids, each once. One query."""
    found = Entry.objects.select_related("space").in_bulk(ids)
    return [found[entry_id] for entry_id in dict.fromkeys(ids) if entry_id in found]


def _shared(title: str, wanted: list[frozenset[str]]) -> int:
    has = {token for match in words(normal(title)) for token in tokens_of(match[0])}
    return sum(1 for term in wanted if term & has)


def _similar_row(entry: Entry) -> SimilarRow:
    shown = wording_of(entry)
    return SimilarRow(
        shown.title, shown.url, shown.summary, entry.space.name if entry.space else "",
        entry.space.accent if entry.space else "", entry.replies, entry.is_solved, shown.lang,
    )  # fmt: skip
