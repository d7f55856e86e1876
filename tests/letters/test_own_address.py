"""What a person is told when a mail server refuses their address, and how they have it tried again."""

import re

import pytest

from community.letters.actions.addresses import count_fault
from community.letters.actions.stopping import pause_stream
from community.letters.faults import HARD
from community.letters.models import MailAddress
from community.letters.queries.own_mail import mail_fault

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PATH = "/konto/adres/ponow/"
PAGES = ("/konto/profil/", "/konto/email/", "/konto/powiadomienia/")
UNKNOWN = "550 5.1.1 User unknown"


@pytest.fixture()
def refused(anna):
    return count_fault(anna.email, score=HARD, words=UNKNOWN)


@pytest.mark.parametrize("page", PAGES)
def test_account_pages_say_that_an_address_is_refused(page, as_, anna, jan, refused):
    own, others = (as_(who).get(page).content.decode() for who in (anna, jan))
    assert (own.count(UNKNOWN), own.count(f'action="{PATH}"')) == (1, 1)
    assert (others.count(UNKNOWN), others.count(PATH)) == (0, 0)


def test_full_mailbox_is_said_to_be_full(anna):
    count_fault(anna.email, score=HARD, words="552 5.2.2 Over quota")
    assert mail_fault(anna).is_full


def test_address_with_a_fault_that_may_pass_is_not_spoken_of(anna):
    count_fault(anna.email, score=1, words="552 full")
    assert mail_fault(anna) is None


def test_words_of_a_server_are_text_and_nothing_else(as_, anna):
    count_fault(anna.email, score=HARD, words="550 <script>alert(1)</script>")
    assert "<script>alert" not in as_(anna).get(PAGES[0]).content.decode()


def test_press_tries_the_own_address_again_and_no_other(as_, anna, jan, refused):
    count_fault(jan.email, score=HARD, words=UNKNOWN)
    response = as_(anna).post(PATH, headers={"referer": "http://testserver/konto/email/"})
    assert response["Location"] == "/konto/email/"
    paused = MailAddress.objects.filter(paused_at__isnull=False)
    assert list(paused.values_list("email", flat=True)) == [jan.email]


def test_trying_again_and_again_is_held_up(as_, anna, refused):
    browser = as_(anna)
    assert [browser.post(PATH).status_code for _time in range(6)] == [302] * 5 + [429]


def test_visitor_signs_in_first(as_):
    assert as_().post(PATH)["Location"].startswith("/konto/login/")


def test_settings_say_which_letters_rest_and_where_that_is_changed(as_, anna, jan):
    pause_stream(person=anna, stream="weekly", weeks=2)
    own, others = (as_(who).get(PAGES[2]).content.decode() for who in (anna, jan))
    (path,) = re.findall(r'href="(/listy/[^"]+/)"', own)
    assert "/listy/" not in others
    as_().post(path, {"act": "restart"})
    assert "/listy/" not in as_(anna).get(PAGES[2]).content.decode()
