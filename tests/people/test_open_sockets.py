"""What ends a person's open sockets: signing out, and a new password."""

import pytest
from allauth.account import signals

from community.people import plugs

pytestmark = pytest.mark.django_db


@pytest.fixture()
def told(monkeypatch):
    found = []
    monkeypatch.setattr(plugs, "end_session", lambda key: found.append(("end", key)))
    monkeypatch.setattr(plugs, "recheck_people", lambda ids: found.append(("recheck", list(ids))))
    return found


@pytest.mark.parametrize("path", ["/konto/logout/", "/en/konto/logout/"])
def test_signing_out_ends_the_session_that_was_open(path, told, as_, anna):
    browser = as_(anna)
    key = browser.session.session_key
    browser.post(path)
    assert told == [("end", key)]


def test_signing_out_without_a_session_ends_nothing(told, as_):
    as_().post("/konto/logout/")
    assert told == []


def test_changed_password_makes_the_sockets_prove_themselves(told, as_, anna):
    anna.set_password("stare-haslo-8812")
    anna.save()
    browser = as_(anna)
    browser.get("/konto/password/change/")
    typed = {"oldpassword": "stare-haslo-8812", "password1": "nowe-haslo-9913", "password2": "nowe-haslo-9913"}
    browser.post("/konto/password/change/", typed)
    anna.refresh_from_db()
    assert (anna.check_password("nowe-haslo-9913"), ("recheck", [anna.pk]) in told) == (True, True)


@pytest.mark.parametrize("signal", [signals.password_changed, signals.password_reset, signals.password_set])
def test_every_way_to_a_new_password_counts(signal, told, rf, anna):
    signal.send(sender=type(anna), request=rf.get("/"), user=anna)
    assert told == [("recheck", [anna.pk])]
