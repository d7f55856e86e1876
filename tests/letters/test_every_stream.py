"""What every stream that an app registers must do: say its name, stop by its link, begin again, lead to settings."""

import re

import pytest

from community.letters.links import links_for
from community.letters.streams import streams
from community.letters.tokens import stop_token

pytestmark = pytest.mark.django_db
NAMES = sorted(streams)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_notices_and_digests_are_streams():
    assert NAMES == ["daily", "notices", "weekly"]


@pytest.mark.parametrize("name", NAMES)
def test_stream_stops_by_the_button_of_a_mail_program_and_no_other_does(name, as_, anna):
    for one in NAMES:
        streams[one].restart(anna)
    as_().post(f"/listy/{stop_token(anna.pk, name)}/", ONE_CLICK)
    assert [one for one in NAMES if not streams[one].is_on(anna)] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_stream_that_was_stopped_begins_again(name, as_, anna):
    path = f"/listy/{stop_token(anna.pk, name)}/"
    for act, is_on in (("stop", False), ("restart", True)):
        as_().post(path, {"act": act})
        assert streams[name].is_on(anna) is is_on


@pytest.mark.parametrize("name", NAMES)
def test_stream_has_a_name_and_leads_to_settings(name, as_, anna, settings):
    path = f"/listy/{stop_token(anna.pk, name)}/"
    assert streams[name].label() in as_().get(path).content.decode().replace("\u00a0", " ")
    assert re.fullmatch(r"[a-z.-]+", streams[name].list_id)
    there = links_for(anna, name).settings.removeprefix(settings.SITE_URL)
    assert as_(anna).get(there).status_code == 200
    assert as_().get(there)["Location"].startswith("/konto/login/")


def test_names_and_lists_are_told_apart():
    assert len({known.list_id for _name, known in streams.items()}) == len(streams)
    assert len({known.label() for _name, known in streams.items()}) == len(streams)
