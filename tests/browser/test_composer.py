"""The composer: toolbar by keyboard, preview, mentions, pasting from office programs, templates, accessibility."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.clipboard import CASES, long_table
from tests.browser.live_pages import SLOTS, a_thread
from tests.browser.scripts import script
from tests.browser.test_accessibility import TAGS
from tests.browser.visitor import ANNA, JAN
from tests.browser.writing import BAR, TEXT, empty, paste, text, touch

pytestmark = pytest.mark.browser
ASK = "/s/zielona/zapytaj/"


@pytest.fixture()
def page(site, browser_of):
    """The ask form of Sieć Zielona in a fresh browser, with its tools there."""
    page = browser_of(ANNA).new_page()
    page.goto(site.url(ASK))
    touch(page)
    return page


def test_toolbar_is_one_stop_of_the_tab_key_with_arrows_inside(page):
    page.keyboard.type("słowo")
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.act") == "bold"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.act") == "preview"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.act") == "italic"
    page.keyboard.press("Enter")
    assert (text(page), page.evaluate("document.activeElement.id")) == ("*słowo*", "id_text")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.act") == "italic"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]')") is None


def test_focus_is_not_lost_when_the_tools_hide_what_has_it(site, browser_of):
    page, held = browser_of(ANNA).new_page(), []
    page.route("**/pisanie/**", lambda route: held.append(route))
    page.goto(site.url(ASK))
    with page.expect_request("**/pisanie/**"):
        page.focus("[name=preview]")
        page.focus(TEXT)
    page.focus("[name=preview]")
    held[0].continue_()
    expect(page.locator(BAR)).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "id_text"


@pytest.mark.parametrize(
    ("keys", "typed", "expected"),
    [
        (["Control+b"], "", "**tekst**"),
        (["Control+a", "Control+b"], "gruby", "**gruby**"),
        (["Control+a", "Control+b", "Control+b"], "gruby", "gruby"),
        (["Control+a", "Control+i"], "pochyły", "*pochyły*"),
        (["Control+a", "Control+b", "Control+i"], "oba", "***oba***"),
        (["Control+a", "Control+k"], "strona", "[strona](https://)"),
        (["Control+a", "Control+b", "Control+z"], "cofnięte", "cofnięte"),
    ],
)
def test_keys_mark_the_selection_and_can_be_taken_back(keys, typed, expected, page):
    page.keyboard.type(typed)
    for key in keys:
        page.keyboard.press(key)
    sample = page.get_attribute(".tools", "data-sample")
    assert text(page) == expected.replace("tekst", sample)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("heading", "## raz\n## dwa"),
        ("list", "- raz\n- dwa"),
        ("numbers", "1. raz\n2. dwa"),
        ("quote", "> raz\n> dwa"),
    ],
)
def test_lines_are_marked_and_unmarked(act, expected, page):
    page.keyboard.type("raz\ndwa")
    page.keyboard.press("Control+a")
    page.click(f"[data-act={act}]")
    assert text(page) == expected
    page.click(f"[data-act={act}]")
    assert text(page) == "raz\ndwa"


def test_table_is_put_in_and_taken_back_with_one_key(page):
    page.keyboard.type("Wstęp")
    page.click("[data-act=table]")
    table = r"\| \S+ 1 \| \S+ 2 \| \S+ 3 \|\n\| --- \| --- \| --- \|\n(\|( {5}\|){3}\n?){2}\n*"
    assert re.fullmatch(rf"Wstęp\n\n{table}", text(page))
    page.keyboard.press("Control+z")
    assert text(page) == "Wstęp"


def test_preview_shows_what_will_be_published_while_one_types(page):
    page.keyboard.type("To **ważne** @jan-wierzba")
    page.keyboard.press("Escape")
    page.click("[data-act=preview]")
    shown = page.locator("[data-shown]")
    expect(shown.locator("strong")).to_have_text("ważne")
    expect(shown.locator("a.mention")).to_have_text("Jan Wierzba")
    page.locator(TEXT).press_sequentially(" i więcej")
    expect(shown).to_contain_text("i więcej")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(TEXT)).to_be_hidden()
    page.click("[data-act=preview]")
    expect(page.locator(TEXT)).to_be_focused()


def test_mention_is_chosen_by_keyboard(page):
    page.keyboard.type("Pytam @jan-w")
    option = page.locator(".mentions [role=option]")
    expect(option).to_have_count(1)
    expect(option).to_have_text("Jan WierzbaŻyrardów")
    assert page.get_attribute(TEXT, "aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    assert text(page) == "Pytam @jan-wierzba "
    page.keyboard.type("@ew")
    expect(page.locator(".mentions [role=option]").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".mentions")).to_be_hidden()
    page.keyboard.press("Enter")
    assert text(page) == "Pytam @jan-wierzba @ew\n"


def test_mention_is_chosen_by_touch(site, browser_of):
    page = browser_of(ANNA, has_touch=True, viewport={"width": 390, "height": 800}).new_page()
    page.goto(site.url(ASK))
    page.tap(TEXT)
    page.wait_for_selector(BAR)
    page.keyboard.type("@jan-w")
    page.tap(".mentions [role=option]")
    assert text(page) == "@jan-wierzba "
    expect(page.locator(TEXT)).to_be_focused()


@pytest.mark.parametrize("name", CASES)
def test_office_text_becomes_clean_markdown(name, page):
    html, markdown = CASES[name]
    assert paste(page, html, "zwykły tekst")
    expect(page.locator(TEXT)).not_to_have_value("")
    assert text(page).rstrip("\n") == markdown
    page.keyboard.press("Control+z")
    assert (text(page), page.title() == "zle") == ("", False)


def test_plain_text_is_left_to_the_browser(page):
    assert not paste(page, "", "**zwykły** tekst")
    assert not paste(page, "<span>**zwykły** tekst</span>", "**zwykły** tekst")


@pytest.mark.parametrize("rows", [3000, 10_000])
def test_long_table_is_cut_with_words_and_offered_whole(rows, page):
    html, plain = long_table(rows)
    paste(page, html, plain)
    offer = page.locator(".composer__cut")
    expect(offer).to_contain_text(str(rows))
    assert text(page).count("\n| Miasto") == 20
    offer.locator("button").click()
    expect(page.locator(".upload:not(:has(progress))")).to_contain_text(".csv")
    expect(page.locator(TEXT)).to_have_value(re.compile(r"\[[^\]]*\.csv\]\(plik:\d+\)"))


def test_text_too_long_is_said_while_one_types(page):
    page.fill(TEXT, "a" * 39_000)
    count = page.locator(".tools [data-count]")
    expect(count).to_have_text(re.compile("1000"))
    page.fill(TEXT, "a" * 40_002)
    expect(count).to_have_class("is-over")
    page.fill(TEXT, "a")
    expect(count).to_have_text("")


def test_enter_in_the_title_sends_and_does_nothing_else(page):
    page.keyboard.type("Szczegóły.")
    page.fill("#id_title", "Za mało")
    page.press("#id_title", "Enter")
    expect(page.locator("#form-errors")).to_be_visible()
    assert text(page) == "Szczegóły."


def test_template_of_the_network_is_put_in(page):
    page.keyboard.type("Zaczęte.")
    page.click("text-composer [name=wzor]")
    assert text(page).startswith("Zaczęte.\n\n**O co chodzi.**")
    page.keyboard.press("Control+z")
    assert text(page) == "Zaczęte."


def test_without_the_tools_the_field_is_a_field(site, browser_of, hand_of):
    path = a_thread(hand_of(JAN))
    page = browser_of(ANNA).new_page()
    page.route("**/pisanie/", lambda route: route.abort())
    page.goto(site.url(path))
    page.locator(TEXT).press_sequentially("Bez narzędzi.")
    page.click("reply-outbox button.button--primary")
    expect(page.locator(SLOTS).last.locator(".post__body")).to_have_text("Bez narzędzi.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_open_composer_is_accessible(scheme, width, page, axe):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 844})
    page.keyboard.type("Tekst **gruby** ")
    page.click("[data-act=preview]")
    expect(page.locator("[data-shown] strong")).to_be_visible()
    if width > 1000:
        page.locator(TEXT).press_sequentially("@j")
        expect(page.locator(".mentions [role=option]").first).to_be_visible()
    page.evaluate(axe)
    page.evaluate(script("start_axe"), {"tags": TAGS})
    assert page.evaluate(script("read_axe")) == []
    assert page.evaluate(script("wider")) == ""


def test_nothing_that_is_loaded_breaks_the_policy(site, browser_of):
    browser = browser_of(ANNA)
    browser.add_init_script(script("watch"))
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(site.url(ASK))
    touch(page)
    for html, _markdown in CASES.values():
        empty(page)
        paste(page, html, "zwykły tekst")
        expect(page.locator(TEXT)).not_to_have_value("")
    assert (said, page.evaluate("window.__violations")) == ([], [])
