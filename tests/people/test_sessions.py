"""Sessions: what is stored is read back, what is forged is nothing, and nobody changes what another reads."""

import pytest

from community.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**held):
    session = SessionStore()
    session.update(held)
    session.create()
    return session.session_key


def test_session_is_read_back():
    key = kept(forms=[["a", 1]], word="żółw")
    for _ in range(2):
        assert dict(SessionStore(key).items()) == {"forms": [["a", 1]], "word": "żółw"}


def test_change_that_is_not_saved_is_seen_by_nobody():
    key = kept(forms=["a"])
    SessionStore(key)["forms"].append("b")
    assert SessionStore(key)["forms"] == ["a"]


def test_saved_change_and_an_ended_session_are_seen_at_once():
    key = kept(word="before")
    session = SessionStore(key)
    session["word"] = "after"
    session.save()
    assert SessionStore(key)["word"] == "after"
    session.delete()
    assert dict(SessionStore(key).items()) == {}


def test_forged_data_are_nothing():
    key = kept(word="mine")
    SessionStore.get_model_class().objects.filter(pk=key).update(session_data="eyJhIjoxfQ:1abcde:forged")
    for _ in range(2):
        assert dict(SessionStore(key).items()) == {}
