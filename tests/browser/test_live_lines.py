"""Lines that break: cut, offline, restarted, blocked, shared by tabs. Nothing is lost and nothing arrives twice."""

import pytest
from playwright.sync_api import expect

from tests.browser.cut import Cut, until
from tests.browser.live_pages import (
    BAR,
    LINE,
    PENDING,
    TEXT,
    a_thread,
    delete,
    edit,
    expect_like_fresh,
    expect_line,
    open_live,
    slot_of,
    texts_on_server,
    words,
    write,
)
from tests.browser.scripts import script
from tests.browser.visitor import ANNA, EWA, JAN

pytestmark = pytest.mark.browser
ONLINE = "() => { dispatchEvent(new Event('online')); }"  # as browsers say it; else one waits up to half a minute


@pytest.fixture()
def wire(site):
    """A wire to the site that can be cut."""
    one = Cut(site.port)
    yield one
    one.close()


def test_cut_line_catches_up_and_says_how_much(browser_of, hand_of, wire, site):
    jan, ewa = hand_of(JAN), hand_of(EWA)
    thread = a_thread(jan, replies=1)
    page = open_live(browser_of(ANNA).new_page(), wire.url(thread))
    wire.cut()
    expect_line(page, "offline")
    for number in (1, 2, 3):
        ewa.reply(thread, f"Podczas przerwy, {number}.")
    edit(jan, jan.post_id(thread, 2), "Zmienione podczas przerwy.")
    delete(ewa, ewa.post_id(thread, 5))
    wire.mend()
    page.evaluate(ONLINE)
    expect_line(page, "caught-few", 4)
    expect(slot_of(page, "Zmienione podczas przerwy.")).to_have_count(1)
    expect_like_fresh(page, wire.url(thread))
    expect(page.locator(LINE)).to_have_count(0, timeout=10_000)


def test_browser_that_was_offline_catches_up(browser_of, hand_of, site):
    thread = a_thread(hand_of(JAN))
    browser = browser_of(ANNA)
    page = open_live(browser.new_page(), site.url(thread))
    another = open_live(browser_of(JAN).new_page(), site.url(thread))
    browser.set_offline(True)
    expect_line(page, "offline")
    hand_of(EWA).reply(thread, "Gdy nie było sieci.")
    expect(slot_of(another, "Gdy nie było sieci.")).to_have_count(1)  # before that, it would come after the catching up
    browser.set_offline(False)
    expect(slot_of(page, "Gdy nie było sieci.")).to_have_count(1)
    expect_line(page, "caught-one", 1)
    expect_like_fresh(page, site.url(thread))


def test_waiting_reply_survives_a_reload_and_arrives_once(browser_of, hand_of, wire, site):
    thread = a_thread(hand_of(JAN))
    page = open_live(browser_of(ANNA).new_page(), wire.url(thread))
    wire.cut()
    write(page, "Napisane w pociągu.")
    write(page, "Druga z pociągu.")
    pending = page.locator(PENDING)
    expect(pending).to_have_count(2)
    expect(pending.first).to_contain_text(words(page, "reply-outbox", "waiting"))
    expect(page.locator(TEXT)).to_have_value("")
    wire.mend()
    page.route("**/odpowiedz/**", lambda route: route.abort())
    page.reload()
    expect(pending).to_have_count(2)
    expect(page.locator(TEXT)).to_have_value("")
    expect(pending.first.get_by_role("button", name=words(page, "reply-outbox", "send"))).to_be_visible()
    page.unroute("**/odpowiedz/**")
    page.evaluate(ONLINE)
    expect(slot_of(page, "Druga z pociągu.")).to_have_count(1, timeout=15_000)
    expect(pending).to_have_count(0)
    assert texts_on_server(hand_of(JAN), thread)[1:] == ["Napisane w pociągu.", "Druga z pociągu."]
    expect_like_fresh(page, wire.url(thread))
    page.reload()
    expect(page.locator(TEXT)).to_have_value("")
    expect(page.locator(".kept")).to_be_hidden()


def test_reply_whose_answer_was_lost_arrives_once_and_is_shown_once(browser_of, hand_of, site):
    thread = a_thread(hand_of(JAN))
    page = open_live(browser_of(ANNA).new_page(), site.url(thread))

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/odpowiedz/**", lose, times=1)
    write(page, "Odpowiedź serwera zginęła.")
    expect(slot_of(page, "Odpowiedź serwera zginęła.")).to_have_count(1, timeout=15_000)
    expect(page.locator(PENDING)).to_have_count(0)
    assert texts_on_server(hand_of(JAN), thread)[1:] == ["Odpowiedź serwera zginęła."]
    expect_like_fresh(page, site.url(thread))


def test_waiting_reply_goes_back_to_the_form(browser_of, hand_of, wire):
    thread = a_thread(hand_of(JAN))
    page = open_live(browser_of(ANNA).new_page(), wire.url(thread))
    wire.cut()
    write(page, "Jeszcze to przemyślę.")
    page.locator(PENDING).get_by_role("button", name=words(page, "reply-outbox", "take-back")).click()
    expect(page.locator(TEXT)).to_have_value("Jeszcze to przemyślę.")
    expect(page.locator(TEXT)).to_be_focused()
    expect(page.locator(PENDING)).to_have_count(0)


def test_reply_box_without_its_words_is_just_a_form(browser_of, hand_of, site):
    thread = a_thread(hand_of(JAN))
    page = browser_of(ANNA).new_page()
    page.route("**/slowa/**", lambda route: route.abort())
    page.goto(site.url(thread))
    page.evaluate(script("live_state"), "on")
    page.fill(TEXT, "Słowa jeszcze nie przyszły.")
    page.locator("reply-outbox .button--primary").click()
    expect(page.locator(".post", has_text="Słowa jeszcze nie przyszły.")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("undefined")
    assert texts_on_server(hand_of(JAN), thread)[1:] == ["Słowa jeszcze nie przyszły."]


def test_closed_tab_offers_what_it_could_not_send(browser_of, hand_of, wire):
    thread = a_thread(hand_of(JAN))
    browser = browser_of(ANNA)
    page = open_live(browser.new_page(), wire.url(thread))
    wire.cut()
    write(page, "Karta zaraz się zamknie.")
    expect(page.locator(PENDING)).to_contain_text(words(page, "reply-outbox", "waiting"))
    page.close()
    wire.mend()
    again = open_live(browser.new_page(), wire.url(thread))
    again.click(".kept button")
    expect(again.locator(TEXT)).to_have_value("Karta zaraz się zamknie.")
    again.press(TEXT, "Control+Enter")
    expect(slot_of(again, "Karta zaraz się zamknie.")).to_have_count(1)
    assert texts_on_server(hand_of(JAN), thread)[1:] == ["Karta zaraz się zamknie."]


def test_page_goes_on_over_a_restart_of_the_server(browser_of, hand_of, site):
    jan = hand_of(JAN)
    thread = a_thread(jan)
    page = open_live(browser_of(ANNA).new_page(), site.url(thread))
    site.stop()
    write(page, "Wysłane w czasie restartu.")
    page.locator(TEXT).blur()
    site.start()
    site.wait_until_ready()
    hand_of(EWA).reply(thread, "Po restarcie.")
    expect(slot_of(page, "Po restarcie.")).to_have_count(1, timeout=30_000)
    expect(slot_of(page, "Wysłane w czasie restartu.")).to_have_count(1, timeout=20_000)
    expect_like_fresh(page, site.url(thread))


def test_where_sockets_are_blocked_the_page_asks_over_http(browser_of, hand_of, wire):
    thread = a_thread(hand_of(JAN))
    wire.refuses_sockets = True
    page = browser_of(ANNA).new_page()
    page.goto(wire.url(thread))
    with page.expect_response("**/live/thread:*", timeout=20_000):
        pass
    hand_of(EWA).reply(thread, "Przez zwykłe zapytanie.")
    expect(slot_of(page, "Przez zwykłe zapytanie.")).to_have_count(1, timeout=20_000)
    expect(page.locator(LINE)).to_have_count(0)
    write(page, "I ja tak samo.")
    expect(slot_of(page, "I ja tak samo.")).to_have_count(1)
    expect_like_fresh(page, wire.url(thread))


def test_two_tabs_share_one_socket_and_hand_it_over(browser_of, hand_of, wire):
    thread, other = a_thread(hand_of(JAN)), a_thread(hand_of(JAN))
    browser = browser_of(ANNA)
    first = open_live(browser.new_page(), wire.url(thread))
    second = open_live(browser.new_page(), wire.url(other))
    assert (wire.sockets, wire.sockets_ever) == (1, 1)
    hand_of(EWA).reply(other, "Do drugiej karty przez pierwszą.")
    expect(slot_of(second, "Do drugiej karty przez pierwszą.")).to_have_count(1)
    first.close()
    until(lambda: (wire.sockets, wire.sockets_ever) == (1, 2), second)
    hand_of(EWA).reply(other, "Już własnym połączeniem.")
    expect(slot_of(second, "Już własnym połączeniem.")).to_have_count(1)
    expect_like_fresh(second, wire.url(other))


def test_tab_far_behind_fetches_the_page_again(browser_of, hand_of, site):
    """As after the database was put back to an earlier day: the tab's number is ahead, and what it shows is stale."""
    thread = a_thread(hand_of(JAN), replies=1)
    page = open_live(browser_of(ANNA).new_page(), site.url(thread))
    page.fill(TEXT, "To piszę dalej.")
    page.evaluate("() => { document.querySelector('#p2 .post__body').textContent = 'Dawna odpowiedź.'; }")
    page.evaluate("() => document.querySelector('live-thread').follows.forEach((handle) => handle.again(9999))")
    expect(slot_of(page, "Odpowiedź 1.")).to_have_count(1)
    hand_of(EWA).reply(thread, "Po ponownym pobraniu.")
    expect(page.locator(BAR)).to_have_count(1)
    expect(page.locator(TEXT)).to_have_value("To piszę dalej.")
    expect_like_fresh(page, site.url(thread))
