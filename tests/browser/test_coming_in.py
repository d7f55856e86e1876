"""The ways in, clicked through in a real browser: it alone sends Origin and Referer as people's browsers do."""

import re

import pytest

from tests.browser.visitor import ANNA, EWA, JAN, Hand, sign_in

pytestmark = pytest.mark.browser


def invite(ewa: Hand, email: str) -> str:
    """Invites an address and returns the link that its letter carries."""
    answer = ewa.post("/s/zielona/osoby/zapros/", {"email": email, "name": "Nowa Osoba", "role": "expert", "note": ""})
    assert answer.status == 302
    letters = ewa.context.request.get(ewa.site.url("/demo/mail")).text()
    letter = letters[letters.index(email) :]
    return re.search(r"/zaproszenie/[^\s\"<]+", letter)[0]  # type: ignore[index]


@pytest.mark.parametrize("javascript", [True, False])
def test_newcomer_opens_an_account_from_the_letter(site, context, hand_of, javascript):
    link = invite(hand_of(EWA), f"nowa-{int(javascript)}@demo.example")
    page = context(java_script_enabled=javascript).new_page()
    page.goto(site.url(link))
    page.fill("#id_name", "Nowa Osoba")
    page.check("#id_terms")
    page.click("main form button.button--primary")
    page.wait_for_url(re.compile(r"/witaj/\?siec=zielona$"))
    page.click("main form >> text=Nie teraz")
    page.wait_for_url("**/s/zielona/")
    assert page.locator("body.is-member").count() == 1
    assert "ekspert" in page.inner_text(".page__aside")


def test_member_accepts_an_invitation_to_another_network(site, context, hand_of):
    link = invite(hand_of(EWA), f"{JAN}@demo.example")
    page = context().new_page()
    sign_in(page, site, JAN)
    page.goto(site.url(link))
    page.click("main form button.button--primary")
    page.wait_for_url("**/s/zielona/")


def test_visitor_asks_to_join_and_is_let_in(site, context, hand_of, browser_of):
    page = context().new_page()
    page.goto(site.url("/dolacz/"))
    page.fill("#id_name", "Gość Proszący")
    page.fill("#id_email", "gosc-proszacy@demo.example")
    page.fill("#id_text", "Zajmuję się zielenią i chcę się uczyć.")
    page.click("main form button.button--primary")
    page.wait_for_selector("text=gosc-proszacy@demo.example")
    ewa = browser_of(EWA).new_page()
    ewa.goto(site.url("/s/zielona/osoby/"))
    ewa.click("text=Gość Proszący >> xpath=ancestor::li >> a[href*='prosba']")
    ewa.click("main form button.button--primary")
    ewa.wait_for_url("**/s/zielona/osoby/")
    assert "gosc-proszacy@demo.example" in hand_of(EWA).get("/demo/mail").text()


def test_too_long_title_is_explained_and_not_cut(site, browser_of):
    page = browser_of(ANNA).new_page()
    page.goto(site.url("/s/zielona/zapytaj/"))
    title = "Bardzo długi tytuł " * 20
    page.fill("#id_title", title)
    page.fill("#id_text", "Treść.")
    page.click("main form button.button--primary")
    page.wait_for_selector(".field__error")
    assert page.input_value("#id_title") == title
