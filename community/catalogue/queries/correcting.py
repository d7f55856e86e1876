"""The word that was meant: for a query with a slip in it, what a viewer would have found without."""

import re

from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from community.base.language import is_stop_word, lemmas_of, normal
from community.base.letters import fold
from community.catalogue.engine.terms import Clause, Term
from community.catalogue.models import KnownLemma
from community.catalogue.queries.search import which_find
from community.catalogue.typed import Typed, read_query
from community.spaces.rules import Viewer

_CORRECTED_AT_MOST = 3
_MOST_SLIPS = 3
_AT_ONCE = 20
_SHORTEST_MEANT = 4


def correction(viewer: Viewer, typed: Typed, text: str) -> str:
    """Returns the query with its unknown words put right, when a viewer would find something by it; else nothing.

    Unknown is what the viewer finds nowhere, and what is meant they find: texts that are closed to them have no say.
    Distances are optimal string alignment (Damerau 1964): a swap, a slip or a missing letter counts one. Six queries,
    and one more for every twenty near words that the viewer finds nowhere.
    """
    known = which_find(viewer, [[_one_word(word.wide)] for word in typed.words])
    unknown = list(dict.fromkeys(word.text for word, is_known in zip(typed.words, known, strict=True) if not is_known))
    if not 0 < len(unknown) <= _CORRECTED_AT_MOST or any(_is_proper(word) for word in unknown):
        return ""
    corrected = normal(text)
    for word, meant in _meant(viewer, unknown).items():
        corrected = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", meant, corrected)
        unknown.remove(word)
    clauses = read_query(corrected).clauses()
    return corrected if not unknown and clauses and all(which_find(viewer, [clauses])) else ""


def _meant(viewer: Viewer, unknown: list[str]) -> dict[str, str]:
    """Returns for each word the lemma written most like it by which a viewer finds something. Two queries or more:

    however many lemmas of closed texts are nearer, they do not push out the one that the viewer finds.
    """
    lengths = [len(word) for word in unknown]
    between = (min(lengths) - _MOST_SLIPS, max(lengths) + _MOST_SLIPS)
    alike = KnownLemma.objects.annotate(n=Length("folded")).filter(n__gte=between[0], n__lte=between[1])
    lemmas = dict(alike.values_list("lemma", "folded"))
    waiting = {word: _nearest(word, lemmas) for word in unknown}
    meant: dict[str, str] = {}
    while waiting:
        pairs = [(word, lemma) for word, near in waiting.items() for lemma in near[:_AT_ONCE]]
        finding = which_find(viewer, [[_one_word(frozenset({lemma}))] for _word, lemma in pairs])
        for (word, lemma), is_found in zip(pairs, finding, strict=True):
            if is_found:
                meant.setdefault(word, lemma)
        waiting = {word: rest for word, near in waiting.items() if word not in meant and (rest := near[_AT_ONCE:])}
    return meant


def _is_proper(word: str) -> bool:
    """Returns whether a word is not to be put right: the dictionary has it, or it is written in capitals."""
    return bool(lemmas_of(word)) or word.isupper()


def _nearest(word: str, lemmas: dict[str, str]) -> list[str]:
    """Returns the lemmas (given with their folded forms) written most like a word, the nearest first.

    Of equally near ones, that which begins alike for longer, then that of a more like length: *drzewoo* is *drzewo*.
    """
    folded = fold(word)
    slips = 1 if len(folded) < 7 else 2 if len(folded) < 10 else _MOST_SLIPS
    best = process.extract(folded, lemmas, scorer=OSA.distance, score_cutoff=slips, limit=None)
    best.sort(key=lambda near: (near[1], -Prefix.similarity(near[0], folded), abs(len(near[0]) - len(folded)), near[2]))
    meant = [str(lemma) for _folded, _distance, lemma in best]
    return [lemma for lemma in meant if len(lemma) >= _SHORTEST_MEANT and not is_stop_word(lemma)]


def _one_word(term: Term) -> Clause:
    return Clause(((term,),))
