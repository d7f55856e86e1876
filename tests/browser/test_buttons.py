"""Buttons that work without leaving the page: they do, they keep the focus, and a refusal is said aloud."""

import pytest

from tests.browser.visitor import ANNA, EWA, JAN, number_of

pytestmark = pytest.mark.browser


@pytest.fixture()
def answered(hand_of):
    """The path of a question of Anna's with an answer of Jan's."""
    path = hand_of(ANNA).ask("zielona", "Pytanie z przyciskami", "Treść.")
    hand_of(JAN).reply(path, "Odpowiedź, która pomaga.")
    return path


@pytest.fixture()
def page(site, browser_of, answered):
    page = browser_of(ANNA).new_page()
    page.goto(site.url(answered))
    return page


def helpful(page):
    return page.locator("#p2 .vote button:visible")


def test_vote_is_counted_in_place_and_taken_back(page):
    helpful(page).click()
    page.wait_for_selector("#p2 .vote button[aria-pressed=true]:visible")
    assert page.inner_text("#p2 .vote button:visible b") == "1"
    helpful(page).click()
    page.wait_for_selector("#p2 .vote button[aria-pressed=false]:visible")
    assert page.locator("#p2 .vote button:visible b").count() == 0


def test_vote_by_keyboard_keeps_the_focus_on_the_button(page):
    helpful(page).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#p2 .vote button[aria-pressed=true]:visible")
    assert page.evaluate("document.activeElement.closest('.vote') !== null")


def test_follow_button_answers_in_place(page):
    menu = page.locator(".follow > a")
    for level in ("daily", "weekly"):
        menu.click()
        page.locator(f".follow button[value={level}]").click()
        page.wait_for_selector(".follow > a[id]")
        assert page.evaluate("document.activeElement.matches('.follow > a')")
    menu.click()
    page.locator(".follow button[value=forget]").click()
    page.wait_for_selector(".follow > button")
    assert page.evaluate("document.activeElement.matches('.follow > button')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".follow:not(:has(> button))")
    assert page.evaluate("document.activeElement.matches('.follow > a')")


def test_vote_for_an_answer_deleted_meanwhile_is_refused_in_words(page, hand_of, answered):
    page.route("**/live-thread*.js", lambda route: route.abort())  # or the button would be gone before it is pressed
    page.reload()
    ewa = hand_of(EWA)
    assert ewa.post(f"/wpisy/{ewa.post_id(answered, 2)}/usun/", {"fault": "unkind"}).status == 302
    helpful(page).click()
    notice = page.wait_for_selector(".notice--refusal[role=alert]")
    assert notice.inner_text() == "Ten wpis usunięto."


def test_without_a_connection_the_page_says_so(page):
    page.context.set_offline(True)
    helpful(page).click()
    notice = page.wait_for_selector(".notice--refusal[role=alert]")
    assert notice.inner_text() == "Nie ma połączenia, więc nic się nie zapisało. Spróbuj za chwilę."
    page.context.set_offline(False)


def test_thread_named_like_a_door_opens(site, browser_of, hand_of):
    path = hand_of(ANNA).ask("zielona", "Odpowiedź", "Czy to się otworzy?")
    page = browser_of(None).new_page()
    page.goto(site.url(f"/watki/{number_of(path)}/"))
    assert page.inner_text("h1") == "Odpowiedź"
