"""Moments in words, in the reader's language and in Warsaw's time."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from community.base.moments import Moment, moment

EVENING = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # already June in Warsaw
WINTER = datetime(2026, 1, 5, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "at", "said"),
    [
        ("pl", EVENING, Moment("2026-06-01T00:30:00+02:00", "1 cze 2026", "1 czerwca 2026, 00:30")),
        ("en", EVENING, Moment("2026-06-01T00:30:00+02:00", "1 Jun 2026", "1 June 2026, 00:30")),
        ("pl", WINTER, Moment("2026-01-05T10:05:00+01:00", "5 sty 2026", "5 stycznia 2026, 10:05")),
        ("de", WINTER, Moment("2026-01-05T10:05:00+01:00", "5 sty 2026", "5 stycznia 2026, 10:05")),
    ],
)
def test_moment_is_said(language, at, said):
    with translation.override(language):
        assert moment(at) == said
