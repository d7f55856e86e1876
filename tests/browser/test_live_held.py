"""What the outbox does with replies that are not published at once: told in words, sent once, nothing lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.live_pages import PENDING, TEXT, a_thread, open_live, slot_of, write
from tests.browser.visitor import ANNA, JAN

pytestmark = pytest.mark.browser


def open_thread(browser_of, hand_of, site):
    return open_live(browser_of(ANNA).new_page(), site.url(a_thread(hand_of(JAN))))


def test_limit_that_is_told_in_words_is_not_tried_again(browser_of, hand_of, site):
    page, asked = open_thread(browser_of, hand_of, site), []
    why = "To już sporo wpisów w krótkim czasie. Twój tekst nie zginie: wyślij go za 12 minut."

    def refuse(route):
        asked.append(route.request.url)
        route.fulfill(status=429, json={"why": why})

    page.route("**/odpowiedz/**", refuse)
    write(page, "O jeden wpis za dużo.")
    expect(page.locator(".field__error")).to_have_text(why)
    expect(page.locator(TEXT)).to_have_value("O jeden wpis za dużo.")
    page.wait_for_timeout(4000)
    assert len(asked) == 1
    page.unroute("**/odpowiedz/**")
    page.press(TEXT, "Control+Enter")
    expect(slot_of(page, "O jeden wpis za dużo.")).to_have_count(1)


def test_reply_that_waits_for_a_facilitator_is_said_to(browser_of, hand_of, site):
    page = open_thread(browser_of, hand_of, site)
    held = "To twój pierwszy wpis tutaj, więc zanim się ukaże, przeczyta go facylitator."
    answer = {"held": held, "url": "/szkice/1/", "sent": "1:reply:1"}
    page.route("**/odpowiedz/**", lambda route: route.fulfill(status=202, json=answer), times=1)
    write(page, "Pierwszy raz tutaj.")
    expect(page.locator(".notice--info", has_text=held)).to_be_visible()
    expect(page.locator(PENDING)).to_have_count(0)
    expect(page.locator(TEXT)).to_have_value("")
    page.reload()
    expect(page.locator(TEXT)).to_have_value("")
    expect(page.locator(PENDING)).to_have_count(0)
