"""Reading by keyboard: single keys from post to post, a fold that opens by itself, a switch that turns keys off."""

import pytest
from playwright.sync_api import expect

from tests.browser.scripts import script
from tests.browser.visitor import ANNA, EWA, JAN

pytestmark = pytest.mark.browser
REASON = {"fault": "other", "words": "Na potrzeby testu."}
PLACE = "() => document.activeElement.closest('.post')?.id ?? document.activeElement.textContent.trim()"


@pytest.fixture()
def thread(hand_of):
    """A thread of Anna's with twelve replies by Jan, of which she has read those up to number 9."""
    anna, jan = hand_of(ANNA), hand_of(JAN)
    path = anna.ask("zielona", "Wątek do czytania", "Treść pytania.")
    for number in range(2, 14):
        jan.reply(path, f"Odpowiedź {number}.\n\n" + "Zdanie. " * 60)
    answer = anna.post(f"/nieprzeczytane/{path.split('/')[2]}/?od=10", {})
    assert answer.status == 302
    return path


@pytest.fixture()
def page(browser_of):
    return browser_of(ANNA).new_page()


def press(page, *keys):
    """Presses keys one after the other and returns where the focus is then: a post's id, or a link's words."""
    for key in keys:
        before = page.evaluate(PLACE)
        page.keyboard.press(key)
        page.wait_for_function(f"before => ({PLACE})() !== before", arg=before)
    return page.evaluate(PLACE)


def stays(page, key):
    """Presses a key that must not move anything, and returns where the focus is."""
    page.keyboard.press(key)
    page.wait_for_timeout(400)
    return page.evaluate(PLACE)


def test_keys_go_from_post_to_post_and_leave_the_fold_closed(page, site, thread):
    page.goto(site.url(thread))
    assert press(page, "j") == "p1"
    assert press(page, "j") == "p10"
    assert press(page, "j", "j") == "p12"
    assert press(page, "k") == "p11"
    assert page.evaluate("document.querySelector('.thread__read').open") is False


def test_focus_is_visible_and_on_the_screen(page, site, thread):
    page.emulate_media(reduced_motion="reduce")
    page.goto(site.url(thread))
    press(page, "j", "j", "j", "j")
    top, height = page.evaluate("[document.activeElement.getBoundingClientRect().top, innerHeight]")
    assert -2 <= top < height
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_n_leads_to_what_is_new_and_on(page, site, thread):
    page.goto(site.url(thread))
    assert press(page, "n") == "p10"
    assert press(page, "n") == "p11"


def test_n_in_a_list_leads_to_the_link_of_what_is_new(page, site, thread):
    page.goto(site.url("/s/zielona/watki/"))
    press(page, "n")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"{thread}#p10"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{thread}#p10")


def test_j_in_a_list_marks_a_title_that_enter_opens(page, site, thread):
    page.goto(site.url("/s/zielona/watki/"))
    assert press(page, "j") == "Wątek do czytania"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{thread}")


def test_r_writes_u_goes_back_and_letters_typed_stay_letters(page, site, thread):
    page.goto(site.url(thread))
    press(page, "j")
    page.keyboard.press("r")
    field = page.locator("reply-outbox textarea")
    expect(field).to_be_focused()
    page.keyboard.type("junk?r")
    assert field.input_value() == "junk?r"
    assert page.locator("dialog[open]").count() == 0
    field.fill("")
    field.blur()
    page.keyboard.press("u")
    page.wait_for_url("**/s/zielona/watki/")


def test_keys_with_a_modifier_are_left_to_the_browser(page, site, thread):
    page.goto(site.url(thread))
    assert press(page, "j") == "p1"
    for key in ("Control+j", "Alt+k", "Meta+n"):
        assert stays(page, key) == "p1"


def test_question_mark_lists_the_keys_and_escape_returns(page, site, thread):
    page.goto(site.url(thread))
    press(page, "j")
    page.keyboard.press("?")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("kbd")).to_have_count(7)
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    assert stays(page, "j") != "p10"
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate(PLACE) == "p1"


def test_keys_can_be_switched_off_and_on_again(page, site, thread):
    page.goto(site.url(thread))
    page.keyboard.press("?")
    page.locator("dialog[open] [data-keys-switch]").click()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    before = page.evaluate(PLACE)
    assert [stays(page, key) for key in ("j", "n", "?", "/")] == [before] * 4
    assert page.locator("dialog[open]").count() == 0
    page.goto(site.url("/klawisze/"))
    box = page.locator("main [data-keys-switch] input")
    expect(box).not_to_be_checked()
    box.check()
    page.goto(site.url(thread))
    assert press(page, "j") == "p1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fold_line_and_dialog_pass_axe(scheme, page, site, axe, thread):
    page.emulate_media(color_scheme=scheme)
    page.goto(site.url(thread))
    page.evaluate(axe)
    page.locator(".thread__read > summary").click()
    for key in ("", "?"):
        if key:
            page.keyboard.press(key)
            page.wait_for_selector("dialog[open] kbd")
        page.evaluate(script("start_axe"), {"tags": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "rules": None})
        assert page.evaluate(script("read_axe")) == []


def test_visitors_have_no_such_keys(browser_of, site, thread):
    page = browser_of().new_page()
    page.goto(site.url(thread))
    assert page.locator("script[src*='reading-keys']").count() == 0
    before = page.evaluate(PLACE)
    assert stays(page, "j") == before


def test_link_into_the_fold_opens_it(page, site, thread):
    page.goto(site.url(f"{thread}#p5"))
    page.wait_for_function("() => document.querySelector('.thread__read').open")
    assert page.evaluate("document.querySelector('#p5').checkVisibility()")


def test_restored_reply_finds_its_place_inside_the_fold(page, site, hand_of, thread):
    ewa = hand_of(EWA)
    post_id = ewa.post_id(thread, 6)
    assert ewa.post(f"/wpisy/{post_id}/usun/", REASON).status == 302
    anna = hand_of(ANNA)
    anna.post(f"/nieprzeczytane/{thread.split('/')[2]}/?od=10", {})
    page.goto(site.url(thread))
    page.wait_for_selector("live-thread")
    assert ewa.post(f"/wpisy/{post_id}/przywroc/", {}).status == 302
    page.wait_for_function("() => document.querySelector('#p6').textContent.includes('Odpowiedź 6')")
    numbers = page.eval_on_selector_all(".post-slot", "slots => slots.map((s) => +s.firstElementChild.id.slice(1))")
    assert numbers == sorted(numbers)
    assert page.locator(".thread__read #p6").count() == 1


def test_new_reply_comes_after_the_last_and_not_into_the_fold(page, site, hand_of, thread):
    page.goto(site.url(thread))
    hand_of(JAN).reply(thread, "Ostatnie słowo.")
    page.wait_for_selector("#p14")
    assert page.locator(".thread__read #p14").count() == 0
    numbers = page.eval_on_selector_all(".post-slot", "slots => slots.map((s) => +s.firstElementChild.id.slice(1))")
    assert numbers == [*range(1, 15)]


def test_row_that_changes_keeps_its_link_to_what_is_new(page, site, hand_of, thread):
    page.goto(site.url("/s/zielona/watki/"))
    link = page.locator(f".row__new a[href='{thread}#p10']")
    expect(link).to_have_count(1)
    hand_of(JAN).reply(thread, "Jeszcze jedno.")
    expect(page.locator(f".row-place:has(a[href='{thread}']) .row__count b")).to_have_text("13")
    expect(link).to_have_count(1)


def test_row_that_goes_takes_its_link_along(page, site, hand_of, thread):
    page.goto(site.url("/s/zielona/watki/"))
    link = page.locator(f".row__new a[href='{thread}#p10']")
    expect(link).to_be_visible()
    ewa = hand_of(EWA)
    assert ewa.post(f"/wpisy/{ewa.post_id(thread)}/usun/", REASON).status == 302
    expect(link).to_be_hidden()


def test_long_post_shows_its_rest_by_the_box_and_by_tabbing_into_it(browser_of, site, hand_of):
    jan = hand_of(JAN)
    path = jan.ask("zielona", "Długi wpis", "Treść.")
    jan.reply(path, "Akapit tekstu, który się ciągnie i ciągnie.\n\n" * 160 + "[na końcu](https://example.org/koniec)")
    page = browser_of().new_page()
    page.goto(site.url(path))
    body = page.locator("#p2 .post__body")
    height = "element => element.getBoundingClientRect().height"
    folded = body.evaluate(height)
    page.locator("#p2 .post__whole input").check()
    whole = body.evaluate(height)
    assert folded < 1200 < whole
    page.locator("#p2 .post__whole input").uncheck()
    page.locator("#p2 .post__body a").last.focus()
    assert body.evaluate(height) == whole
