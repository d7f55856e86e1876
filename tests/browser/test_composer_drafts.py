"""The composer under a thread: quotes, drafts in two tabs and on two computers, and what was typed after saving."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live_pages import SLOTS, a_thread
from tests.browser.visitor import ANNA, JAN
from tests.browser.writing import DRAFT, TEXT, text, touch

pytestmark = pytest.mark.browser


@pytest.fixture()
def thread(site, browser_of, hand_of):
    """A thread of Jan's with two replies, open at Anna's with the tools there."""
    path = a_thread(hand_of(JAN), replies=2)
    page = browser_of(ANNA).new_page()
    page.goto(site.url(path))
    touch(page)
    return page


def test_post_is_quoted_and_the_reply_leads_back_to_it(thread):
    thread.keyboard.type("Najpierw to.")
    thread.click("#p2 a[href$='/cytat/']")
    expect(thread.locator(".composer__to a")).to_contain_text("#2")
    head = r"> \[Jan Wierzba, #2\]\(/watki/\d+/post/2/\):"
    assert re.match(rf"Najpierw to\.\n\n{head}\n>\n> Odpowiedź 1\. Opis", text(thread))
    thread.keyboard.type("A teraz tamto.")
    thread.click("reply-outbox button.button--primary")
    line = thread.locator(SLOTS).last.locator(".post__to a")
    expect(line).to_contain_text("Jan Wierzba, #2")
    assert line.get_attribute("href").endswith("#p2")
    expect(thread.locator(".composer__to")).to_be_hidden()
    assert (text(thread), thread.input_value("[name=reply_to]")) == ("", "")


def test_only_what_is_selected_is_quoted(thread):
    thread.evaluate("""() => {
        const words = document.querySelector('#p3 .post__body p').firstChild, range = document.createRange();
        range.setStart(words, 0);
        range.setEnd(words, 12);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }""")
    thread.click("#p3 a[href$='/cytat/']")
    expect(thread.locator(".composer__to a")).to_contain_text("#3")
    assert text(thread).split("\n>\n")[1].strip() == "> Odpowiedź 2."


def test_quote_of_a_post_deleted_meanwhile_says_so_and_loses_nothing(thread, hand_of):
    thread.keyboard.type("Moje słowa.")
    address = thread.get_attribute("#p2 a[href$='/cytat/']", "href")
    thread.context.route("**/live/**", lambda route: route.abort())
    assert hand_of(JAN).post(address.replace("cytat", "usun"), {}).status == 302
    # The page may have heard of it already; somebody who pressed a moment before has not.
    thread.evaluate(
        """address => {
        const link = document.createElement('a');
        link.href = address;
        document.querySelector('#p3').append(link);
        link.click();
    }""",
        address,
    )
    expect(thread.locator("[data-said]")).to_be_visible()
    assert text(thread) == "Moje słowa."


def test_two_tabs_with_one_draft_are_told_and_nothing_is_lost(site, browser_of, hand_of):
    path = a_thread(hand_of(JAN))
    # Two browsers, so that they share nothing but the server.
    first, second = (browser_of(ANNA).new_page() for _ in range(2))
    for tab in (first, second):
        tab.goto(site.url(path))
        touch(tab)
    first.keyboard.type("Wersja z pracy.")
    expect(first.locator(DRAFT)).to_have_text(re.compile(r"\d\d:\d\d"))
    second.keyboard.type("Wersja z domu.")
    conflict = second.locator("[data-conflict]")
    expect(conflict).to_be_visible()
    expect(conflict.locator("[data-theirs]")).to_have_text("Wersja z pracy.")
    assert text(second) == "Wersja z domu."
    second.click("[data-choose=both]")
    assert text(second) == "Wersja z domu.\n\nWersja z pracy."
    expect(second.locator(DRAFT)).to_have_text(re.compile(r"\d\d:\d\d"))
    first.locator(TEXT).press_sequentially(" I dalej.")
    first.click("[data-choose=theirs]")
    assert text(first) == "Wersja z domu.\n\nWersja z pracy."
    first.keyboard.press("Control+z")
    assert text(first) == "Wersja z pracy. I dalej."


def test_draft_waits_on_another_computer_and_goes_when_it_is_sent(site, browser_of, hand_of):
    path = a_thread(hand_of(JAN))
    page = browser_of(ANNA).new_page()
    page.goto(site.url(path))
    touch(page)
    page.keyboard.type("Zaczęte w pracy.")
    expect(page.locator(DRAFT)).to_have_text(re.compile(r"\d\d:\d\d"))
    page.close()
    page = browser_of(ANNA).new_page()
    page.goto(site.url(path))
    assert text(page) == "Zaczęte w pracy."
    page.click("reply-outbox button.button--primary")
    expect(page.locator(SLOTS).last.locator(".post__body")).to_have_text("Zaczęte w pracy.")
    page.evaluate("localStorage.clear()")
    page.reload()
    assert text(page) == ""


def test_what_was_typed_after_the_draft_was_saved_is_put_back(site, browser_of, hand_of):
    path = a_thread(hand_of(JAN))
    browser = browser_of(ANNA)
    page = browser.new_page()
    page.goto(site.url(path))
    touch(page)
    page.keyboard.type("Do szkicu.")
    expect(page.locator(DRAFT)).to_have_text(re.compile(r"\d\d:\d\d"))
    page.route("**/szkice/", lambda route: route.abort())
    page.keyboard.type(" I jeszcze.")
    expect(page.locator(DRAFT)).to_have_text(page.get_attribute(".tools", "data-offline"))
    page.close()
    page = browser.new_page()
    page.goto(site.url(path))
    expect(page.locator(TEXT)).to_have_value("Do szkicu. I jeszcze.")
