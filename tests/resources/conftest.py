"""Pages of the library that tests stand on: from the demo, and of their own."""

import pytest

from resources import rendering
from resources.models import ArticlePage, RecommendationPage


@pytest.fixture(autouse=True)
def _texts_are_read_anew():
    """A process keeps texts by page and revision; rolled back tests use the same numbers for other pages."""
    rendering._kept.cache_clear()


@pytest.fixture()
def article(db):
    """The article about a rain garden, in Polish; it has an English version."""
    return ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")


@pytest.fixture()
def recommendation(db):
    """A recommendation of Sieć Zielona with five steps and three cases."""
    return RecommendationPage.objects.get(slug="utrzymanie-w-kosztach")


@pytest.fixture()
def fresh(db):
    """A recommendation of Sieć Zielona of which no city has said anything."""
    return RecommendationPage.objects.get(slug="drzewa-i-sieci")


@pytest.fixture()
def raciborz(anna):
    """Anna's city."""
    return anna.seats.get(until=None).city


@pytest.fixture()
def zyrardow(jan):
    """Jan's city."""
    return jan.seats.get(until=None).city
