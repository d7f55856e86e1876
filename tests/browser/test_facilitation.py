"""Threads put in order in a real browser: after a split every link, read mark, vote and bookmark is right."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import ANNA, EWA, JAN, MARIA, Hand, number_of

pytestmark = pytest.mark.browser
NEW = "Jak rozliczać wodę z hydrantów?"


@pytest.fixture()
def hands(browser_of, site):
    """The hands of Anna, Jan, Ewa and Maria, signed in."""
    return {key: Hand(browser_of(key), site) for key in (ANNA, JAN, EWA, MARIA)}


@pytest.fixture()
def talk(hands):
    """Anna's question with replies 2 to 6 by Jan: path, and the ids of its posts by number."""
    thread = hands[ANNA].ask("zielona", "Kto podlewa drzewa, kiedy nie pada?", "Szukamy umów.")
    for number in range(2, 7):
        hands[JAN].reply(thread, f"Odpowiedź numer {number}.")
    return thread, {number: hands[ANNA].post_id(thread, number) for number in range(1, 7)}


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_facilitator_splits_and_everything_stays_right(scripts, site, browser_of, hands, talk):
    thread, ids = talk
    hands[ANNA].post(f"/wpisy/{ids[4]}/pomocne/", {})
    hands[MARIA].get(thread)  # Maria has read all of it
    kept = hands[MARIA].get(thread).text()
    hands[MARIA].post(re.search(r'"(/zakladki/\d+/)"', kept)[1], {"keep": "1"})
    reader = browser_of(ANNA).new_page()
    reader.goto(site.url(thread))

    page = browser_of(EWA, java_script_enabled=scripts).new_page()
    page.goto(site.url(thread))
    page.click("#p4 a[href$='/wiecej/']")
    if scripts:
        expect(page.locator("dialog.sheet h2")).to_contain_text("Jan Wierzba")
    page.click("a.act[href*='/podziel/']")
    expect(page.locator("#wpis-4")).to_be_checked()
    expect(page.locator("#wpis-3")).not_to_be_checked()
    page.uncheck("#wpis-5")
    page.fill("#id_title", NEW)
    page.click(".actions button[name=dalej]")
    expect(page.locator("main li b")).to_have_text(["4. Jan Wierzba", "6. Jan Wierzba"])
    page.click("button[name=podziel]")
    expect(page.locator("h1")).to_contain_text("Jak rozliczać wodę")
    new = page.url.removeprefix(site.address)

    # Whoever has the old thread open sees it at once; nobody reloads.
    expect(reader.locator("#p4.post--moved a")).to_be_visible()
    expect(reader.locator("#p6.post--moved")).to_be_visible()
    expect(reader.locator("#p5")).to_contain_text("Odpowiedź numer 5.")
    # Old links lead on: the stub's own, the number's, the id's.
    reader.click("#p4.post--moved a")
    expect(reader).to_have_url(site.url(f"{new}#p1"))
    for number, place in ((4, 1), (6, 2)):
        for path in (f"/watki/{number_of(thread)}/post/{number}/", f"/wpisy/{ids[number]}/"):
            assert hands[ANNA].get(path).headers["location"] == f"{new}#p{place}"
    # The vote hangs on the post, and who has read everything has read both.
    expect(reader.locator("#p1")).to_contain_text("Odpowiedź numer 4.")
    reader.goto(site.url(thread))
    html = hands[MARIA].get("/s/zielona/watki/?stan=nieprzeczytane").text()
    assert (f'href="{new}"' in html, f'href="{thread}"' in html) == (False, False)
    # The bookmark is where it was.
    assert f'href="{thread}"' in hands[MARIA].get("/zakladki/").text()
    assert f'href="{new}"' not in hands[MARIA].get("/zakladki/").text()
    # The author is told by whom.
    assert "Ewa Olszyna" in hands[JAN].get("/powiadomienia/").text().replace("\xa0", " ")


def test_more_opens_in_place_by_keyboard_and_gives_the_focus_back(site, browser_of, talk):
    page = browser_of(JAN).new_page()
    page.goto(site.url(talk[0]))
    more = page.locator("#p3 a[href$='/wiecej/']")
    more.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.sheet[open]")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".act").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(more).to_be_focused()
    assert page.url == site.url(talk[0])


def test_more_is_a_page_for_a_visitor(site, browser_of, talk):
    page = browser_of(None).new_page()
    page.goto(site.url(talk[0]))
    page.click("#p3 a[href$='/wiecej/']")
    expect(page).to_have_url(re.compile("/wiecej/$"))
    expect(page.locator("h1")).to_contain_text("Jan Wierzba")


def test_merged_thread_leads_everybody_on(site, browser_of, hands, talk):
    thread, _ids = talk
    other = hands[JAN].ask("zielona", "Susza i podlewanie w mieście", "Pytam.")
    reader = browser_of(ANNA).new_page()
    reader.goto(site.url(thread))
    page = browser_of(EWA).new_page()
    page.goto(site.url(thread))
    page.click("a[href*='/polacz/']")
    page.fill("#cel", site.url(other))
    page.click(".actions button.button--primary")
    page.click("button[name=confirmed]")
    expect(page.locator("#p7")).to_contain_text("Odpowiedź numer 6.")
    expect(reader.locator("main")).to_contain_text("Susza i podlewanie w mieście")  # the open page reads itself
    expect(reader.locator("#p3 a")).to_have_attribute("href", re.compile("/post/3/$"))
    reader.click("#p3 a")
    expect(reader).to_have_url(site.url(f"{other}#p4"))
    assert f'href="{thread}"' not in hands[ANNA].get("/s/zielona/watki/").text()
