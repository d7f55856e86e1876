"""Uploads that the server cannot take: tried again ever later, then given up in words; and how many go at a time."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live_pages import a_thread, slot_of
from tests.browser.test_composer_files import a_pdf, choose, row
from tests.browser.visitor import ANNA, JAN
from tests.browser.writing import TEXT, drop, text, touch

pytestmark = pytest.mark.browser
TOLD, NAME = ".upload__told", "umowa.pdf"


@pytest.fixture()
def page(site, browser_of, hand_of):
    """A thread open at Anna's with the tools there, and a clock that can be put forward."""
    page = browser_of(ANNA).new_page()
    page.clock.install()
    page.goto(site.url(a_thread(hand_of(JAN))))
    touch(page)
    return page


def break_uploads(page):
    """Answers every upload with a fault of the server; returns the list of what was asked."""
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(status=503, body="")

    page.route("**/pliki/", answer)
    return asked


def words(page, name):
    return page.get_attribute(".tools", f"data-file-{name}")


def test_file_that_the_server_cannot_take_is_given_up_after_three_tries(page):
    asked = break_uploads(page)
    page.keyboard.type("Bez umowy.")
    choose(page, a_pdf())
    told = row(page, NAME).locator(TOLD)
    expect(told).to_have_text(words(page, "later"))
    page.clock.fast_forward(5500)
    expect(told).to_have_text(words(page, "later"))
    page.clock.fast_forward(5500)
    page.wait_for_timeout(300)
    assert len(asked) == 2  # the second wait is longer
    page.clock.fast_forward(5500)
    expect(told).to_contain_text(words(page, "stopped"))
    page.clock.fast_forward(600_000)
    page.wait_for_timeout(300)
    assert len(asked) == 3
    page.click("reply-outbox button.button--primary")  # the text need not wait for it
    expect(slot_of(page, "Bez umowy.")).to_have_count(1)


def test_given_up_file_goes_by_a_button(page):
    break_uploads(page)
    choose(page, a_pdf())
    again = row(page, NAME).get_by_role("button", name=words(page, "again"))
    for _ in range(2):
        expect(row(page, NAME).locator(TOLD)).to_have_text(words(page, "later"))
        page.clock.fast_forward(61_000)
    expect(again).to_have_accessible_name(f"{words(page, 'again')}: {NAME}")
    expect(page.locator("[data-aloud]")).to_contain_text(words(page, "stopped"))
    page.unroute("**/pliki/")
    again.click()
    expect(page.locator(TEXT)).to_have_value(re.compile(r"\[umowa\.pdf\]\(plik:\d+\)"))
    expect(row(page, NAME)).not_to_have_class(re.compile("refused"))


def test_only_files_on_their_way_count_and_are_counted_in_words(page):
    drop(page, tuple((f"zle{n}.exe", "application/x-msdownload", "MZ") for n in range(10)))
    expect(page.locator(".upload--refused")).to_have_count(10)
    held = []
    page.route("**/pliki/", lambda route: held.append(route))
    drop(page, (("notatka.txt", "text/plain", "Treść"),))
    expect(page.locator(".upload")).to_have_count(11)
    said = page.locator("[data-said]")
    expect(said).to_be_hidden()
    drop(page, tuple((f"plik{n}.txt", "text/plain", "x") for n in range(21)))
    expect(said).to_have_text(re.compile(r"^22 pliki naraz .*\b10\b"))
    assert (page.locator(".upload").count(), text(page)) == (11, "")
