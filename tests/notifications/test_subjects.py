"""Subjects of letters of notices."""

import pytest
from django.utils import translation

from community.notifications.letters import subject_of

pytestmark = pytest.mark.same_everywhere


@pytest.mark.parametrize(
    ("sentences", "subject"),
    [
        (["Jedno."], "Jedno."),
        (["Jedno.", "Drugie.", "Trzecie."], "Jedno. and 2 others"),
        (["słowo " * 30], "słowo " * 14 + "słowo…"),
        (["a\r\nBcc: all@example.org"], "a Bcc: all@example.org"),
    ],
)
def test_subject_says_what_happened_in_one_short_line(sentences, subject):
    with translation.override("en"):
        assert subject_of(sentences) == subject
