"""Snippets: which words are marked, which stretch is shown, and that a text stays a text."""

import time

import pytest

from community.catalogue.snippets import LENGTH, marked, marker, snippet
from community.catalogue.typed import read_query
from tests.catalogue.reading import asked, page_of, rows_of

pytestmark = pytest.mark.django_db


def by(query):
    return marker(read_query(query).clauses(wide=True))


def marks(query, text):
    return [piece for piece, is_marked in marked(text, by(query)) if is_marked]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("miasto", "Miasta, miastem i w MIEŚCIE", ["Miasta", "miastem", "MIEŚCIE"]),
        ("miescie", "To miasto.", ["miasto"]),
        ("miasto", "Bez liter: w miescie.", ["miescie"]),
        ("drogami", "dróg, droga, drogi; drogeria", ["dróg", "droga", "drogi"]),
        ("Białystok", "w Białymstoku i Bialymstoku", ["Białymstoku", "Bialymstoku"]),
        ("park", "parking i park", ["park"]),
        ("rada", "radar, rady", ["rady"]),
        ('"dwie hydrofornie"', "Dwie hydrofornie, hydrofornia", ["Dwie", "hydrofornie"]),
        ('"żółta łąka"', "Żółta łąka, zolta laka; łąki, żółty", ["Żółta", "łąka", "zolta", "laka"]),
        ('"zolta laka"', "Żółta łąka", ["Żółta", "łąka"]),
        ("hydrofornia", "Hydro\u00adfornia i hydro\u200bfornie", ["Hydrofornia", "hydrofornie"]),
        ("kwarcobryz", "kwarcobryzy i kwarcobryzem", ["kwarcobryzy", "kwarcobryzem"]),
        ("drzewo woda", "Woda dla drzew", ["Woda", "drzew"]),
        ("miasto", "", []),
        ("NEAR", "Nothing near", ["near"]),
        ("zażółć", "zaz\u0307o\u0301łc\u0301", ["zażółć"]),
    ],
)
def test_every_form_of_a_word_is_marked_and_no_other_word(query, text, words):
    assert marks(query, text) == words


@pytest.mark.parametrize("query", ["miasto", "hydrofornia", "nic"])
@pytest.mark.parametrize("text", ["", "Miasto.", "miasto " * 100, "x" * 1000, "a " * 200 + "hydrofornia" + " b" * 200])
def test_pieces_joined_are_the_text(query, text):
    assert "".join(piece for piece, _is_marked in marked(text, by(query))) == text
    shown = "".join(piece for piece, _is_marked in snippet(text, by(query)))
    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert len(shown) <= LENGTH + 4


def test_stretch_with_the_most_different_words_is_shown():
    text = "Drzewa. " + "Nic tu nie ma. " * 40 + "Woda dla drzew w miastach. " + "Nic tu nie ma. " * 40
    pieces = snippet(text, by("miasto woda drzewo"))
    assert [piece for piece, is_marked in pieces if is_marked] == ["Woda", "drzew", "miastach"]
    assert (pieces[0], pieces[-1]) == (("… ", False), (" …", False))


def test_text_without_the_words_shows_its_beginning():
    text = "Zaczynamy tutaj. " + "Dalej nic. " * 50
    assert snippet(text, by("miasto"))[0][0].startswith("Zaczynamy tutaj. Dalej")


def test_stretch_begins_and_ends_between_words():
    text = "słowo " * 200 + "hydrofornia " + "słowo " * 200
    shown = "".join(piece for piece, _is_marked in snippet(text, by("hydrofornia")))
    assert set(shown.removeprefix("… ").removesuffix(" …").split()) == {"słowo", "hydrofornia"}


@pytest.mark.parametrize("text", ["drzewo " * 6_000, "drzewo" * 6_000, "drzewo\n\n" * 5_000])
def test_text_that_is_one_word_over_and_over_costs_little(text):
    sought = by("drzewo")
    snippet(text, sought)
    started = time.process_time()
    snippet(text, sought)
    assert time.process_time() - started < 2  # quadratic work takes minutes


def test_soft_hyphens_in_a_text_do_not_hide_its_words(as_, anna, zielona):
    thread = asked(anna, zielona, "Hydro\u00adfornia", "Koso\u00addrzewina i latar\u200bnik.")
    for query in ("kosodrzewina", "latarnikiem", "hydrofornia", '"kosodrzewina i latarnik"', "koso\u00addrzewina"):
        (row,) = rows_of(as_().get("/szukaj/", {"q": query}))
        assert (row.url, row.snippet) == (thread.url, "Kosodrzewina i latarnik.")
        assert len(row.marked + row.marked_title) == (3 if query.startswith('"') else 1)


def test_phrase_with_polish_letters_is_marked_on_the_page(as_, anna, zielona):
    asked(anna, zielona, "Żółta gęśla łąka", "Mamy łąkę. Żółta gęśla stoi.")
    (row,) = rows_of(as_().get("/szukaj/", {"q": "„żółta gęśla”"}))
    assert (row.marked_title, row.marked) == (["Żółta", "gęśla"], ["Żółta", "gęśla"])


def test_page_escapes_what_stands_around_the_marks(as_, anna, zielona):
    asked(anna, zielona, 'Hydrofornia <b>&amp;</b> "x"', "Kod `<script>alert('hydrofornia')</script>` i hydroforni.")
    response = as_().get("/szukaj/", {"q": "hydrofornia"})
    row = rows_of(response)[0]
    assert (row.title, row.marked_title) == ('Hydrofornia <b>&amp;</b> "x"', ["Hydrofornia"])
    assert (row.snippet, row.marked) == (
        "Kod <script>alert('hydrofornia')</script> i hydroforni.", ["hydrofornia", "hydroforni"]
    )  # fmt: skip
    assert page_of(response).count("<script>alert") == 0
