"""What no screenshot shows: print, reduced motion, forced colours, the keyboard, and targets large enough to hit."""

import pytest

from tests.browser.visitor import ANNA, JAN

pytestmark = pytest.mark.browser

ACTIVE = """() => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    return {
        mark: e === document.body ? "" : `${e.tagName} ${e.id} ${e.className} ${e.textContent.trim().slice(0, 40)} ${e.getAttribute("href") || ""}`,
        skip: e.classList.contains("skip-link"), main: e.id === "main",
        outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(e => !e.disabled && e.type !== "hidden" && e.checkVisibility({visibilityProperty: true})).length"""
SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(e => {
    const box = e.getBoundingClientRect();
    if (!e.checkVisibility() || e.closest(".visually-hidden, .skip-link") || !box.width) return false;
    const label = e.labels && e.labels[0] && e.labels[0].getBoundingClientRect();
    const inText = e.localName === "a" && getComputedStyle(e).display === "inline" &&
        e.closest("p, li, dd, td, span, .prose, blockquote, h1, h2, h3");
    return !inText && Math.min(box.width, box.height) < 24 && !(label && label.height >= 24);
}).map(e => { const box = e.getBoundingClientRect(); return `${Math.round(box.width)}×${Math.round(box.height)} ${e.outerHTML.slice(0, 140)}`; })"""


@pytest.fixture()
def thread(hand_of):
    """A question of Anna's with an answer of Jan's."""
    path = hand_of(ANNA).ask("zielona", "Pytanie do oglądania", "Treść z [odnośnikiem](https://example.org/).\n\n| a |\n|---|\n| b |")
    hand_of(JAN).reply(path, "Odpowiedź.")
    return path


def test_print_shows_the_posts_and_nothing_to_press(site, browser_of, thread):
    page = browser_of(ANNA).new_page()
    page.goto(site.url(thread))
    page.emulate_media(media="print")
    for hidden in ("nav.nav", ".site-header__side", ".post__foot", "main text-keeper", ".site-footer__links", ".demo-note", ".skip-link"):
        assert not page.locator(f"{hidden} >> visible=true").count(), f"{hidden} is printed"
    for shown in ("h1", "#p1 .post__body", "#p2 .post__body", "#p2 .byline__name"):
        assert page.locator(shown).is_visible(), f"{shown} is not printed"


def test_reduced_motion_stops_every_movement(site, browser_of, thread):
    page = browser_of(ANNA, reduced_motion="reduce").new_page()
    page.goto(site.url(thread))
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(e => {
        const s = getComputedStyle(e), longest = list => Math.max(...list.split(",").map(parseFloat));
        return longest(s.transitionDuration) > 0.01 || longest(s.animationDuration) > 0.01 || s.scrollBehavior === "smooth";
    }).map(e => e.outerHTML.slice(0, 100))""")
    assert moving == []


@pytest.mark.parametrize("colours", ["none", "active"], ids=["own-colours", "forced-colours"])
def test_keyboard_reaches_everything_and_shows_where_it_is(site, browser_of, thread, colours):
    page = browser_of(ANNA, forced_colors=colours, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(site.url(thread))
    wanted = page.evaluate(REACHABLE)
    seen = {}
    for step in range(wanted + 20):
        page.keyboard.press("Tab")
        active = page.evaluate(ACTIVE)
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
    assert page.evaluate(ACTIVE)["main"]
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
        small[path] = page.evaluate(SMALL)
    assert small == dict.fromkeys(small, [])
