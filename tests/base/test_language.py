"""Words and their tokens: the same every time, for any text, in any thread, and nothing an engine could choke on."""

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.base.language import (
    LONGEST_WORD,
    forms_of,
    is_stop_word,
    lemmas_of,
    normal,
    tokens_of,
    tokens_sought,
    words,
)

HOSTILE = [
    "", " ", "\x00", "zieleń\x00miejska", "🌳", "👩‍👩‍👧‍👦", "مدينة خضراء", "\u202ezieleń\u202c", "z\u0301rodlo",
    "a\u0300\u0301\u0302",
    '"', "'", "*", "(", ")", "AND", "NEAR(a b)", "NOT", "{title}:", ":A", "&|!<->", "\\", "%_", "İstanbul", "ẞ", "ﬁ",
    "１２",
    "x" * 10_000, "zażółć " * 1_500, "\ud800", "ǅ", "½", "Ⅷ", "क्षत्रिय", "日本語", "_" * 50, "a_b", "s_dane", "t_5",
]  # fmt: skip
TOKEN = re.compile(r"\w+")
any_text = st.text(max_size=300)
polish = st.text(alphabet="aąbcćdeęfghijklłmnńoóprsśtuwyzźż -'", max_size=120)


def read(text):
    return [(m[0], m.start(), tokens_of(m[0]), tokens_sought(m[0]), lemmas_of(m[0])) for m in words(normal(text))]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_hostile_text_gives_tokens_without_syntax(text, language):
    for match in words(normal(text)):
        tokens = tokens_of(match[0], language=language)
        assert tokens | tokens_sought(match[0]) == {t for t in tokens | tokens_sought(match[0]) if TOKEN.fullmatch(t)}
        assert tokens


@settings(max_examples=150, deadline=None)
@given(any_text | polish)
def test_any_text_is_read_the_same_twice(text):
    assert read(text) == read(text)


@settings(max_examples=150, deadline=None)
@given(any_text | polish)
def test_words_stand_where_they_say_and_hold_letters_and_digits_only(text):
    text = normal(text)
    places = [(m.start(), m.end()) for m in words(text)]
    assert places == sorted(places)
    assert all(text[m.start() : m.end()] == m[0] and m[0].isalnum() for m in words(text))


@settings(max_examples=100, deadline=None)
@given(any_text | polish)
def test_every_word_looks_for_what_it_is_found_by(text):
    for match in words(normal(text)):
        assert tokens_of(match[0], language="en") & tokens_sought(match[0])
        assert tokens_of(match[0]) & tokens_sought(match[0])


@settings(max_examples=60, deadline=None)
@given(polish)
def test_composed_and_decomposed_letters_are_one_text(text):
    assert normal(unicodedata.normalize("NFD", text)) == normal(text)


def test_long_words_are_cut():
    assert max(map(len, tokens_of("ż" * 5_000))) <= LONGEST_WORD + 2


def test_tokens_are_the_same_in_many_threads():
    forms = sorted(forms_of("retencja") | forms_of("miasto") | forms_of("dobry") | {"LoRaWANu", "miescie", "Pilawie"})

    def all_tokens(_number):
        return [(tokens_of(form), tokens_sought(form), forms_of(form)) for form in forms * 3]

    with ThreadPoolExecutor(8) as threads:
        assert (
            len({repr([[sorted(s) for s in row] for row in rows]) for rows in threads.map(all_tokens, range(16))}) == 1
        )


@pytest.mark.parametrize("word", ["i", "się", "sie", "że", "ze", "Który", "są", "mają", "the", "of"])
def test_words_that_only_join_are_left_out(word):
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["zęby", "maja", "wiec", "miasto", "IT", "WHO", "nowy", "sąd", "sad", "2024"])
def test_words_that_say_something_are_kept(word):
    assert not is_stop_word(word)


def test_all_lemmas_of_a_form_are_kept():
    assert {lemma.lower() for lemma in lemmas_of("zieleni")} == {"zieleń", "zielony", "zielenić"}


def test_surname_is_not_a_lemma_beside_common_words():
    assert "dany" in tokens_of("danych")
    assert "danych" not in tokens_of("danych")


def test_place_known_as_a_surname_is_found_where_it_could_be_a_dish():
    assert tokens_of("Pilawie") & tokens_sought("pilawa")
    assert not tokens_of("pilawie") & tokens_sought("Pilawa")


def test_digits_with_letters_are_one_word():
    assert "5" not in tokens_of("5G")
    assert tokens_of("CO2") & tokens_sought("co2")


def test_endings_on_abbreviations_are_no_words():
    assert [m[0] for m in words("MID-ów, ePUAP-ie i e-Doręczeń, Joyce'a")] == [
        "MID",
        "ePUAP",
        "i",
        "e",
        "Doręczeń",
        "Joyce",
    ]


def test_unknown_words_are_meant_with_polish_letters():
    assert "niecka" in tokens_of("niecke")
    assert "źródło" in tokens_of("zrodel")
    assert "cyberbezpieczeństwo" in tokens_of("cyberbezpieczenstwo")


def test_forms_of_places_are_found_by_their_tokens():
    assert {"białymstoku", "białegostoku"} <= forms_of("białystok")
    assert forms_of("xyzabc") == {"xyzabc"}
