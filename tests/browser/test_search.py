"""Searching in a real browser: similar threads while asking, narrowing on a phone, and the box with the keyboard."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import ANNA, JAN

pytestmark = pytest.mark.browser
TITLE = "Gołoledź na ścieżkach przy żłobku"
PHONE = {"viewport": {"width": 390, "height": 844}}
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])


@pytest.fixture(scope="module")
def thread(chromium, site, session_of):
    """The path of a question of Jan's."""
    from tests.browser.visitor import Hand

    context = chromium.new_context(storage_state=session_of(JAN))
    path = Hand(context, site).ask("zielona", TITLE, "Kto posypuje i czym?")
    context.close()
    return path


def parameters(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


class TestSimilarWhileAsking:
    def test_title_typed_without_polish_letters_shows_the_similar_thread(self, site, browser_of, thread):
        page = browser_of(ANNA).new_page()
        page.goto(site.url("/s/zielona/zapytaj/"))
        page.locator("#id_title").press_sequentially("gololedz na sciezkach przy zlobku")
        link = page.locator(".similar-box a", has_text="Gołoledź")
        expect(link).to_be_visible()
        expect(page.locator(".similar-box")).to_have_attribute("role", "status")
        expect(page.locator(".similar-box input[name=similar_seen]")).to_have_value("1")
        link.click()
        page.wait_for_url(site.url(thread))
        expect(page.locator("h1")).to_have_text(re.compile("^Gołoledź"))

    def test_without_javascript_it_is_shown_once_before_publishing(self, site, browser_of, thread):
        page = browser_of(ANNA, java_script_enabled=False).new_page()
        page.goto(site.url("/s/zielona/zapytaj/"))
        page.fill("#id_title", "Sciezki przy zlobku, ciag dalszy")
        page.fill("#id_text", "Tekst, który nie może zginąć.")
        page.click("main text-keeper button.button--primary")
        expect(page.locator(f".similar-box a[href='{thread}']")).to_be_visible()
        expect(page.locator("#id_title")).to_have_value("Sciezki przy zlobku, ciag dalszy")
        expect(page.locator("#id_text")).to_have_value("Tekst, który nie może zginąć.")
        page.click("main text-keeper button.button--primary")
        expect(page.locator(".breadcrumb")).to_have_text(re.compile(r"ciag dalszy\s*$"))


def narrow(page, parameter):
    """Opens a facet, chooses the value that most have and returns how many it says there are."""
    facet = page.locator(f"details.facet:has(> .menu__panel > ul > li > a[href*='{parameter}='])").first
    facet.locator("> summary").click()
    options = facet.locator("> .menu__panel > ul a")
    expect(options.first).to_be_in_viewport()
    counts = [int(count) for count in options.locator(".facet__count").all_inner_texts()]
    options.nth(counts.index(max(counts))).click()
    page.wait_for_url(re.compile(f"[?&]{parameter}="))
    return max(counts)


class TestPhone:
    @SCRIPTS
    def test_newcomer_narrows_by_size_of_the_city_and_network(self, scripts, site, browser_of):
        page = browser_of(None, java_script_enabled=scripts, **PHONE).new_page()
        page.goto(site.url("/"))
        page.click("header a.search-link")
        page.fill("#search-words", "miastach")
        page.press("#search-words", "Enter")
        page.wait_for_url(re.compile("q=miastach"))
        every = int(page.locator(".sorting [role=status]").inner_text().split()[0])
        by_size = narrow(page, "wielkosc")
        by_both = narrow(page, "siec")
        assert (every > by_size >= by_both > 0, set(parameters(page))) == (True, {"q", "wielkosc", "siec"})
        assert int(page.locator(".sorting [role=status]").inner_text().split()[0]) == by_both
        expect(page.locator(".result")).to_have_count(min(by_both, 20))
        expect(page.locator(".chosen .chip")).to_have_count(3)
        page.locator(".chosen .chip").first.click()
        page.wait_for_url(lambda url: "siec=" not in url or "wielkosc=" not in url)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    @SCRIPTS
    def test_open_facet_stays_within_the_screen(self, scripts, site, browser_of):
        page = browser_of(None, java_script_enabled=scripts, **PHONE).new_page()
        page.goto(site.url("/szukaj/?q=miasto"))
        for facet in page.locator("details.facet").all():
            facet.locator("> summary").click()
            panel = facet.locator("> .menu__panel").bounding_box()
            assert (panel["x"] >= 0, panel["x"] + panel["width"] <= 390) == (True, True)
            facet.locator("> summary").click()


class TestBox:
    @pytest.fixture()
    def page(self, site, browser_of, thread):
        page = browser_of(None).new_page()
        page.goto(site.url("/"))
        return page

    def box(self, page):
        return page.locator("#site-search")

    def options(self, page):
        return page.locator("search-box [role=option]")

    def test_slash_leads_to_the_box_and_types_nothing(self, page):
        page.keyboard.press("/")
        expect(self.box(page)).to_be_focused()
        expect(self.box(page)).to_have_value("")

    def test_slash_in_a_text_is_a_slash(self, site, browser_of):
        page = browser_of(ANNA).new_page()
        page.goto(site.url("/s/zielona/zapytaj/"))
        page.locator("#id_title").press_sequentially("a/b")
        expect(page.locator("#id_title")).to_have_value("a/b")

    def test_arrows_choose_and_enter_opens(self, page, site, thread):
        page.keyboard.press("/")
        page.keyboard.type("gololedz")
        expect(self.options(page)).to_have_count(2)
        expect(self.box(page)).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        first = self.options(page).first
        expect(first).to_have_attribute("aria-selected", "true")
        assert self.box(page).get_attribute("aria-activedescendant") == first.get_attribute("id")
        page.keyboard.press("ArrowUp")
        expect(first).to_have_attribute("aria-selected", "false")
        page.keyboard.press("ArrowUp")
        expect(self.options(page).last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.wait_for_url(site.url(thread))

    def test_enter_without_a_choice_searches(self, page):
        page.keyboard.press("/")
        page.keyboard.type("gololedz")
        expect(self.options(page)).to_have_count(2)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/szukaj/"))
        assert parameters(page) == {"q": "gololedz"}
        expect(page.locator(".result mark").first).to_have_text("Gołoledź")

    def test_escape_closes_and_keeps_what_was_typed(self, page):
        page.keyboard.press("/")
        page.keyboard.type("gololedz")
        expect(self.options(page).first).to_be_visible()
        page.keyboard.press("Escape")
        expect(self.options(page).first).to_be_hidden()
        expect(self.box(page)).to_have_attribute("aria-expanded", "false")
        expect(self.box(page)).to_have_value("gololedz")

    def test_escape_before_the_answer_keeps_it_closed(self, page):
        page.route("**/podpowiedzi/**", lambda route: (page.wait_for_timeout(300), route.continue_()))
        page.keyboard.press("/")
        with page.expect_request("**/podpowiedzi/**"):
            page.keyboard.type("gololedz")
        page.keyboard.press("Escape")
        page.wait_for_timeout(800)
        expect(page.locator("search-box [role=listbox]").first).to_be_hidden()

    def test_number_of_suggestions_is_announced(self, page):
        page.keyboard.press("/")
        page.keyboard.type("gololedz")
        expect(self.options(page)).to_have_count(2)
        expect(page.locator("search-box [role=status]").first).to_have_text(re.compile(r"\b2\b"))

    def test_pointer_opens_a_suggestion(self, page, site, thread):
        self.box(page).fill("gololedz")
        self.options(page).first.click()
        page.wait_for_url(site.url(thread))

    def test_leaving_the_box_closes_the_list(self, page):
        self.box(page).fill("gololedz")
        expect(self.options(page).first).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(self.options(page).first).to_be_hidden()

    def test_without_a_connection_nothing_breaks(self, page):
        page.context.set_offline(True)
        self.box(page).fill("gololedz")
        page.wait_for_timeout(500)
        expect(self.options(page)).to_have_count(0)
        page.context.set_offline(False)
