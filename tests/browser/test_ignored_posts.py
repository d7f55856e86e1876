"""A post by somebody whom one ignores: one fold before it, whatever happens to the post while the page is open."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live_pages import a_thread, open_live
from tests.browser.visitor import ANNA, EWA, JAN

pytestmark = pytest.mark.browser
FOLD = "details.ignored"


@pytest.fixture()
def ignoring(hand_of):
    """Anna ignores Jan during the test."""
    anna = hand_of(ANNA)
    door = re.search(r'action="(/sledzenie/person/\d+/)"', anna.get(f"/ludzie/{JAN}/").text())[1]
    assert anna.post(door, {"level": "ignore"}).status == 302
    yield
    anna.post(door, {"level": "forget"})


@pytest.fixture()
def page(site, browser_of, hand_of, ignoring):
    """Anna's page on a question of Ewa's with an answer by Jan."""
    path = a_thread(hand_of(EWA))
    hand_of(JAN).reply(path, "Odpowiedź Jana.")
    return open_live(browser_of(ANNA).new_page(), site.url(path)), path


def test_reaction_leaves_the_post_open_and_the_focus_on_it(page):
    page, _path = page
    page.click(f"{FOLD} summary")
    helpful = page.locator("#p2 [name=voted]")
    helpful.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#p2 [name=voted][aria-pressed=true]")).to_be_visible()
    expect(page.locator(FOLD)).to_have_count(1)
    expect(page.locator("#p2 .post__body")).to_be_visible()
    expect(page.locator("#p2 [name=voted][aria-pressed=true]")).to_be_focused()


def test_post_that_comes_with_a_renewed_page_can_be_opened(page, hand_of):
    page, path = page
    page.evaluate("() => document.querySelector('live-thread').follows.forEach((handle) => handle.leave())")
    hand_of(JAN).reply(path, "Druga Jana.")
    hand_of(EWA).reply(path, "Odpowiedź Ewy.")
    page.evaluate("() => document.querySelector('live-thread').renew(0)")
    expect(page.locator("#p4")).to_be_visible()
    expect(page.locator(FOLD)).to_have_count(2)
    expect(page.locator("#p3")).to_be_hidden()
    page.locator(f"{FOLD} summary").nth(1).click()
    expect(page.locator("#p3")).to_be_visible()


def test_who_is_ignored_from_another_tab_can_be_opened_after_renewal(site, browser_of, hand_of):
    path = a_thread(hand_of(EWA))
    hand_of(JAN).reply(path, "Odpowiedź Jana.")
    page, anna = open_live(browser_of(ANNA).new_page(), site.url(path)), hand_of(ANNA)
    door = re.search(r'action="(/sledzenie/person/\d+/)"', anna.get(f"/ludzie/{JAN}/").text())[1]
    anna.post(door, {"level": "ignore"})
    page.evaluate("() => document.querySelector('live-thread').renew(0)")
    expect(page.locator("#p2")).to_be_hidden()
    page.click(f"{FOLD} summary")
    expect(page.locator("#p2")).to_be_visible()
    hand_of(JAN).reply(path, "Przyszło na żywo.")
    expect(page.locator(FOLD)).to_have_count(2)
    anna.post(door, {"level": "forget"})
    page.evaluate("() => document.querySelector('live-thread').renew(0)")
    expect(page.locator("#p3")).to_be_visible()
    expect(page.locator(f"{FOLD}:visible")).to_have_count(0)
