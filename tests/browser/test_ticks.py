"""What a reader has ticked or opened in a post stays so when the post is drawn anew: by a frame, by one's own press."""

import pytest
from playwright.sync_api import expect

from tests.browser.live_pages import a_thread, open_live, slot_of
from tests.browser.visitor import ANNA, EWA, JAN

pytestmark = pytest.mark.browser
LONG = "\n\n".join(f"Ustęp {number}. " + "Opis tego, co zrobiliśmy u siebie. " * 8 for number in range(40))
PRESSED = "#p2 [name=voted][aria-pressed=true]"
POLL = {"poll_question": "Worki czy beczkowóz?", "poll_options": "worki\nbeczkowóz", "poll_kind": "multiple"}


@pytest.fixture()
def long_answer(hand_of):
    """A thread of Jan's with a long answer by Ewa; its path and the answer's id."""
    path = a_thread(hand_of(JAN))
    hand_of(EWA).reply(path, LONG)
    return path, hand_of(JAN).post_id(path, 2)


def height(page):
    """Returns how much of the long answer is shown."""
    return page.locator("#p2 .post__body").bounding_box()["height"]


def open_whole(page):
    """Opens the long answer and returns its height."""
    short = height(page)
    page.check("#p2 .post__whole input")
    assert height(page) > short * 1.5
    return height(page)


def test_long_answer_stays_open_when_its_reader_reacts(site, browser_of, long_answer):
    path, _pk = long_answer
    page = open_live(browser_of(ANNA).new_page(), site.url(path))
    whole = open_whole(page)
    page.click("#p2 [name=voted]")
    expect(page.locator(PRESSED)).to_be_visible()
    assert height(page) == whole
    page.uncheck("#p2 .post__whole input")
    page.click(PRESSED)
    expect(page.locator("#p2 [name=voted][aria-pressed=false]")).to_be_visible()
    assert height(page) < whole


def test_long_answer_stays_open_for_a_visitor_when_somebody_reacts(site, browser_of, hand_of, long_answer):
    path, pk = long_answer
    page = open_live(browser_of(None).new_page(), site.url(path))
    whole = open_whole(page)
    assert hand_of(ANNA).post(f"/wpisy/{pk}/pomocne/", {}).status == 302
    expect(page.locator("#p2 .post__foot .state")).to_have_count(1)
    assert height(page) == whole


@pytest.fixture()
def poll(site, browser_of, hand_of):
    """Anna's page on a question of Jan's with a poll."""
    jan = hand_of(JAN)
    path = a_thread(jan)
    assert jan.post(f"/wpisy/{jan.post_id(path)}/ankieta/", {**POLL, "poll_ends": "7"}).status == 302
    return open_live(browser_of(ANNA).new_page(), site.url(path)), path


def choice(page, name):
    """Returns a box of the poll."""
    return page.get_by_role("checkbox", name=name)


def test_ticks_of_a_poll_stay_over_the_first_reply_and_a_reaction(poll, hand_of):
    page, path = poll
    choice(page, "beczkowóz").check()
    page.evaluate("() => { document.querySelector('#p1').dataset.old = '1'; }")
    hand_of(EWA).reply(path, "Pierwsza odpowiedź.")
    expect(slot_of(page, "Pierwsza odpowiedź.")).to_have_count(1)
    expect(page.locator("#p1[data-old]")).to_have_count(0)  # it was drawn anew
    expect(choice(page, "beczkowóz")).to_be_checked()
    page.click("#p1 [name=same]")
    expect(page.locator("#p1 [name=same][aria-pressed=true]")).to_be_visible()
    expect(choice(page, "beczkowóz")).to_be_checked()
    expect(choice(page, "worki")).not_to_be_checked()


def test_change_of_a_vote_stays_open_until_it_is_cast(poll):
    page, _path = poll
    again = page.locator("[id^=again-]")
    choice(page, "worki").check()
    page.click("#p1 .poll__cast >> nth=0")
    expect(page.locator(".post-slot[data-roles~=c1] #p1")).to_be_visible()
    expect(again).not_to_be_checked()
    again.check()
    choice(page, "beczkowóz").check()
    page.click("#p1 [name=same]")
    expect(page.locator("#p1 [name=same][aria-pressed=true]")).to_be_visible()
    expect(again).to_be_checked()
    expect(choice(page, "beczkowóz")).to_be_checked()
    page.click("#p1 .poll__cast >> nth=0")
    expect(page.locator(".post-slot[data-roles~=c2] #p1")).to_be_visible()
    expect(again).not_to_be_checked()
