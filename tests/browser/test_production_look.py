"""What no screenshot shows: print, reduced motion, forced colours, the keyboard, and targets large enough to hit."""

import pytest

from tests.browser.scripts import script
from tests.browser.visitor import ANNA, JAN

pytestmark = pytest.mark.browser


@pytest.fixture()
def thread(hand_of):
    """A question of Anna's with an answer of Jan's."""
    path = hand_of(ANNA).ask(
        "zielona", "Pytanie do oglądania", "Treść z [odnośnikiem](https://example.org/).\n\n| a |\n|---|\n| b |"
    )
    hand_of(JAN).reply(path, "Odpowiedź.")
    return path


def test_print_shows_the_posts_and_nothing_to_press(site, browser_of, thread):
    page = browser_of(ANNA).new_page()
    page.goto(site.url(thread))
    only_on_screen = (
        "nav.nav",
        ".site-header__side",
        ".post__foot",
        "main text-keeper",
        ".site-footer__links",
        ".demo-note",
        "section.no-print",
    )
    assert all(page.locator(hidden).first.is_visible() for hidden in only_on_screen)
    page.emulate_media(media="print")
    for hidden in only_on_screen:
        assert not page.locator(f"{hidden} >> visible=true").count(), f"{hidden} is printed"
    for shown in ("h1", "#p1 .post__body", "#p2 .post__body", "#p2 .byline__name"):
        assert page.locator(shown).is_visible(), f"{shown} is not printed"


def test_reduced_motion_stops_every_movement(site, browser_of, thread):
    page = browser_of(ANNA, reduced_motion="reduce").new_page()
    page.goto(site.url(thread))
    moving = page.evaluate(script("moving"))
    assert moving == []


@pytest.mark.parametrize("colours", ["none", "active"], ids=["own-colours", "forced-colours"])
def test_keyboard_reaches_everything_and_shows_where_it_is(site, browser_of, thread, colours):
    page = browser_of(ANNA, forced_colors=colours, viewport={"width": 1280, "height": 900}).new_page()
    page.route("**/pisanie/**", lambda route: route.abort())  # tools would come in the middle of the walk
    page.goto(site.url(thread))
    wanted = page.evaluate(script("reachable"))
    seen = {}
    for step in range(wanted + 20):
        page.keyboard.press("Tab")
        active = page.evaluate(script("active"))
        if step == 0:
            assert active["skip"], f"the first stop is {active['mark']}"
        if not active["mark"]:
            break
        assert active["outline"], f"no outline on {active['mark']}"
        assert active["shown"], f"the focus is out of sight on {active['mark']}"
        seen[f"{step} {active['mark']}"] = True
    assert len(seen) == wanted


def test_skip_link_leads_to_the_content(site, browser_of, thread):
    page = browser_of(ANNA).new_page()
    page.goto(site.url(thread))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(script("active"))["main"]
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_menu_closes_on_escape_and_gives_the_focus_back(site, browser_of):
    page = browser_of(ANNA).new_page()
    page.goto(site.url("/"))
    page.focus("details.menu summary")
    page.keyboard.press("Enter")
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("() => document.activeElement.localName") == "summary"


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_at_least_24_pixels_each_way(site, browser_of, thread, width):
    page = browser_of(ANNA, viewport={"width": width, "height": 844}).new_page()
    small = {}
    for path in ("/", "/watki/", thread, "/s/zielona/zapytaj/"):
        page.goto(site.url(path))
        small[path] = page.evaluate(script("small"))
    assert small == {path: [] for path in small}
