"""Double clicks, and links that look like buttons: what opens opens once, what authors write only leads somewhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.live_pages import a_thread, open_live
from tests.browser.visitor import ANNA, JAN
from tests.browser.writing import text, touch

pytestmark = pytest.mark.browser
MORE = "#p2 .post__foot a[href$='/wiecej/']"


@pytest.fixture()
def thread(site, browser_of, hand_of):
    """A thread of Jan's with a reply, open at Anna's."""
    return open_live(browser_of(ANNA).new_page(), site.url(a_thread(hand_of(JAN), replies=1)))


def test_more_opens_once_and_stays_open(thread):
    thread.dblclick(MORE)
    expect(thread.locator("dialog.sheet[open]")).to_have_count(1)
    thread.wait_for_timeout(500)
    expect(thread.locator("dialog")).to_have_count(1)
    thread.keyboard.press("Escape")
    expect(thread.locator("dialog")).to_have_count(0)


def test_more_on_a_slow_line_opens_once(thread):
    held = []
    thread.route("**/wiecej/", lambda route: held.append(route))
    for _ in range(2):
        thread.locator(MORE).press("Enter")
    thread.wait_for_timeout(300)
    for route in held:
        route.continue_()
    expect(thread.locator("dialog.sheet[open]")).to_have_count(1)
    thread.wait_for_timeout(500)
    expect(thread.locator("dialog")).to_have_count(1)


def test_quote_comes_once(thread):
    touch(thread)
    thread.dblclick("#p2 a[href$='/cytat/']")
    expect(thread.locator(".composer__to a")).to_contain_text("#2")
    thread.wait_for_timeout(500)
    assert text(thread).count("Odpowiedź 1.") == 1


@pytest.mark.parametrize("end", ["wiecej", "cytat"])
def test_link_that_an_author_wrote_only_leads_there(end, site, browser_of, hand_of):
    path = a_thread(hand_of(JAN))
    hand_of(JAN).reply(path, f"[Obcy](https://other.example/{end}/) i [swój](/wpisy/1/{end}/).")
    page = open_live(browser_of(ANNA).new_page(), site.url(path))
    touch(page)
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.resource_type)))
    there = {"body": "Dokąd prowadzi", "content_type": "text/html; charset=utf-8"}
    page.route(f"**/{end}/", lambda route: route.fulfill(**there))
    for name in ("Obcy", "swój"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("body")).to_have_text("Dokąd prowadzi")
        page.go_back()
        page.wait_for_selector("live-thread")
    kinds = {kind for url, kind in asked if url.endswith(f"/{end}/")}
    assert kinds == {"document"}
