"""What tests of the library share."""

import pytest

from resources import rendering


@pytest.fixture(autouse=True)
def _texts_are_read_anew():
    """A process keeps texts by page and revision; rolled back tests use the same numbers for other pages."""
    rendering._kept.cache_clear()
