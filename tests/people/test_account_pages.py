"""Every page of allauth stands in our frame: one main, one heading, Polish words, nothing inline."""

import re

import pytest
from allauth.account.internal.flows.email_verification import get_email_verification_url
from allauth.account.models import EmailConfirmationHMAC
from django.contrib.auth.password_validation import get_default_password_validators
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import gettext, override

from community.people import account_forms
from tests.people.accounts import PASSWORD, give_key, give_second_step, main_of, sign_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]

FOR_VISITORS = [
    "account_login", "account_request_login_code", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key_done", "account_email_verification_sent",
    ("account_confirm_email", "no-such-key"), ("account_reset_password_from_key", "1", "no-such-key"),
]  # fmt: skip
FOR_MEMBERS = [
    "account_email", "account_change_password", "account_logout", "account_reauthenticate", "account_reset_password",
    "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
]  # fmt: skip
WITH_SECOND_STEP = [
    "mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
]  # fmt: skip
# Words that no Polish page needs.
ENGLISH = re.compile(r"\b(the|your|you|and|with|sign|password|address|account|security|enter|send|are|not)\b", re.I)


@pytest.fixture(autouse=True)
def _addresses_are_polish():
    """A request leaves its language behind in the thread, and `reverse` would follow it."""
    with override("pl"):
        yield


@pytest.fixture()
def member(client, anna):
    """A browser in which Anna has just given her password twice, as before something important."""
    sign_in(client, anna.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.fixture()
def guarded(member, anna):
    """The same with an app, recovery codes and a key."""
    give_second_step(anna)
    member.key = give_key(anna)
    return member


def address(page):
    name, *args = (page,) if isinstance(page, str) else page
    return reverse(name, args=args)


def check(response):
    """Looks at one page."""
    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="pl">' in page
    assert len(re.findall(r"<main\b", page)) == len(re.findall(r"<h1\b", page)) == 1
    assert "<h1" in main_of(response)
    assert re.search(r"<title>\s*[^\s–][^<]* – [^<]+</title>", page)
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", page)
    assert "placeholder=" not in main_of(response)
    for attributes in re.findall(r"<script\b([^>]*)>", page):
        assert 'src="/static/' in attributes or 'type="application/json"' in attributes
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    if gettext("Other ways to sign in") != "Other ways to sign in":
        assert not ENGLISH.findall(words_of(response))


@pytest.mark.parametrize("page", FOR_VISITORS, ids=str)
def test_page_for_visitors(client, page):
    check(client.get(address(page)))


@pytest.mark.parametrize("page", FOR_MEMBERS)
def test_page_for_members(member, page):
    check(member.get(address(page)))


@pytest.mark.parametrize("page", WITH_SECOND_STEP)
def test_page_with_a_second_step(guarded, page):
    check(guarded.get(address(page)))


@pytest.mark.parametrize("page", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_page_of_a_key(guarded, page):
    check(guarded.get(reverse(page, args=[guarded.key.pk])))


def test_page_of_the_second_step(client, anna):
    give_second_step(anna)
    check(client.get(sign_in(client, anna.email).url))


def test_page_of_the_code(client, anna):
    check(client.post(reverse("account_request_login_code"), {"email": anna.email}, follow=True))


def test_page_to_set_a_first_password(client, as_, anna):
    anna.set_unusable_password()
    anna.save(update_fields=["password"])
    check(as_(anna).get(reverse("account_set_password")))


def test_page_of_an_address_that_waits(member, anna):
    member.post(reverse("account_email"), {"email": "nowa@demo.example", "action_add": ""})
    page = member.get(reverse("account_email"))
    check(page)
    assert "nowa@demo.example" in main_of(page)
    new = anna.emailaddress_set.get(email="nowa@demo.example")
    link = get_email_verification_url(RequestFactory().get("/"), EmailConfirmationHMAC(new))
    check(member.get(link))


def test_keys_are_listed_and_renamed(guarded):
    assert "Laptop w pracy" in words_of(guarded.get(reverse("mfa_list_webauthn")))
    guarded.post(reverse("mfa_edit_webauthn", args=[guarded.key.pk]), {"name": "Telefon"})
    assert "Telefon" in words_of(guarded.get(reverse("mfa_list_webauthn")))


def test_pages_are_english_under_their_prefix(client):
    page = client.get("/en/konto/login/").content.decode()
    assert '<html lang="en">' in page
    assert "<h1>Sign in</h1>" in page


def test_fields_tell_the_browser_what_they_are(client, anna):
    page = main_of(client.get(reverse("account_login")))
    assert re.search(r'<input type="email"[^>]*autocomplete="username"', page)
    assert re.search(r'<input type="password"[^>]*autocomplete="current-password"', page)
    code = main_of(client.post(reverse("account_request_login_code"), {"email": anna.email}, follow=True))
    assert re.search(r'<input type="text"[^>]*autocomplete="one-time-code"[^>]*inputmode="numeric"', code)


def test_hint_says_how_long_a_password_must_be():
    [least] = [v.min_length for v in get_default_password_validators() if hasattr(v, "min_length")]
    with override("en"):
        assert f"At least {least} characters" in str(account_forms.SetPasswordForm().fields["password1"].help_text)
