"""What changed between two texts: exact, in words, and never slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.base.differences import ADDED, REMOVED, SAME, differences

TEXTS = st.text(alphabet="ab ą\n.,", max_size=60)


def said(old, new):
    return [(one.kind, one.text) for one in differences(old, new)]


def test_a_changed_word_is_removed_and_added():
    assert said("Ala ma kota.", "Ala ma psa.") == [
        (SAME, "Ala ma "), (REMOVED, "kota"), (ADDED, "psa"), (SAME, "."),
    ]  # fmt: skip


def test_words_put_at_the_end_leave_the_last_word_alone():
    assert said("kot ma Alę", "kot ma Alę i psa") == [(SAME, "kot ma Alę"), (ADDED, " i psa")]


def test_each_changed_line_is_compared_with_its_own():
    old, new = "pierwszy wers\ndrugi wers\ntrzeci", "pierwszy wiersz\ndrugi wiersz\ntrzeci"
    assert said(old, new) == [
        (SAME, "pierwszy "), (REMOVED, "wers"), (ADDED, "wiersz"), (SAME, "\ndrugi "),
        (REMOVED, "wers"), (ADDED, "wiersz"), (SAME, "\ntrzeci"),
    ]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wanted"), [
    ("", "", []),
    ("", "nowy", [(ADDED, "nowy")]),
    ("stary", "", [(REMOVED, "stary")]),
    ("ten sam", "ten sam", [(SAME, "ten sam")]),
])  # fmt: skip
def test_what_is_empty_or_equal(old, new, wanted):
    assert said(old, new) == wanted


@given(TEXTS, TEXTS)
def test_stretches_hold_both_texts_whole(old, new):
    stretches = differences(old, new)
    assert "".join(one.text for one in stretches if one.kind != ADDED) == old
    assert "".join(one.text for one in stretches if one.kind != REMOVED) == new


def test_what_is_the_same_for_long_is_left_out_but_counted():
    long = "słowo " * 400
    first, removed, added, last = differences(long + "stare " + long, long + "nowe " + long)
    assert (removed.text, added.text) == ("stare", "nowe")
    assert len(first.text) + first.left_out + len(first.rest) == len(long)
    assert (first.text, last.rest) == ("", "")
    assert first.rest.endswith("słowo ")


HARD = {
    "one word": ("a " * 20_000, "a " * 19_999 + "b "),
    "every second word": ("x " * 20_000, "x y " * 10_000),
    "short lines": ("x\n" * 20_000, "x\ny\n" * 10_000),
    "many short lines": ("x\n" * 1_000, "x\ny\n" * 500),
    "each line anew": ("\n".join(["a b c d e f g " * 14] * 200), "\n".join(["b d f a c e g " * 14] * 200)),
    "nothing in common": (" ".join(map(str, range(7_000))), " ".join(map(str, range(7_000, 14_000)))),
}


@pytest.mark.parametrize("name", HARD)
def test_texts_of_40_000_signs_take_less_than_a_second(name):
    started = time.process_time()
    differences(*HARD[name])
    assert time.process_time() - started < 2  # the tests' machine may be busy
