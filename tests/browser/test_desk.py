"""The writer's desk beyond the main way: keyboard alone, bad lines, a phone, guests, and the editors' office."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import (
    EDITOR,
    EXPERT,
    SAVE,
    SAVED,
    SEND,
    SHEET,
    STATUS,
    TEXT,
    TOPIC,
    begin,
    fill_facts,
    keys,
    ready,
    send,
)
from tests.browser.keyboard import Keyboard
from tests.browser.scripts import script
from tests.browser.test_accessibility import TAGS
from tests.browser.visitor import JAN

pytestmark = pytest.mark.browser
SLOW = 20_000  # the office makes the whole page for its preview
CONFLICT = ".notice--warning a[href$='/podglad/']"


@pytest.fixture()
def form(site, browser_of):
    """The form of an article that its author has just begun."""
    page = browser_of(EXPERT).new_page()
    begin(page, site, "Nowe tablice na przystankach")
    ready(page)
    return page


def test_article_is_written_and_sent_by_keyboard_alone(site, browser_of):
    page = browser_of(EXPERT, reduced_motion="reduce").new_page()
    hand = Keyboard(page)
    page.goto(site.url("/pisz/"))
    hand.skip()
    hand.tab_to("main a[href$='/pisz/nowy/']")
    with hand.going():
        hand.press("Enter")
    hand.skip()
    hand.tab_to("#id_title")
    hand.type("Poidełka na rynkach")
    with hand.going():
        hand.press("Enter")
    ready(page)
    hand.tab_to("#id_summary")
    hand.type("Ile kosztuje poidełko i kto je myje.")
    hand.tab_to(TEXT)
    hand.press("Control+Alt+2")
    hand.type("Gdzie stoją")
    hand.press("Enter")
    hand.type("Na rynku i ")
    hand.press("Control+b")
    hand.type("przy fontannie")
    hand.press("Control+b", "Control+k")
    hand.type("example.org/mapa")
    hand.press("Tab")
    hand.type("na mapie")
    hand.press("Enter")
    expect(page.locator(f"{TEXT} a[href='https://example.org/mapa']")).to_have_text("na mapie")
    hand.press("Enter", "Alt+F10", *["ArrowRight"] * 5)
    hand.stop()
    hand.press("Enter")
    hand.type("mycie raz w tygodniu")
    expect(page.locator(f"{TEXT} li")).to_have_text("mycie raz w tygodniu")
    hand.press("Escape")
    for name, words in SHEET.items():
        hand.tab_to(f"#id_{name}")
        hand.type(words)
    hand.tab_to("#id_tags")
    hand.type(TOPIC + ",")
    hand.tab_to(SAVE)
    with hand.going():
        hand.press("Enter")
    expect(page.locator(f"{TEXT} b")).to_have_text("przy fontannie")
    hand.tab_to(SEND)
    with hand.going():
        hand.press("Enter")
    hand.tab_to("main form .button--primary")
    with hand.going():
        hand.press("Enter")
    expect(page.locator("#desk-waiting + .rows")).to_contain_text("Poidełka")


def test_saving_while_the_last_words_are_on_their_way_meets_no_version_of_ones_own(form):
    held = []
    form.route("**/zapis/", lambda route: held.append(route), times=1)
    form.click(TEXT)
    keys(form, "=Tablice stoją od maja.")
    with form.expect_request("**/zapis/"):
        pass
    keys(form, "= I działają.")
    form.click(SAVE)
    held[0].continue_()
    expect(form.locator(".notice--success")).to_be_visible()
    expect(form.locator(CONFLICT)).to_have_count(0)
    expect(ready(form)).to_have_text("Tablice stoją od maja. I działają.")


def test_save_pressed_twice_saves_once(form):
    form.fill("#id_summary", "Krótko.")
    form.dblclick(SAVE)
    expect(form.locator(".notice--success")).to_be_visible()
    expect(form.locator(CONFLICT)).to_have_count(0)
    expect(form.locator("#id_summary")).to_have_value("Krótko.")


def test_save_without_a_connection_stays_and_is_kept_later(form):
    form.context.set_offline(True)
    form.fill("#id_summary", "Pisane w pociągu.")
    form.click(SAVE)
    expect(form.locator(STATUS)).to_have_attribute("data-bad", "")
    expect(form.locator("#id_summary")).to_have_value("Pisane w pociągu.")
    form.context.set_offline(False)
    form.click(SAVE)
    expect(form.locator(".notice--success")).to_be_visible()
    expect(form.locator("#id_summary")).to_have_value("Pisane w pociągu.")


def test_back_from_the_preview_goes_on_from_what_was_kept(form):
    form.fill("#id_summary", "Pierwsze.")
    form.click("main button[name=preview]")
    form.wait_for_url(re.compile("/podglad/"))
    form.go_back()
    ready(form)
    expect(form.locator("#id_summary")).to_have_value("Pierwsze.")
    form.fill("#id_summary", "Drugie.")
    expect(form.locator(STATUS)).to_have_text(SAVED)
    form.click(SAVE)
    expect(form.locator(".notice--success")).to_be_visible()
    expect(form.locator(CONFLICT)).to_have_count(0)


def test_two_windows_see_both_versions(form):
    other = form.context.new_page()
    other.goto(form.url)
    ready(other)
    other.fill("#id_summary", "Z drugiego okna.")
    other.click(SAVE)
    expect(other.locator(".notice--success")).to_be_visible()
    form.fill("#id_summary", "Z pierwszego okna.")
    form.click(SAVE)
    expect(form.locator(CONFLICT)).to_be_visible()
    expect(form.locator("#id_summary")).to_have_value("Z pierwszego okna.")
    form.click(SAVE)
    expect(form.locator(".notice--success")).to_be_visible()


def kinds_of_pages(site, hand_of):
    """Returns the paths of one page of each kind in the library, as it lists them."""
    found = []
    for kind in ("article", "action_plan", "improvement_plan", "recommendation"):
        html = hand_of(None).context.request.get(site.url(f"/biblioteka/?rodzaj={kind}")).text()
        found.append(re.search(r'row__title"><a href="(/biblioteka/[^"]+)"', html)[1])
    return found


def addresses(site, browser_of):
    """Returns the pages of the desk as pairs of who opens them and a path."""
    desks = [browser_of(who).new_page() for who in (EXPERT, EDITOR)]
    for page in desks:
        page.goto(site.url("/pisz/"))
    own = desks[0].locator("#desk-changes + .rows .row__title a").first.get_attribute("href")
    waits = desks[1].locator("#desk-decide + .rows a").first.get_attribute("href")
    expert = ["/pisz/", "/pisz/nowy/", own, *(f"{own}{rest}/" for rest in ("wyslij", "podglad", "link", "usun"))]
    stands = waits.removesuffix("decyzja/")
    return [*((EXPERT, path) for path in (*expert, stands)), (EDITOR, "/pisz/"), (EDITOR, waits)]


def open_at(page, site, path):
    """Opens a page of the desk and waits for its editor."""
    assert page.goto(site.url(path)).status == 200, path
    if page.locator("page-editor").count():
        ready(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_desk(site, browser_of, axe, scheme, width):
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "reduced_motion": "reduce"}
    people = {who: browser_of(who, bypass_csp=True, **options).new_page() for who in (EXPERT, EDITOR)}
    for who, path in addresses(site, browser_of):
        open_at(people[who], site, path)
        people[who].evaluate(axe)
        people[who].evaluate(script("start_axe"), {"tags": TAGS, "rules": None})
        assert (path, people[who].evaluate(script("read_axe"))) == (path, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_shows_every_page_without_moving_sideways(site, browser_of, hand_of, scheme):
    phone = {"viewport": {"width": 390, "height": 844}, "color_scheme": scheme}
    asked = [(JAN, path) for path in ("/biblioteka/", *kinds_of_pages(site, hand_of))]
    people = {who: browser_of(who, **phone).new_page() for who in (JAN, EXPERT, EDITOR)}
    for who, path in asked + addresses(site, browser_of):
        open_at(people[who], site, path)
        assert (path, people[who].evaluate(script("wider"))) == (path, "")


def test_guest_reads_by_a_link_and_answers_once(site, form, browser_of):
    fill_facts(form, "Tablice, które ktoś czyta.")
    form.click(SAVE)
    expect(form.locator(".notice--success")).to_be_visible()
    form.click(".page__aside a[href$='/link/']")
    form.wait_for_url(re.compile("/link/"))
    form.click("main form .button--primary")
    link = form.input_value("#made")

    guest = browser_of(None).new_page()
    guest.goto(link)
    expect(guest.locator("h1")).to_have_text("Nowe tablice na przystankach")
    guest.click("#answer button[type=submit]")  # says nothing
    expect(guest.locator("#form-errors")).to_be_visible()
    guest.check("#answer input[value=objected]")
    guest.fill("#answer input[name=name]", "Teresa z muzeum")
    guest.fill("#answer textarea", "Popraw nazwę placu.")
    guest.click("#answer button[type=submit]")
    expect(guest.locator("#answer form")).to_have_count(0)
    guest.goto(link)
    expect(guest.locator("#answer form")).to_have_count(0)

    form.click("main a[href*='/pisz/']:not([href$='/pisz/']) >> nth=0")
    expect(form.locator("#notes")).to_contain_text("Teresa z muzeum")
    expect(form.locator("#notes")).to_contain_text("Popraw nazwę placu.")


def test_editor_opens_previews_and_saves_an_article_in_the_office(site, browser_of, hand_of):
    path = kinds_of_pages(site, hand_of)[0]
    page, said = browser_of(EDITOR, viewport={"width": 1400, "height": 900}).new_page(), []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site.url("/cms/"))
    page.goto(site.url(path))
    number = re.search(r"/pisz/(\d+)/", page.content())[1]
    page.goto(site.url(f"/cms/pages/{number}/edit/"))
    title = page.input_value("#id_title")
    page.click("button[aria-controls*='preview'], [data-side-panel-toggle=preview]")
    shown = page.frame_locator("#w-preview-iframe").locator("h1")
    expect(shown).to_have_text(title, timeout=SLOW)
    page.fill("#id_title", title + " (szkic)")
    page.click("footer button.action-save")
    expect(page.locator(".messages .success")).to_be_visible(timeout=SLOW)
    expect(page.locator("#id_title")).to_have_value(title + " (szkic)")
    page.fill("#id_title", title)
    page.click("footer button.action-save")
    expect(page.locator(".messages .success")).to_be_visible()
    assert said == []


def test_practitioner_is_refused_in_words_at_the_office(site, browser_of):
    page = browser_of(JAN).new_page()
    assert page.goto(site.url("/cms/")).status == 403
    expect(page.locator("main")).to_contain_text("Tu pracuje redakcja")


def test_send_is_reached_from_the_checklist(form):
    fill_facts(form, "Krótko.")
    ready(form).click()
    keys(form, "=Treść.")
    send(form)
    expect(form.locator("#desk-waiting + .rows")).to_contain_text("Nowe tablice")
