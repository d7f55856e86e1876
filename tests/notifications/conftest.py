"""People whose letters are read in these tests."""

import pytest


@pytest.fixture()
def english(anna):
    """Anna reads English."""
    anna.language = "en"
    anna.save(update_fields=["language"])
    return anna
