"""Words and their lemmas, so that every form of a Polish word finds every other. Folding and order are in `letters`.

Morfeusz 2 (SGJP dictionary, http://morfeusz.sgjp.pl) returns all lemmas of a form, and all of them are kept: `zieleni`
is a form of zieleń, zielony and zielenić. A word matches another when their tokens meet. Tokens are lemmas in lower
case with their Polish letters; words that the dictionary does not know give their form and two stems, `p_…` (Polish)
and `e_…` (English), as Snowball makes them, and the words they would be with Polish letters.
Surnames are lemmas only where nothing else is known, or every other common noun would also be somebody; a word
written with a capital carries them apart, as `s_…`, so that Pilawa is found in “w Pilawie” (which could be a pilaf).
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations, islice, product
from typing import Any, NamedTuple

import morfeusz2
import Stemmer

from community.base.letters import fold

LONGEST_WORD = 64
_KEPT = 30_000  # words whose reading a process remembers, about a kilobyte each
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_NOT_IN_TOKENS = re.compile(r"\W+")
# An ending that hangs on an abbreviation or a foreign name: MID-ów, ePUAP-ie, Joyce'a. It is not a word of its own.
_ENDING = re.compile(r"(?:u|a|em|owi|ie|y|i|e|ów|om|ami|ach|ę|ą|owy|owa|owe|owych|owej|owego)$", re.IGNORECASE)
_HANGS_BY = "-‐‑'’"
_SURNAME = "nazwisko"
_NAMES = {_SURNAME, "imię"}
_MARKED = {
    "a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź",
}  # fmt: skip
_MARKS_AT_MOST, _WAYS_AT_MOST, _TRIES_AT_MOST = 4, 600, 60
# What Polish spelling rules out (foreign letters; softness before a vowel is written with i; no ą at the beginning):
# with it, most ways to set marks need not be looked up.
_NOT_POLISH = re.compile(
    r"[^a-ząćęłńóśźż]|[qvx]|th|sh|ph|gh|wh|^[ąęń]|[aeouyąęó][ąęó]|[ąęó][aeiouyąęó]|[ćńśź][aeiouyąęó]|łi"
)
_lock = threading.Lock()

# Words that say how a sentence hangs together and nothing of what it is about; searching leaves them out.
_POLISH = (
    "a aby albo ale ani aż bez bo by być było bym cię ci co czy czyli czym dla do go i ich ile im innych iż ja ją jak "
    "jaka jakie jaki jakich jako je jego jej jest jeśli jeszcze jeżeli już kiedy kto która które który których którzy "
    "którym lecz lub ma mają mam mamy mi mnie może można my na nad nam nami nas nasz nasze nie niż o od on ona one oni "
    "gdzie ktoś kogoś komuś coś czegoś wie wiem wiecie macie proszę dlaczego skąd "
    "oraz po pod ponad poza przed przez przy są sam się ta tak taka takie taki tam te tego tej ten tę to tu ty tych "
    "tylko tym u w wam was we więc wszystkie wy z za ze że żeby"
)
_ENGLISH = (
    "a an and are as at be but by for from how i in is it of on or that the this to was we what when which who with"
)
_POLISH_STOPS, _ENGLISH_STOPS = frozenset(_POLISH.split()), frozenset(_ENGLISH.split())
_OTHER_WORDS_UNMARKED = {"maja", "wiec"}  # of May, a rally: not mają and więc
_NO_STOPS = {"IT", "WHO"}
_STOPS = _POLISH_STOPS | _ENGLISH_STOPS | ({fold(word) for word in _POLISH_STOPS} - _OTHER_WORDS_UNMARKED)


def words(text: str) -> Iterator[re.Match[str]]:
    """Yields the words of a text (letters and digits between anything else), with their places in it.

    Endings that hang on a word by a hyphen or an apostrophe are left out.
    """
    end = -1
    for match in _WORD.finditer(text):
        hangs = match.start() == end + 1 and text[end] in _HANGS_BY and len(match[0]) <= 5
        end = match.end()
        if not (hangs and _ENDING.match(match[0])):
            yield match


def normal(text: str) -> str:
    """Returns a text in composed letters (NFC) without the invisible signs that Word and PDF put into words."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def is_stop_word(word: str) -> bool:
    """Returns whether searching leaves a word out, typed with or without Polish letters. IT and WHO are not it, who."""
    is_letter = len(word) == 1 and word.isalpha()  # the e of e-mail
    return is_letter or (word.lower() in _STOPS and word not in _NO_STOPS)


def tokens_of(word: str, *, language: str = "pl") -> frozenset[str]:
    """Returns what a word in a text is found by; in English texts also the word itself and its English stem."""
    lower = _lower(word)
    known = _tokens(lower) | _surnames(lower) if word[:1].isupper() else _tokens(lower)
    return known | ({lower, f"e_{_stem('english', lower)}"} if language == "en" else _restored(lower))


def tokens_sought(word: str) -> frozenset[str]:
    """Returns what a typed word looks for: its tokens, surnames too, and its English stem for English texts."""
    lower = _lower(word)
    return _tokens(lower) | _surnames(lower) | _restored(lower) | {f"e_{_stem('english', lower)}"}


@lru_cache(2_000)
def tokens_unmarked(word: str) -> frozenset[str]:
    """Returns what the forms of a word are found by in texts typed without Polish letters, where nobody knows them."""
    forms = {_lower(word)}.union(*(forms_of(lemma) for lemma in lemmas_of(word)))
    plain = {_lower(fold(form)) for form in forms if form.isalpha()}
    return frozenset(f"p_{_stem('polish', form)}" for form in plain if not _analyse(form))


def lemmas_of(word: str) -> tuple[str, ...]:
    """Returns all lemmas of a form as the dictionary writes them (surnames where there is nothing else), or none."""
    found = _analyse(_lower(word))
    common = tuple(dict.fromkeys(reading.lemma for reading in found if not reading.is_surname))
    return common or tuple(dict.fromkeys(reading.lemma for reading in found))


def is_common_word(word: str) -> bool:
    """Returns whether a word, typed with or without Polish letters, is in the dictionary and not only as a name."""
    lower = _lower(word)
    with _lock:
        rows = _analyser().analyse(lower)
    known = [names for _from, _to, (_form, _lemma, tag, names, _style) in rows if tag != "ign"]
    return any(not _NAMES & set(names) for names in known) or bool(not known and _restored(lower))


def name_readings(word: str) -> frozenset[str]:
    """Returns whether a word may be somebody's first name ("imię") or surname ("nazwisko"), as the dictionary says."""
    with _lock:
        rows = _analyser().analyse(_lower(word))
    return frozenset(name for *_place, reading in rows for name in reading[3]) & _NAMES


@lru_cache(2_000)
def forms_of(lemma: str) -> frozenset[str]:
    """Returns all forms of a lemma in lower case, only itself when it is unknown; names may come as tokens do: żory."""
    spellings = (lemma, lemma.capitalize()) if lemma.replace("_", "").isalpha() else ()
    with _lock:
        made = [[row for row in _generator().generate(spelling) if row[2] != "ign"] for spelling in spellings]
    return frozenset({row[0].lower() for row in next(filter(None, made), [])} | {lemma.lower()})


@lru_cache(_KEPT)
def _tokens(lower: str) -> frozenset[str]:
    readings = _analyse(lower)
    common = {_as_token(reading.lemma) for reading in readings if not reading.is_surname}
    if common and not all(reading.is_abbreviation for reading in readings):
        return frozenset(common)
    stems = {lower, f"p_{_stem('polish', lower)}", f"e_{_stem('english', lower)}"}
    surnames = {_as_token(reading.lemma) for reading in readings}
    return frozenset(common | surnames | stems)


def _surnames(lower: str) -> frozenset[str]:
    return frozenset(f"s_{_as_token(reading.lemma)}" for reading in _analyse(lower) if reading.is_surname)


@lru_cache(_KEPT)
def _restored(lower: str) -> frozenset[str]:
    """Returns the lemmas of words that this one would be with Polish letters: `niecke` was meant to be `nieckę`.

    Only for words that nobody knows; the fewest marks are tried first, and only so many ways to set them.
    """
    is_known = any(not reading.is_surname for reading in _analyse(lower))
    if is_known or len(lower) < 3 or _NOT_POLISH.search(lower):
        return frozenset()
    places = [place for place, letter in enumerate(lower) if letter in _MARKED]
    ways = (way for marks in range(1, _MARKS_AT_MOST + 1) for way in combinations(places, marks))
    forms = islice((form for way in ways for form in _with_marks(lower, way)), _WAYS_AT_MOST)
    tried = islice((form for form in forms if not _NOT_POLISH.search(form)), _TRIES_AT_MOST)
    readings = (reading for form in tried for reading in _read(form))
    return frozenset(_as_token(reading.lemma) for reading in readings if not reading.is_surname)


def _with_marks(lower: str, places: tuple[int, ...]) -> Iterator[str]:
    for marked in product(*(_MARKED[lower[place]] for place in places)):
        letters = list(lower)
        for place, letter in zip(places, marked, strict=True):
            letters[place] = letter
        yield "".join(letters)


class _Reading(NamedTuple):
    """One way to read a form."""

    lemma: str
    is_surname: bool
    is_abbreviation: bool


def _read(lower: str) -> tuple[_Reading, ...]:
    if not lower.isalpha():
        return ()  # 5G is not five grams
    with _lock:
        rows = _analyser().analyse(lower)
    if any(interpretation[2] == "ign" for _from, _to, interpretation in rows):
        return ()
    first = (interpretation for start, _to, interpretation in rows if start == 0)  # robił|em, zrobił|by
    readings = (
        _Reading(lemma.partition(":")[0], _SURNAME in names, tag.startswith("brev"))
        for _form, lemma, tag, names, _style in first
    )
    return tuple(dict.fromkeys(readings))


_analyse = lru_cache(_KEPT)(_read)


def _lower(word: str) -> str:
    """Returns a word in lower case without the marks that some capitals leave behind there (İ)."""
    return _NOT_IN_TOKENS.sub("", word[:LONGEST_WORD].lower())


def _as_token(text: str) -> str:
    """Returns a lemma or a form with nothing in it that an engine could take for the end of a word."""
    return _NOT_IN_TOKENS.sub("_", text.lower())


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
