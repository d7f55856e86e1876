"""Addresses, headers and cookies that somebody bent on purpose."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from community.base.http import own_address
from community.base.languages import in_other_language

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.mark.parametrize("path", ["/en//evil.example/x", "/en/\\evil.example/x", "/en////evil.example"])
def test_language_link_never_leads_to_another_site(path):
    other = in_other_language(path)
    assert (other[0], other[1] in "/\\") == ("/", False)


@pytest.mark.parametrize("path", ["/", "/watki/", "/watki/5/tytul/"])
def test_language_link_there_and_back_is_the_same_page(path):
    assert in_other_language(in_other_language(path)) == path


@pytest.mark.parametrize(
    "target", ["foo", "", "//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\x00"]
)
def test_only_a_path_of_this_site_is_led_back_to(target):
    assert own_address(target) == reverse("home")


def test_path_of_this_site_is_led_back_to():
    assert own_address("/watki/?stan=moje") == "/watki/?stan=moje"


@pytest.mark.parametrize("back", ["foo", "//evil.example/", "", "%"])
def test_follow_button_with_a_bent_return_address_leads_home(as_, anna, zielona, back):
    response = as_(anna).post(f"/sledzenie/space/{zielona.pk}/", {"level": "watch", "back": back})
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("referer", ["http://[x", "http://evil.example/", "://", ""])
def test_button_pressed_after_signing_out_with_a_bent_referer_leads_to_sign_in(as_, answer, referer):
    response = as_().post(f"/wpisy/{answer.pk}/pomocne/", headers={"referer": referer})
    assert (response.status_code, response["Location"]) == (302, "/konto/login/?next=%2F")


@pytest.mark.parametrize("key", ['"aaaaaaaa\\000b"', "a" * 5000, "../../etc", "';--"])
def test_mangled_session_key_is_a_visitor_without_a_session(as_, key):
    browser = as_()
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    assert browser.get("/watki/").status_code == 200


def test_english_fallback_leads_to_the_english_home():
    with translation.override("en"):
        assert own_address("nowhere") == "/en/"
