"""Words and their lemmas, so that every form of a Polish word finds every other. Folding and order are in `letters`.

Morfeusz 2 (SGJP dictionary, http://morfeusz.sgjp.pl) returns all lemmas of a form, and all of them are kept: `zieleni`
is a form of zieleń, zielony and zielenić. A word matches another when their tokens meet. Tokens are lemmas in lower
case with their Polish letters; words that the dictionary does not know give their form and two stems, `p_…` (Polish)
and `e_…` (English), as Snowball makes them.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from typing import Any

import morfeusz2
import Stemmer

from community.base.letters import fold

LONGEST_WORD = 64
_WORD = re.compile(r"[^\W_]+")
_SURNAME = "nazwisko"
_RESTORED_AT_MOST = 256
_MARKED = {
    "a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zźż",
}  # fmt: skip
_lock = threading.Lock()

# Words that say how a sentence hangs together and nothing of what it is about; searching leaves them out.
STOP_WORDS = frozenset(
    "a aby albo ale ani az bez bo by byc bylo bym cie ci co czy czyli czym dla do go i ich ile im innych iz ja jak jaka "
    "jakie jaki jakich jako je jego jej jest jesli jeszcze jezeli juz kiedy kto ktora ktore ktory ktorych ktorzy ktorym "
    "lecz lub ma maja mam mamy mi mnie moze mozna my na nad nam nami nas nasz nasze nie niz o od on ona one oni oraz "
    "po pod ponad poza przed przez przy sa sam sie ta tak taka takie taki tam te tego tej ten to tu ty tych tylko tym "
    "u w wam was we wiec wszystkie wy z za ze zeby "
    "an and are as at be but for from how in is it of on or that the this was what when which who with".split()
)


def words(text: str) -> Iterator[re.Match[str]]:
    """Yields the words of a text (letters and digits between anything else), with their places in it."""
    return _WORD.finditer(text)


def normal(text: str) -> str:
    """Returns a text in composed letters (NFC), as `words` expects it."""
    return unicodedata.normalize("NFC", text)


def is_stop_word(word: str) -> bool:
    """Returns whether searching leaves a word out, typed with or without Polish letters."""
    return fold(word) in STOP_WORDS


def tokens_of(word: str, *, language: str = "pl") -> frozenset[str]:
    """Returns what a word in a text is found by; in English texts also the word itself and its English stem."""
    lower = word[:LONGEST_WORD].lower()
    known = _tokens(lower)
    return known | {lower, f"e_{_stem('english', lower)}"} if language == "en" else known


def tokens_sought(word: str) -> frozenset[str]:
    """Returns what a typed word looks for: its tokens, and its English stem for English texts."""
    lower = word[:LONGEST_WORD].lower()
    return _tokens(lower) | {f"e_{_stem('english', lower)}"}


def lemmas_of(word: str) -> tuple[str, ...]:
    """Returns all lemmas of a form as the dictionary writes them, none for an unknown word.

    Surnames count only where nothing else is known, or every other common noun would also be somebody.
    """
    found = _analyse(word[:LONGEST_WORD].lower())
    common = tuple(dict.fromkeys(lemma for lemma, is_surname in found if not is_surname))
    return common or tuple(dict.fromkeys(lemma for lemma, _is_surname in found))


@lru_cache(20_000)
def forms_of(lemma: str) -> frozenset[str]:
    """Returns all forms of a lemma (as `lemmas_of` writes it) in lower case, only itself when it is unknown."""
    with _lock:
        made = _generator().generate(lemma) if " " not in lemma else []
    return frozenset({row[0].lower() for row in made} | {lemma.lower()})


@lru_cache(100_000)
def _tokens(lower: str) -> frozenset[str]:
    found = _analyse(lower)
    common = {lemma.lower() for lemma, is_surname in found if not is_surname}
    if common:
        return frozenset(common)
    surnames = {lemma.lower() for lemma, _is_surname in found}
    stems = {lower, f"p_{_stem('polish', lower)}", f"e_{_stem('english', lower)}"}
    return frozenset(surnames | stems | (set() if surnames else _restored(lower)))


def _restored(lower: str) -> set[str]:
    """Returns the lemmas of words that this one would be with Polish letters: `niecke` was meant to be `nieckę`.

    Only for words that nobody knows, and only as long as trying all the letters is cheap.
    """
    choices = [_MARKED.get(letter, letter) for letter in lower]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    if not 1 < ways <= _RESTORED_AT_MOST or not lower.isascii() or len(lower) < 3:
        return set()
    meant = ("".join(letters) for letters in product(*choices))
    return {lemma.lower() for form in meant for lemma, is_surname in _analyse(form) if not is_surname}


@lru_cache(100_000)
def _analyse(lower: str) -> tuple[tuple[str, bool], ...]:
    """Returns pairs of a lemma and whether it is a surname."""
    with _lock:
        rows = _analyser().analyse(lower)
    if any(interpretation[2] == "ign" for _from, _to, interpretation in rows):
        return ()
    first = (interpretation for start, _to, interpretation in rows if start == 0)  # robił|em, zrobił|by
    return tuple(dict.fromkeys((lemma.partition(":")[0], _SURNAME in names) for _f, lemma, _tag, names, _s in first))


def _stem(language: str, lower: str) -> str:
    with _lock:
        return str(_stemmer(language).stemWord(lower))


@cache
def _analyser() -> Any:
    return morfeusz2.Morfeusz(generate=False, case_handling=morfeusz2.IGNORE_CASE, expand_tags=False)


@cache
def _generator() -> Any:
    return morfeusz2.Morfeusz(analyse=False)


@cache
def _stemmer(language: str) -> Any:
    return Stemmer.Stemmer(language)
