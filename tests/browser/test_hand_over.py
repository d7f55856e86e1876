"""An official changes her job: her seat goes to somebody new, from the profile to the first answer; and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.letters import letter_link
from tests.browser.visitor import ANNA, EWA, JAN, sign_out

pytestmark = pytest.mark.browser
SUCCESSOR = "nastepczyni@demo.example"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_seat_goes_to_somebody_new_with_open_questions(site, context, browser_of, hand_of, scripts):
    giver, email = (JAN, f"a-{SUCCESSOR}") if scripts else (ANNA, f"b-{SUCCESSOR}")
    question = hand_of(giver).ask("zielona", f"Pytanie, które zostaje w mieście {scripts}", "Kto przejmie, odpowie.")

    page = browser_of(giver, java_script_enabled=scripts).new_page()
    page.goto(site.url("/konto/profil/"))
    page.click("aside a[href$='/przekaz/']")
    page.fill("#id_email", email)
    page.fill("#id_name", "Nowa Następczyni")
    page.fill("#id_note", "Powodzenia, zostawiam otwarte pytania.")
    expect(page.locator("input[name=parts][value=questions]")).to_be_checked()
    page.click("main form button.button--primary")
    expect(page.locator("main form[action$='/wycofaj/'] button")).to_be_visible()
    offer = page.url

    newcomer = context(java_script_enabled=scripts).new_page()
    invitation = letter_link(hand_of(), r"/zaproszenie/[^\s\"<]+")
    newcomer.goto(site.url(invitation))
    newcomer.fill("#id_name", "Nowa Następczyni")
    newcomer.check("#id_terms")
    newcomer.click("main form button.button--primary")
    newcomer.wait_for_selector("body.is-member")
    newcomer.click("a.bell")
    newcomer.click("main .inbox-line__sentence >> nth=0")
    assert newcomer.url == offer
    expect(newcomer.locator("main")).to_contain_text("Powodzenia, zostawiam otwarte pytania.")
    newcomer.click("main form button.button--primary")
    expect(newcomer.locator("main .state--good")).to_be_visible()

    newcomer.click("details.menu summary")
    newcomer.click("details.menu a[href^='/ludzie/']")
    expect(newcomer.locator(".profile .lede a[href^='/miasta/']")).to_be_visible()
    hand_of(EWA).reply(question, "Odpowiedź dla następczyni.")
    newcomer.goto(site.url(question))
    newcomer.click("#p2 button[formaction$='/przyjmij/']")
    expect(newcomer.locator("#p2.post--accepted")).to_be_visible()

    page.goto(site.url("/konto/przekazania/"))
    expect(page.locator("main .row")).to_have_count(1)
    page.goto(site.url(f"/ludzie/{giver}/"))
    expect(page.locator("main a[href$='/przekaz/'], aside a[href$='/przekaz/']")).to_have_count(0)
    sign_out(newcomer)


def test_declined_offer_comes_back_by_keyboard_alone(site, browser_of, hand_of):
    page = browser_of("zofia-jalowiec").new_page()
    page.goto(site.url("/konto/profil/"))
    page.click("aside a[href$='/przekaz/']")
    page.fill("#id_email", "maria-kalina@demo.example")
    page.press("#id_email", "Enter")
    expect(page.locator("main form[action$='/wycofaj/']")).to_be_visible()
    offer = page.url

    maria = browser_of("maria-kalina").new_page()
    maria.goto(offer)
    maria.focus("main button[formaction$='/odmow/']")
    maria.keyboard.press("Enter")
    expect(maria.locator("main form")).to_have_count(0)

    page.goto(offer)
    page.click("main a[href$='/przekaz/']")
    page.fill("#id_email", "zofia-jalowiec@demo.example")
    page.fill("#id_note", "Do siebie się nie da.")
    page.press("#id_email", "Enter")
    expect(page.locator("main .field__error")).to_be_visible()
    expect(page.locator("#id_note")).to_have_value("Do siebie się nie da.")
    assert re.search(r"/miejsce/\d+/przekaz/$", page.url)
