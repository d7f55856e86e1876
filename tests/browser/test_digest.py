"""A digest in a real browser: follow a topic, somebody writes, the letter arrives, leads there, and is stopped."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import ANNA, EWA, JAN

pytestmark = pytest.mark.browser
TOPIC, TAG = "/tematy/ogrod-deszczowy/", "ogród deszczowy"
PREVIEW = "/konto/sledzone/list/"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_digest_of_a_followed_topic_arrives_leads_to_the_first_unread_post_and_is_stopped(
    site, context, browser_of, hand_of, scripts
):
    reader = JAN if scripts else EWA
    answerer = EWA if scripts else JAN
    page = browser_of(reader, java_script_enabled=scripts).new_page()
    page.goto(site.url(TOPIC))
    weekly = page.locator(".follow > button[value=weekly]")
    if weekly.count():  # who follows it already need not press
        weekly.click()
        expect(page.locator(".follow summary .state")).to_be_visible()

    title = f"Kto opróżnia osadnik ogrodu ({'ze' if scripts else 'bez'} skryptami)?"
    thread = hand_of(ANNA).ask("zielona", title, "Co ile lat trzeba?", tags=TAG)
    page.goto(site.url(thread))  # read up to the question
    expect(page.locator("#p1")).to_be_visible()
    if scripts:
        page.goto(site.url("/"))  # nothing that comes later is read on an open page
    hand_of(answerer).reply(thread, "U nas co trzy lata, robi to spółka wodna.")
    hand_of(ANNA).reply(thread, "Dziękuję, to rzadziej, niż myśleliśmy.")

    page.goto(site.url(PREVIEW))
    expect(page.locator("#digest-weekly")).to_be_visible()
    expect(page.locator("main")).to_contain_text(title)
    page.click("form[action$='/teraz/'] button")
    letter = page.locator(".letter").first
    expect(letter).to_contain_text(f"{reader}@demo.example")
    letter.locator("a[href^='/demo/mail/']").click()
    expect(page.locator("dl.facts")).to_contain_text("List-Unsubscribe=One-Click")
    expect(page.locator(".letter__text")).to_contain_text(title)
    stop = re.search(r"/listy/[^/\s]+/", page.locator(".letter__text").inner_text())[0]

    page.frame_locator("iframe.letter__html").get_by_role("link", name=title).click()
    page.wait_for_url(f"**{thread}#p2")
    expect(page.locator("#p2")).to_be_in_viewport()
    expect(page.locator("#p2")).to_contain_text("co trzy lata")

    stranger = context(java_script_enabled=scripts).new_page()  # the link works where nobody is signed in
    stranger.goto(site.url(stop))
    page.goto(site.url(PREVIEW))
    expect(page.locator("#digest-weekly")).to_be_visible()  # opening it has changed nothing
    stranger.click("main form:has(input[value=stop]) button")
    expect(stranger.locator("main form input[value=restart]")).to_be_attached()
    page.reload()
    expect(page.locator("#digest-weekly")).to_have_count(0)
    page.goto(site.url(TOPIC))
    expect(page.locator(".follow summary .state")).to_be_visible()  # what one follows stays


def test_letters_of_the_demo_are_narrowed_to_one_recipient(site, browser_of, hand_of):
    for who in (ANNA, JAN):
        hand_of(who).post(f"{PREVIEW}teraz/", {})
    page = browser_of(ANNA).new_page()
    page.goto(site.url("/demo/mail"))
    page.select_option("select[name=do]", f"{ANNA}@demo.example")
    page.click(".mail-filter button")
    told = page.locator(".letter summary")
    assert {ANNA in text for text in told.all_inner_texts()} == {True}


def test_menu_of_a_follow_opens_by_keys_and_lets_a_press_below_it_through(site, browser_of):
    page = browser_of(ANNA, viewport={"width": 390, "height": 900}).new_page()
    page.goto(site.url("/konto/sledzone/"))
    menu, opened = page.locator(".row__follow summary").first, page.locator(".follow__menu[open]")
    menu.press("Enter")
    page.keyboard.press("Tab")
    expect(opened.locator("button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(menu).to_be_focused()

    menu.click()
    below = page.locator(".row__title a").nth(1)
    below.scroll_into_view_if_needed()
    box = below.bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.wait_for_timeout(100)  # a menu closed now would pull the page from under the pointer
    page.mouse.up()
    page.wait_for_url(lambda address: "/konto/" not in address)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 600])
def test_letter_fits_its_window_in_both_schemes(site, browser_of, hand_of, width, scheme):
    hand = hand_of(ANNA)
    hand.ask(
        "zielona",
        "Bardzo-długie-słowo-bez-miejsca-na-przełamanie-które-nie-może-rozepchnąć-listu " * 2,
        "Treść.",
        tags=TAG,
    )
    reader = hand_of(JAN)
    reader.post(f"{PREVIEW}teraz/", {})
    link = re.search(r'href="(/demo/mail/[^"]+)"', reader.get(f"/demo/mail?do={JAN}%40demo.example").text())[1]
    page = browser_of(JAN, viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto(site.url(f"{link}/html"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    colours = page.evaluate(
        "() => ['.card', 'h1'].map(one => getComputedStyle(document.querySelector(one)))"
        ".map((style, place) => place ? style.color : style.backgroundColor)"
    )
    light = [sum(map(int, re.findall(r"\d+", colour)[:3])) > 384 for colour in colours]
    assert light == ([True, False] if scheme == "light" else [False, True])
