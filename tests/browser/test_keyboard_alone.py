"""The whole of what people do here, by keyboard alone: no test in this module touches a mouse or fills a field in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.scripts import script
from tests.browser.visitor import ANNA, EWA, JAN, MARIA
from tests.files import making

pytestmark = pytest.mark.browser
TITLE = "Kto sadzi lipy bez klikania?"
TEXT = "reply-outbox textarea"
FAULTS = "input[name=fault]"


@pytest.fixture()
def thread(hand_of):
    """A question of Anna's with a poll, and answers of Maria's at 2 to 4."""
    anna, maria = hand_of(ANNA), hand_of(MARIA)
    path = anna.ask("zielona", TITLE, "Szukamy szkółek.")
    for number in (2, 3, 4):
        maria.reply(path, f"Odpowiedź numer {number}.")
    poll = {"poll_question": "Lipa czy klon?", "poll_options": "lipa\nklon", "poll_kind": "single", "poll_ends": "7"}
    assert anna.post(f"/wpisy/{anna.post_id(path)}/ankieta/", poll).status == 302
    return path


@pytest.fixture()
def keyboard_of(browser_of, site):
    """Returns a function: somebody's keyboard, on a page that is open."""

    def sit_down(who, path):
        page = browser_of(who, reduced_motion="reduce", viewport={"width": 1280, "height": 900}).new_page()
        page.goto(site.url(path))
        return Keyboard(page)

    return sit_down


def more_of(keys, number, *, back=False):
    """Opens “More” of a post, going there by j, or back to it from what stands below."""
    if not back:
        keys.post(number)
    keys.tab_to(f"#p{number} a[href$='/wiecej/']", back=back)
    keys.press("Enter")
    keys.page.wait_for_selector("dialog.sheet[open]")
    keys.keeps_focus()


def test_member_goes_from_home_to_a_network_and_opens_its_newest_question(keyboard_of, thread):
    keys = keyboard_of(JAN, "/")
    keys.skip()
    keys.tab_to("main a[href='/s/zielona/']")
    with keys.going():
        keys.press("Enter")
    expect(keys.page.locator("h1")).to_contain_text("Zielona")
    keys.skip()
    keys.tab_to(f"main a[href='{thread}']")
    with keys.going():
        keys.press("Enter")
    expect(keys.page.locator("h1")).to_have_text(TITLE)


def test_member_writes_with_the_toolbar_attaches_previews_sends_and_takes_back(keyboard_of, thread):
    keys = keyboard_of(JAN, thread)
    page, field = keys.page, keys.page.locator(TEXT)
    page.on("filechooser", lambda _chooser: None)  # from now on: what opens before the browser knows of it is lost
    keys.press("r")
    expect(field).to_be_focused()
    page.wait_for_selector("text-composer[data-ready]")
    keys.type("Mamy szkółkę ")
    keys.tab_to("[data-act=bold]")
    keys.press("Enter")
    keys.type("pod miastem")  # in the place of the sample, which is selected
    keys.press("Control+End", "Enter")
    keys.tab_to("[data-act=bold]")
    keys.press("ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    keys.type("lipy")
    expect(field).to_have_value("Mamy szkółkę **pod miastem**\n- lipy")
    keys.tab_to("[data-act=list]")
    keys.press("End", "ArrowLeft")
    keys.stop()
    with page.expect_file_chooser() as chosen:
        keys.press("Enter")
    chosen.value.set_files([{"name": "lipa.png", "mimeType": "image/png", "buffer": making.picture()}])
    expect(field).to_have_value(re.compile(r"!\[[^\]]*\]\(plik:\d+\)"))
    keys.keeps_focus()
    keys.tab_to("input[id^=alt-]")
    keys.type("Lipa drobnolistna")
    keys.tab_to("[data-act]", back=True)
    expect(field).to_have_value(re.compile(r"!\[Lipa drobnolistna\]"))
    keys.press("End", "Enter")
    shown = page.locator("[data-shown]")
    expect(shown.locator("strong")).to_have_text("pod miastem")
    expect(shown.locator("li")).to_contain_text("lipy")
    keys.keeps_focus()
    keys.tab_to("reply-outbox .actions button.button--primary")
    keys.press("Enter")
    expect(page.locator("#p5 .post__body strong")).to_have_text("pod miastem")
    keys.keeps_focus()

    more_of(keys, 5, back=True)
    keys.tab_to("dialog a[href$='/usun/']")
    with keys.going():
        keys.press("Enter")
    keys.skip()
    keys.tab_to("main button.button--danger")
    with keys.going():
        keys.press("Enter")
    expect(page.locator("#p5.post--withdrawn")).to_be_visible()
    keys.tab_to("#p5 button[formaction$='/przywroc/']")
    with keys.going():
        keys.press("Enter")
    expect(page.locator("#p5 .post__body")).to_contain_text("pod miastem")


def test_member_says_thanks_votes_in_the_poll_and_marks_as_helpful(keyboard_of, thread):
    keys = keyboard_of(JAN, thread)
    page = keys.page
    more_of(keys, 2)
    keys.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    keys.keeps_focus()
    assert keys.is_on("#p2 a[href$='/wiecej/']")
    keys.press("Enter")
    page.wait_for_selector("dialog.sheet[open]")
    keys.tab_to("dialog form[action*='/reakcja/dziekuje/'] button, dialog form[action*='/reakcja/'] button")
    with keys.going():
        keys.press("Enter")
    expect(page.locator("#p2 .vote button[aria-pressed=true]:visible")).to_have_count(1)

    keys.post(1)
    keys.tab_to("#p1 .poll input[type=radio]")
    keys.press("ArrowDown")
    expect(page.locator("#p1 .poll input[type=radio]").nth(1)).to_be_checked()
    keys.tab_to("#p1 .poll__cast")
    keys.press("Enter")
    expect(page.locator("#p1 .poll__stands")).to_contain_text("1 osoba")
    keys.keeps_focus()

    keys.post(3)
    keys.tab_to("#p3 .vote [aria-pressed=false]")
    keys.press("Enter")
    page.wait_for_selector("#p3 .vote button[aria-pressed=true]:visible")
    keys.keeps_focus()
    keys.press("Enter")
    page.wait_for_selector("#p3 .vote button[aria-pressed=false]:visible")
    keys.keeps_focus()


def test_member_reports_a_post_and_is_told_what_is_missing(keyboard_of, thread):
    keys = keyboard_of(JAN, thread)
    page = keys.page
    more_of(keys, 3)
    keys.tab_to("dialog a[href*='/zglos/']")
    with keys.going():
        keys.press("Enter")
    keys.skip()
    keys.tab_to("main form button.button--primary")
    with keys.going():
        keys.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'form-errors'")
    keys.stop()
    keys.tab_to(FAULTS)
    keys.press("Space")
    keys.tab_to("main textarea")
    keys.type("Obraża ogrodników.")
    keys.tab_to("main form button.button--primary")
    with keys.going():
        keys.press("Enter")
    expect(page.locator("main .notice--success")).to_be_visible()


def test_facilitator_splits_a_thread(keyboard_of, thread):
    keys = keyboard_of(EWA, thread)
    more_of(keys, 3)
    keys.tab_to("dialog a[href*='/podziel/']")
    with keys.going():
        keys.press("Enter")
    keys.skip()
    keys.tab_to("#wpis-4")
    keys.press("Space")
    expect(keys.page.locator("#wpis-4")).not_to_be_checked()
    keys.tab_to("#id_title")
    keys.press("Control+a")
    keys.type("Gdzie kupić lipy?")
    keys.tab_to(".actions button[name=dalej]")
    with keys.going():
        keys.press("Enter")
    keys.tab_to("button[name=podziel]")
    with keys.going():
        keys.press("Enter")
    expect(keys.page.locator("h1")).to_have_text("Gdzie kupić lipy?")


def test_facilitator_hides_a_post_with_a_reason_and_shows_it_again(keyboard_of, thread):
    keys = keyboard_of(EWA, thread)
    more_of(keys, 4)
    keys.tab_to("dialog a[href$='/usun/']")
    with keys.going():
        keys.press("Enter")
    keys.skip()
    keys.tab_to(FAULTS)
    keys.press("ArrowUp")  # the last one: something else
    keys.tab_to("main textarea[name=words]")
    keys.type("Nie na temat.")
    keys.tab_to("main button.button--danger")
    with keys.going():
        keys.press("Enter")
    expect(keys.page.locator("#p4.post--withdrawn")).to_be_visible()
    keys.tab_to("#p4 button[formaction$='/przywroc/']")
    with keys.going():
        keys.press("Enter")
    expect(keys.page.locator("#p4 .post__body")).to_have_text("Odpowiedź numer 4.")


def test_focus_stays_with_a_post_that_its_author_deletes_meanwhile(keyboard_of, thread, hand_of):
    keys = keyboard_of(JAN, thread)
    keys.page.evaluate(script("live_state"), "on")
    keys.post(4)
    keys.tab_to("#p4 a[href$='/cytat/']")
    maria = hand_of(MARIA)
    assert maria.post(f"/wpisy/{maria.post_id(thread, 4)}/usun/", {}).status == 302
    expect(keys.page.locator("#p4.post--withdrawn")).to_be_visible()
    keys.keeps_focus()
    assert keys.is_on("#p4")


FAULTY = """<!doctype html><html lang="pl"><title>Złe</title><main id="main"><a href="/a">Pierwszy</a>
<button style="outline:none">Bez obwódki</button></main></html>"""


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (FAULTY, "no ring around button# Bez obwódki"),
        (FAULTY.replace("outline:none", "").replace("</main>", "</main><!--"), "the focus is lost"),
        (FAULTY.replace("</a>", "</a><button id=trap>Pułapka</button>"), "a trap at button#trap Pułapka"),
    ],
)
def test_keyboard_sees_what_it_looks_for(html, said, context):
    page = context().new_page()
    page.set_content(html)
    page.add_style_tag(content=":focus-visible { outline: 3px solid }")
    page.evaluate("document.querySelector('#trap')?.addEventListener('keydown', (event) => event.preventDefault())")
    with pytest.raises(AssertionError, match=said):
        Keyboard(page).tab_to("#nowhere")
