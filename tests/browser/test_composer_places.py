"""Where writing goes: on a phone into its own field, after sending nowhere; and what a reply answers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live_pages import PENDING, a_thread, open_live, slot_of, words
from tests.browser.test_composer_files import a_photo, choose, row
from tests.browser.visitor import ANNA, EWA, JAN
from tests.browser.writing import BAR, DRAFT, TEXT, text, touch

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture()
def thread(site, browser_of, hand_of):
    """A thread of Jan's with two replies, open on Anna's phone with the tools there."""
    page = open_live(browser_of(ANNA, viewport=PHONE).new_page(), site.url(a_thread(hand_of(JAN), replies=2)))
    touch(page)
    return page


def test_descriptions_under_an_open_preview_go_into_the_text(thread):
    choose(thread, {**a_photo(), "name": "jeden.jpg"}, {**a_photo(), "name": "dwa.jpg"})
    for name in ("jeden.jpg", "dwa.jpg"):
        expect(row(thread, name).locator("progress")).to_have_count(0)
    thread.click("[data-act=preview]")
    expect(thread.locator(TEXT)).to_be_hidden()
    first, second = (row(thread, name).locator("input") for name in ("jeden.jpg", "dwa.jpg"))
    first.click()
    thread.keyboard.type("Rów z trawą")
    second.click()
    expect(thread.locator("[data-shown] img[alt='Rów z trawą']")).to_have_count(1)
    assert (first.input_value(), second.input_value()) == ("Rów z trawą", "")
    expect(second).to_be_focused()
    thread.keyboard.type("Nasz skwer")
    choose(thread, {**a_photo(), "name": "trzy.jpg"})
    expect(row(thread, "trzy.jpg").locator("progress")).to_have_count(0)
    assert (first.input_value(), second.input_value()) == ("Rów z trawą", "Nasz skwer")
    shown = re.findall(r"!\[([^\]]*)\]\(plik:\d+\)", text(thread))
    assert (len(shown), {"Rów z trawą", "Nasz skwer"} < set(shown)) == (3, True)


@pytest.mark.parametrize("preview", [False, True], ids=["without-preview", "with-preview"])
def test_sending_takes_no_focus_and_others_are_shown_at_once(preview, thread, hand_of):
    thread.keyboard.type("Moja odpowiedź.")
    if preview:
        thread.click("[data-act=preview]")
        expect(thread.locator("[data-shown]")).to_contain_text("Moja")
    thread.locator("reply-outbox button.button--primary").focus()
    thread.keyboard.press("Enter")
    expect(slot_of(thread, "Moja odpowiedź.")).to_have_count(1)
    expect(thread.locator(TEXT)).not_to_be_focused()
    expect(thread.locator("[data-pane]")).to_be_hidden()
    path = thread.evaluate("() => location.pathname")
    hand_of(EWA).reply(path, "Przyszło po wysłaniu.")
    expect(slot_of(thread, "Przyszło po wysłaniu.")).to_have_count(1)


def take_off(page):
    """Takes off what the reply answers, by its button."""
    page.click(".composer__to button")
    expect(page.locator(".composer__to")).to_be_hidden()
    assert page.input_value("[name=reply_to]") == ""


def test_reply_to_of_a_draft_is_taken_off_and_stays_so(thread):
    thread.click("#p2 a[href$='/cytat/']")
    expect(thread.locator(".composer__to a")).to_contain_text("#2")
    expect(thread.locator(DRAFT)).to_have_text(re.compile(r"\d\d:\d\d"))
    thread.evaluate("localStorage.clear()")
    thread.reload()
    expect(thread.locator(".composer__to a")).to_contain_text("#2")
    touch(thread)
    with thread.expect_response("**/szkice/"):
        take_off(thread)
    thread.reload()
    expect(thread.locator(".composer__to")).to_be_hidden()


def test_reply_to_that_came_back_from_the_outbox_is_taken_off(thread):
    thread.click("#p3 a[href$='/cytat/']")
    expect(thread.locator(".composer__to a")).to_contain_text("#3")
    thread.context.set_offline(True)
    thread.press(TEXT, "Control+Enter")
    expect(thread.locator(".composer__to")).to_be_hidden()
    thread.locator(PENDING).get_by_role("button", name=words(thread, "reply-outbox", "take-back")).click()
    expect(thread.locator(".composer__to a")).to_contain_text("#3")
    expect(thread.locator(".composer__to button")).to_have_count(1)
    take_off(thread)
    thread.context.set_offline(False)


def test_failed_draft_is_said_aloud_once(thread):
    said = thread.get_attribute(".tools", "data-not-saved")
    thread.route("**/szkice/", lambda route: route.fulfill(status=400, json={}))
    thread.keyboard.type("Nie zapisze się.")
    expect(thread.locator(DRAFT)).to_have_text(said)
    expect(thread.locator("[data-aloud]")).to_have_text(said)
    thread.fill(TEXT, "a" * 40_002)
    expect(thread.locator("[data-aloud]")).to_have_text(re.compile("2 znaki"))


def test_slow_quote_pressed_again_comes_once(thread):
    held = []
    thread.route("**/cytat/", lambda route: held.append(route))
    for _ in range(2):
        thread.locator("#p2 a[href$='/cytat/']").press("Enter")
    thread.wait_for_timeout(300)
    for route in held:
        route.continue_()
    expect(thread.locator(".composer__to a")).to_contain_text("#2")
    assert text(thread).count("Odpowiedź 1.") == 1
    assert len(held) == 1
    assert thread.locator(BAR).count() == 1
