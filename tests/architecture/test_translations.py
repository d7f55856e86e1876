"""The interface is complete in Polish."""

import pytest

from tests.architecture import translations


@pytest.fixture(scope="module")
def wanted():
    return translations.sources()


def test_babel_finds_messages_in_code_and_templates(wanted):
    places = {place.split("/")[0] for message in wanted for place, _line in message.locations}
    assert places == {"community", "forum", "resources", "templates"}


def test_messages_in_partials_are_found_too(wanted):
    assert any("/_" in place for message in wanted for place, _line in message.locations)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_message_is_translated(wanted, language):
    assert translations.problems(language, wanted) == []
