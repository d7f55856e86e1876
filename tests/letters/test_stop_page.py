"""The link at the foot of a letter: opening it changes nothing, a press does, and a mail program's button, too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.base import clock
from community.letters.models import Dispatch, Pause, Unsubscription
from community.letters.tokens import VALID_FOR, stop_token

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture()
def path(stream, anna):
    return f"/listy/{stop_token(anna.pk, 'proba')}/"


@pytest.fixture()
def strict():
    """A browser that is checked for forged forms as in earnest, and carries no cookies."""
    return Client(enforce_csrf_checks=True)


def heading(response):
    html = response.content.decode().replace("\u00a0", " ")
    return html.partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(method, stream, path, put, anna, as_):
    put(anna)
    with CaptureQueriesContext(connection) as captured:
        response = getattr(as_(), method)(path)
    written = [one["sql"] for one in captured if not one["sql"].startswith("SELECT")]
    assert (response.status_code, written, stream.stopped) == (200, [], set())
    assert Dispatch.objects.get().state == "waiting"


def test_page_says_which_letters_and_names_nobody(path, as_, anna):
    response = as_().get(path)
    html = response.content.decode().replace("\u00a0", " ")
    assert heading(response) == "Zrezygnować z tych listów?"
    assert html.count("Listy próbne proba") == 1
    assert [word for word in (anna.name, anna.email, anna.slug) if word in html] == []
    assert html.count('href="/konto/profil/"') == 1


def test_page_is_kept_by_nobody(path, as_):
    response = as_().get(path)
    told = {name: response.headers.get(name) for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert told == {
        "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer",
    }  # fmt: skip
    assert response.cookies == {}
    assert "canonical" not in response.content.decode()


def test_page_speaks_the_language_of_its_address(path, as_):
    polish, english = (as_().get(before + path).content.decode() for before in ("", "/en"))
    assert ('<html lang="pl">' in polish, '<html lang="en">' in english) == (True, True)


def test_press_stops_and_the_page_offers_the_way_back(path, strict, stream, anna):
    response = strict.post(path, {"act": "stop"})
    assert (response.status_code, response["Location"], response.cookies) == (302, path, {})
    assert (heading(strict.get(path)), stream.stopped) == ("Nie dostaniesz więcej tych listów", {anna.pk})
    strict.post(path, {"act": "restart"})
    assert (heading(strict.get(path)), stream.stopped) == ("Zrezygnować z tych listów?", set())
    assert list(Unsubscription.objects.values_list("is_one_click", flat=True)) == [False]


def test_pause_rests_for_the_chosen_weeks(path, strict, anna):
    assert strict.post(path, {"act": "pause", "weeks": "2"}).status_code == 302
    until = Pause.objects.get(person=anna, stream="proba").until
    assert timedelta(days=13, hours=23) < until - timezone.now() <= timedelta(weeks=2)
    assert heading(strict.get(path)).startswith("Te listy są wstrzymane do ")
    strict.post(path, {"act": "restart"})
    assert Pause.objects.count() == 0


@pytest.mark.parametrize("typed", [
    {}, {"act": "forget"}, {"act": "pause", "weeks": "900"}, {**ONE_CLICK, "act": "forget"},
    {"List-Unsubscribe": "Two-Clicks"}, {"List-Unsubscribe": ["One-Click", "One-Click"]},
])  # fmt: skip
def test_press_of_nothing_we_know_changes_nothing(typed, path, strict, stream):
    response = strict.post(path, typed)
    assert (response.status_code, stream.stopped, Pause.objects.count()) == (422, set(), 0)
    assert response.content.decode().count('id="form-errors"') == 1


@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_button_of_a_mail_program_stops_without_cookies(kind, path, strict, stream, anna, put):
    """RFC 8058, 3.1: a POST with this body and nothing of a browser; both encodings are allowed."""
    put(anna)
    response = (
        strict.post(path, ONE_CLICK)
        if kind == "multipart"
        else strict.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    )
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (response.content.decode(), response.cookies) == ("Gotowe: nie dostaniesz więcej tych listów.", {})
    assert (stream.stopped, Dispatch.objects.get().state) == ({anna.pk}, "empty")
    assert strict.post(path, ONE_CLICK).status_code == 200
    assert list(Unsubscription.objects.values_list("is_one_click", flat=True)) == [True]


@pytest.mark.parametrize("change", [
    lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"),
    lambda token: token[1:],
    lambda token: token.split(":")[0],
    lambda token: "x",
    lambda token: token + "\u0142",
])  # fmt: skip
def test_damaged_link_is_refused_in_words_and_names_nobody(change, strict, stream, anna):
    path = f"/listy/{change(stop_token(anna.pk, 'proba'))}/"
    for response in (strict.get(path), strict.post(path, {"act": "stop"}), strict.post(path, ONE_CLICK)):
        html = response.content.decode()
        assert (response.status_code, heading(response), stream.stopped) == (404, "Ten odnośnik nic nie robi", set())
        assert [word for word in (anna.name, anna.email, "proba") if word in html] == []
        assert html.count('href="/konto/profil/"') == 1


def test_link_of_another_purpose_is_refused(strict, stream, anna):
    from django.core import signing

    token = signing.dumps([anna.pk, "proba"], salt="something.else")
    assert strict.post(f"/listy/{token}/", ONE_CLICK).status_code == 404
    assert stream.stopped == set()


def test_link_that_is_too_old_changes_nothing(strict, stream, anna, monkeypatch):
    path = f"/listy/{stop_token(anna.pk, 'proba')}/"
    monkeypatch.setattr("community.letters.tokens.VALID_FOR", timedelta(seconds=-1))
    response = strict.post(path, {"act": "stop"})
    assert (response.status_code, heading(response), stream.stopped) == (410, "Ten odnośnik nic nie robi", set())
    assert timedelta(days=60) <= VALID_FOR  # RFC 8058 leaves it open; mail programs keep letters for months


def test_link_of_letters_that_are_no_more_says_so(strict, stream, anna, jan):
    gone = f"/listy/{stop_token(anna.pk, 'dawny')}/"
    type(jan).objects.filter(pk=jan.pk).update(is_active=False)
    closed = f"/listy/{stop_token(jan.pk, 'proba')}/"
    assert [strict.get(path).status_code for path in (gone, closed)] == [410, 410]
    assert strict.post(closed, ONE_CLICK).status_code == 410


def test_who_guesses_links_is_held_up_and_who_has_one_is_not(strict, path):
    answers = [strict.get("/listy/zgaduje/").status_code for _time in range(31)]
    assert (answers[29], answers[30]) == (404, 429)
    assert strict.get(path).status_code == 200


def test_who_presses_without_end_is_held_up_and_mail_programs_are_not(strict, path):
    answers = [strict.post(path, {"act": act}).status_code for act in ("stop", "restart") * 16]
    assert (answers[29], answers[30]) == (302, 429)
    assert strict.post(path, ONE_CLICK).status_code == 200


def test_stranger_with_a_forwarded_letter_stops_the_letters_of_its_reader(as_, path, jan, anna, stream):
    """Who holds the link may stop the letters: that is what it is for. It tells nothing about whose they are."""
    browser = as_(jan)
    assert anna.name not in browser.get(path).content.decode()
    browser.post(path, {"act": "stop"})
    assert stream.stopped == {anna.pk}


def test_page_costs_two_queries_and_that_of_its_stream(path, as_, django_assert_num_queries):
    browser = as_()
    browser.get(path)
    with django_assert_num_queries(2), clock.replaying(timezone.now()):
        browser.get(path)
