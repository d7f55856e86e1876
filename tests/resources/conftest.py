"""What every test of the library begins with."""

import pytest

from resources import rendering


@pytest.fixture(autouse=True)
def _texts_are_read_anew():
    """A process keeps the texts it has read, by page and revision: tests take theirs back, and the numbers return."""
    rendering._kept.cache_clear()
