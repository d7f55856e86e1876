"""Polish letters: what is found without them, and the order of a Polish dictionary."""

import random

import pytest

from community.base.letters import SORT_KEY_LENGTH, fold, sort_key

ALPHABET = " 0123456789aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
NAMES = [
    "Adam Ćwik", "Adam Cwik", "Ała", "Ania Żak", "Anna Bąk", "Anna Bak", "Annamaria Bąk", "Łucja Łoś", "Lucja Los",
    "Łódź", "Lublin", "Łomża", "Żory", "Źródła", "Zabrze", "Ćmielów", "Ciechanów", "Świdnik", "Suwałki", "Śrem",
    "Ósma", "Oława", "Gazzeta", "Gąbin", "Gazda", "Żyrardów", "Zzz", "Bozena", "Bożena", "Bóbrka", "Bzzz", "Azz", "Ąb",
]  # fmt: skip


def dictionary(text):
    return [ALPHABET.index(sign) for sign in text.lower()]


def test_names_sort_as_in_a_polish_dictionary():
    assert sorted(NAMES, key=sort_key) == sorted(NAMES, key=dictionary)


def test_any_words_sort_as_in_a_polish_dictionary():
    dice = random.Random(13)
    words = {"".join(dice.choices("aązźżzlłoóc ", k=dice.randint(1, 6))) for _ in range(3000)}
    words = {" ".join(word.split()) for word in words} - {""}
    assert sorted(words, key=sort_key) == sorted(words, key=dictionary)


@pytest.mark.parametrize("text", ["Łódź 7", "Über-Ñandú", "Иван", "北京", "a\u0301", "😀 x", "_-_"])
def test_key_is_made_of_plain_letters(text):
    assert set(sort_key(text)) <= set("abcdefghijklmnopqrstuvwxyz")


def test_key_is_never_too_long():
    assert len(sort_key("Я" * 120)) == SORT_KEY_LENGTH


@pytest.mark.parametrize(
    ("one", "other"), [("Élan", "elan"), ("Nowak-Kos", "nowak  kos"), ("Żo\u0301ł", "\u017c\u00f3\u0142"), ("-a", "A")]
)
def test_what_a_polish_dictionary_does_not_tell_apart_has_one_key(one, other):
    assert sort_key(one) == sort_key(other)


@pytest.mark.parametrize(("text", "folded"), [("ZAŻÓŁĆ Gęślą Jaźń", "zazolc gesla jazn"), ("Łódź", "lodz"), ("", "")])
def test_fold(text, folded):
    assert fold(text) == folded
