"""One-letter words stay with the next word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.base.typography import keep_short_words


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("w domu", "w\u00a0domu"),
        ("a w domu i o tym", "a\u00a0w\u00a0domu i\u00a0o\u00a0tym"),
        ("Z lasu", "Z\u00a0lasu"),
        ("plan A jest", "plan A\u00a0jest"),
        ("kow i", "kow i"),
        ("nie ma nic", "nie ma nic"),
        ("@a b #i c", "@a b #i c"),
        ("i  dwa", "i  dwa"),
        ("", ""),
    ],
)
def test_short_words_stay(text, kept):
    assert keep_short_words(text) == kept


@given(st.text(max_size=100))
def test_nothing_but_spaces_changes(text):
    kept = keep_short_words(text)
    assert kept.replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert keep_short_words(kept) == kept
