"""The live states of a thread page in both themes, on a phone and a desk: no axe violation, no overflow, no error."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.cut import Cut
from tests.browser.live_pages import BAR, LINE, PENDING, TEXT, a_thread, open_live, slot_of, words, write
from tests.browser.scripts import script
from tests.browser.test_accessibility import TAGS
from tests.browser.visitor import ANNA, EWA, JAN

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("LIVE_PICTURES")  # a folder, for looking at what is checked here


@pytest.fixture()
def wire(site):
    """A wire to the site that can be cut."""
    one = Cut(site.port)
    yield one
    one.close()


def check(page, axe, state, where):
    """Returns what is wrong with a page as it stands, in all looks, where its state is seen."""
    wrong = []
    page.evaluate(axe)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.locator(where).first.scroll_into_view_if_needed()
        wider = page.evaluate(script("wider"))
        wrong += [f"{state}, {width} px: {wider}"] if wider else []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(script("start_axe"), {"tags": TAGS, "rules": None})
            found = page.evaluate(script("read_axe"))
            wrong += [f"{state}, {width} px, {scheme}: {' '.join(map(str, line))}" for line in found]
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{state}-{width}-{scheme}.png")
    return wrong


def test_live_states_are_accessible_and_fit(browser_of, hand_of, wire, axe):
    thread = a_thread(hand_of(JAN), replies=6)
    browser, faults = browser_of(ANNA, reduced_motion="reduce"), []
    page = browser.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    open_live(page, wire.url(thread))
    page.evaluate("() => scrollTo(0, 0)")
    hand_of(EWA).reply(thread, "Nowa na końcu.")
    expect(page.locator(BAR)).to_have_text(words(page, "live-thread", "new-one", 1))
    wrong = check(page, axe, "bar", "h1")
    page.click(TEXT)
    hand_of(EWA).reply(thread, "Gdy Anna pisze.")
    expect(page.locator(BAR)).to_have_count(1)
    typing = open_live(browser_of(JAN).new_page(), wire.url(thread))
    typing.click(TEXT)
    typing.keyboard.type("Ja też")
    expect(page.locator("live-presence span")).to_have_count(2)
    wrong += check(page, axe, "writing", TEXT)
    wire.cut()
    write(page, "Moja odpowiedź z pociągu.\n\n- pierwszy punkt\n- drugi punkt")
    write(page, "I jeszcze jedna, po niej.")
    expect(page.locator(PENDING).first).to_contain_text(words(page, "reply-outbox", "waiting"))
    expect(page.locator(LINE)).to_be_visible()
    wrong += check(page, axe, "waiting", f"{PENDING} button")
    wire.mend()
    assert not wrong + faults, "\n".join(wrong + faults)


def test_refused_reply_comes_back_with_its_sentence(browser_of, hand_of, site, axe):
    thread = a_thread(hand_of(JAN))
    page = open_live(browser_of(ANNA, reduced_motion="reduce").new_page(), site.url(thread))
    why = "Tekst jest o 1234 znaki za długi. Skróć go albo podziel na dwa wpisy."
    page.route("**/odpowiedz/**", lambda route: route.fulfill(status=422, json={"why": why}), times=1)
    write(page, "Za długi tekst.")
    expect(page.locator(".field__error")).to_have_text(why)
    expect(page.locator(TEXT)).to_have_value("Za długi tekst.")
    wrong = check(page, axe, "refused", TEXT)
    page.press(TEXT, "Control+Enter")
    expect(slot_of(page, "Za długi tekst.")).to_have_count(1)
    expect(page.locator(".field__error")).to_have_count(0)
    assert not wrong, "\n".join(wrong)


def test_reply_of_a_signed_out_person_waits_for_signing_in(browser_of, hand_of, site):
    thread = a_thread(hand_of(JAN))
    page = open_live(browser_of(ANNA).new_page(), site.url(thread))
    answer = {"why": "Zaloguj się.", "sign_in": "/konto/login/?next=/watki/"}
    page.route("**/odpowiedz/**", lambda route: route.fulfill(status=401, json=answer), times=1)
    write(page, "Bez sesji.")
    pending = page.locator(PENDING)
    expect(pending).to_contain_text(words(page, "reply-outbox", "signed-out"))
    expect(pending.locator("a")).to_have_attribute("href", answer["sign_in"])
    page.reload()
    expect(slot_of(page, "Bez sesji.")).to_have_count(1)
