"""From text to the words that the engines store."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from community.base.language import LONGEST_WORD, is_stop_word, lemmas_of, normal, tokens_of, words
from community.base.letters import fold
from community.catalogue.engine.terms import Words

READING = 1  # raise it when texts are read differently: an interrupted rebuild then begins again


def tag_token(tag_id: int) -> str:
    """Returns the token that stands for a tag among the words of a title."""
    return f"t_{tag_id}"


def title_words(title: str, *, language: str, tag_ids: Iterable[int] = (), is_first: bool) -> Words:
    """Returns what a passage carries of its entry's title and tags."""
    tokens, forms = _read(title, language)
    tokens += tuple(tag_token(tag_id) for tag_id in sorted(tag_ids))
    return Words(title=tokens, title_forms=forms) if is_first else Words(context=tokens)


def passage_words(title: Words, text: str, *, language: str) -> Words:
    """Returns the words of a passage under a title."""
    tokens, forms = _read(text, language)
    return replace(title, text=tokens, text_forms=forms)


def lemmas_in(texts: Iterable[str]) -> set[str]:
    """Returns the lemmas of the words in some texts as the dictionary writes them, or an unknown word itself."""
    distinct = {match[0].lower()[:LONGEST_WORD] for text in texts for match in words(normal(text))}
    return {lemma for word in distinct for lemma in lemmas_of(word) or (word,)}


def read_ahead(*texts: str) -> None:
    """Reads the words of texts before a transaction does, so that nobody waits for the dictionary behind a lock."""
    for text in texts:
        _read(text, "pl")
    lemmas_in(texts)


def _read(text: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the tokens (words that only join others left out) and the folded forms of a text, in its order."""
    tokens: list[str] = []
    forms: list[str] = []
    for match in words(normal(text)):
        form, found = _read_word(match[0], language)
        forms.append(form)
        tokens += found
    return tuple(tokens), tuple(forms)


@lru_cache(30_000)
def _read_word(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    tokens = () if is_stop_word(word) else tuple(sorted(tokens_of(word, language=language)))
    return fold(word)[:LONGEST_WORD], tokens
