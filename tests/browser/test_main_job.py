"""The main job in a real browser: ask, answer, accept, with and without JavaScript; and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import ANNA, EWA, JAN, number_of, sign_in, sign_out

pytestmark = pytest.mark.browser
SPACE = "/s/zielona/"


def compose(page, text, *, title=None):
    """Fills in a form of the forum and sends it."""
    if title:
        page.fill("main input[name=title]", title)
    page.fill("main textarea[name=text]", text)
    page.click("main text-keeper button.button--primary")


def unread(page):
    """The number in the badge of the bell."""
    return int(page.locator(".bell .unread [aria-hidden]").text_content())


def thread_of(hand_of, title, answer=None):
    """A thread of Anna's, with an answer of Jan's when asked for; returns its path."""
    thread = hand_of(ANNA).ask("zielona", title, "Szukamy dobrych umów na podlewanie.")
    if answer:
        hand_of(JAN).reply(thread, answer)
    return thread


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_newcomer_asks_another_answers_the_first_accepts(site, context, scripts):
    title = f"Kto podlewa młode drzewa w upały ({'ze' if scripts else 'bez'} skryptami)?"
    page = context(java_script_enabled=scripts).new_page()
    page.goto(site.url("/"))
    page.click("header a[href*='/konto/login/']")
    page.fill("#id_login", f"{ANNA}@demo.example")
    page.fill("#id_password", "pim-demo-2026")
    page.click("main form button.button--primary")
    page.wait_for_selector("body.is-member")

    page.click("nav a[href='/sieci/']")
    page.click(f"main a[href='{SPACE}'] >> nth=0")
    page.click("main a[href*='/zapytaj/'] >> nth=0")
    page.fill("main input[name=title]", title)
    if scripts:  # the thread about watering stands under the title while one types
        expect(page.locator(".similar-box")).to_contain_text("Podlewanie młodych drzew")
    compose(page, "Czy ktoś ma umowę z podlewaniem dwa razy w tygodniu?")
    if not scripts:  # it is shown before anything is published, with everything typed
        expect(page.locator(".similar-box")).to_contain_text("Podlewanie młodych drzew")
        expect(page.locator("main input[name=title]")).to_have_value(title)
        page.click("main text-keeper button.button--primary")
    expect(page.locator(".candidate").first).to_be_visible()  # whom one could ask by name
    page.click("main a.button[href^='/watki/']")
    expect(page.locator("h1")).to_have_text(re.compile("Kto podlewa młode drzewa"))
    thread = page.url
    sign_out(page)

    sign_in(page, site, JAN)
    page.goto(site.url("/watki/"))
    page.click("main .row__title a >> nth=0")
    assert page.url == thread
    compose(page, "U nas robi to zakład komunalny, wtorki i piątki.")
    expect(page.locator("#p2 .post__body")).to_contain_text("zakład komunalny")
    sign_out(page)

    sign_in(page, site, ANNA)
    waiting = unread(page)
    page.click("a.bell")
    page.click(f"main a[href*='/powiadomienia/']:has-text('{title.split(' (')[0]}') >> nth=0")
    assert page.url.startswith(thread)
    expect(page.locator(".bell .unread [aria-hidden]")).to_have_text(str(waiting - 1))
    page.click("#p2 button[formaction$='/przyjmij/']")
    expect(page.locator(".post-slot:has(#p1) + .post-slot > #p2.post--accepted")).to_contain_text("zakład komunalny")
    page.goto(site.url("/watki/?stan=rozwiazane"))
    expect(page.locator(f".row--answered a[href='{thread.removeprefix(site.address)}']")).to_be_visible()


def test_title_typed_before_the_scripts_are_there_is_asked_about_once(site, browser_of):
    page = browser_of(ANNA).new_page()
    page.goto(site.url("/"))
    held, asked = [], []
    page.on("request", lambda request: asked.append(request.url) if "/podobne/" in request.url else None)
    page.route("**/htmx-2*.js", lambda route: held.append(route))
    page.goto(site.url(SPACE + "zapytaj/"), wait_until="commit")
    page.fill("main input[name=title]", "Kto podlewa młode drzewa w upały?")
    held[0].continue_()
    expect(page.locator(".similar-box")).to_contain_text("Podlewanie młodych drzew")
    page.wait_for_timeout(600)
    assert len(asked) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_helpful_can_be_said_and_taken_back(site, browser_of, hand_of, scripts):
    thread = thread_of(hand_of, f"Pytanie o głosowanie {scripts}", "Pomocna odpowiedź.")
    page = browser_of(EWA, java_script_enabled=scripts).new_page()
    page.goto(site.url(thread))
    button = page.locator("#p2 .vote button:visible")
    button.click()
    expect(button).to_have_accessible_name("✓ Pomocne 1")  # with scripts the button is one that is pressed, too
    expect(button).to_have_attribute("aria-pressed" if scripts else "name", "true" if scripts else "voted")
    expect(page.locator("#p2 .vote button:visible b")).to_have_text("1")
    button.click()
    expect(button).to_have_accessible_name("Pomocne")
    expect(page.locator(".post-slot .post-slot")).to_have_count(0)  # a frame may come between a press and its answer
    page.reload()
    expect(page.locator("#p2 .vote button:visible b")).to_have_count(0)


def test_reply_is_edited_deleted_and_restored(site, browser_of, hand_of):
    thread = thread_of(hand_of, "Pytanie o zmienianie", "Pierwsza wersja.")
    page = browser_of(JAN).new_page()
    page.goto(site.url(thread))
    page.click("#p2 a[href$='/edytuj/']")
    compose(page, "Druga, lepsza wersja.")
    expect(page.locator("#p2 .post__body")).to_have_text("Druga, lepsza wersja.")
    page.click("#p2 a[href$='/wiecej/']")
    page.click("a.act[href$='/usun/']")
    page.click("main button.button--danger")
    expect(page.locator("#p2.post--withdrawn")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("lepsza wersja")
    page.click("#p2 button[formaction$='/przywroc/']")
    expect(page.locator("#p2 .post__body")).to_have_text("Druga, lepsza wersja.")


def test_thread_is_deleted_and_restored_by_its_author(site, browser_of, hand_of):
    thread = thread_of(hand_of, "Pytanie do usunięcia")
    page = browser_of(ANNA).new_page()
    page.goto(site.url(thread))
    page.click("#p1 a[href$='/wiecej/']")
    page.click("a.act[href$='/usun/']")
    page.click("main button.button--danger")
    expect(page.locator(".notice--warning button[formaction$='/przywroc/']")).to_be_visible()
    assert hand_of(JAN).get(thread).status == 404
    page.click(".notice--warning button[formaction$='/przywroc/']")
    assert hand_of(JAN).get(thread).status == 200


def test_edit_of_a_text_that_changed_meanwhile_shows_both(site, browser_of, hand_of):
    thread = thread_of(hand_of, "Pytanie w dwóch kartach", "Wspólny początek.")
    anna = browser_of(JAN)
    first, second = anna.new_page(), anna.new_page()
    for page in (first, second):
        page.goto(site.url(thread))
        page.click("#p2 a[href$='/edytuj/']")
    compose(first, "Wersja z pierwszej karty.")
    expect(first.locator("#p2 .post__body")).to_have_text("Wersja z pierwszej karty.")
    compose(second, "Wersja z drugiej karty.")
    sides = second.locator(".compare .compare__text")
    expect(sides).to_have_text(["Wersja z pierwszej karty.", "Wersja z drugiej karty."])
    second.click("main text-keeper button.button--primary")
    expect(second.locator("#p2 .post__body")).to_have_text("Wersja z drugiej karty.")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_reply_survives_a_lost_session(site, context, hand_of, scripts):
    thread = thread_of(hand_of, f"Pytanie o sesję {scripts}")
    jan = context(java_script_enabled=scripts)
    page = jan.new_page()
    sign_in(page, site, JAN)
    page.goto(site.url(thread))
    page.fill("main textarea[name=text]", "Pisane długo, ale nie na darmo.")
    jan.clear_cookies(name="session")
    page.click("main text-keeper button.button--primary")
    if scripts:  # the reply waits where it will stand
        page.click(".post-slot--pending a[href*='/konto/login/']")
    page.wait_for_selector("#id_password")
    page.fill("#id_login", f"{JAN}@demo.example")
    page.fill("#id_password", "pim-demo-2026")
    page.press("#id_password", "Enter")
    if not scripts:
        expect(page.locator("main textarea[name=text]")).to_have_value("Pisane długo, ale nie na darmo.")
        page.click("main text-keeper button.button--primary")
    expect(page.locator("#p2 .post__body")).to_have_text("Pisane długo, ale nie na darmo.")


def test_text_beyond_200_kb_gets_413_and_is_still_in_the_browser(site, browser_of, hand_of):
    thread = thread_of(hand_of, "Pytanie o bardzo długi tekst")
    page = browser_of(JAN).new_page()
    page.goto(site.url(thread))
    long = "Zażółć gęślą jaźń. " * 11_000
    page.fill("main textarea[name=text]", long)
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.click("main text-keeper button.button--primary")
    assert answered.value.status == 413
    expect(page.locator("main .field__error[role=alert]")).to_be_visible()
    expect(page.locator("main textarea[name=text]")).to_have_value(long)
    page.goto(site.url(thread))
    expect(page.locator("main textarea[name=text]")).to_have_value(long)


def test_body_beyond_a_megabyte_gets_413_before_it_is_read(site, hand_of):
    thread = thread_of(hand_of, "Pytanie o megabajty")
    answer = hand_of(JAN).post(f"/odpowiedz/{number_of(thread)}/", {"text": "x" * 1_200_000})
    assert answer.status == 413
    assert "<h1" in answer.text()


def test_text_too_long_to_publish_comes_back_in_the_form(site, browser_of, hand_of):
    thread = thread_of(hand_of, "Pytanie o za długi tekst")
    page = browser_of(JAN, java_script_enabled=False).new_page()
    page.goto(site.url(thread))
    compose(page, "a" * 45_000)
    expect(page.locator("main .field__error")).to_be_visible()
    expect(page.locator("main textarea[name=text]")).to_have_value("a" * 45_000)


def test_closed_tab_keeps_the_unsent_text_until_it_is_sent(site, browser_of, hand_of):
    thread = thread_of(hand_of, "Pytanie o zamkniętą kartę")
    jan = browser_of(JAN)
    page = jan.new_page()
    page.goto(site.url(thread))
    jan.set_offline(True)  # so that the server has no draft of it
    page.locator("main textarea[name=text]").press_sequentially("Nie skończone zdanie")
    page.close()
    jan.set_offline(False)
    page = jan.new_page()
    page.goto(site.url(thread))
    expect(page.locator("main textarea[name=text]")).to_have_value("Nie skończone zdanie")
    expect(page.locator("main .kept")).to_be_visible()
    page.click("main text-keeper button.button--primary")
    expect(page.locator("#p2 .post__body")).to_have_text("Nie skończone zdanie")
    expect(page.locator("main textarea[name=text]")).to_have_value("")


def test_form_sent_twice_makes_one_reply(site, browser_of, hand_of):
    thread = thread_of(hand_of, "Pytanie o dwa kliknięcia")
    page = browser_of(JAN).new_page()
    page.goto(site.url(thread))
    page.fill("main textarea[name=text]", "Tylko raz.")
    page.locator("main text-keeper button.button--primary").dblclick()
    expect(page.locator("#p2 .post__body")).to_have_text("Tylko raz.")
    page.reload()
    expect(page.locator("article.post")).to_have_count(2)


def test_language_switch_keeps_the_page(site, browser_of, hand_of):
    thread = thread_of(hand_of, "Pytanie o języki")
    page = browser_of(ANNA).new_page()
    page.goto(site.url(thread))
    page.click("header a.language")
    assert page.url == site.url(f"/en{thread}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Pytanie o języki")
    page.click("header a.language")
    assert page.url == site.url(thread)
    expect(page.locator("html")).to_have_attribute("lang", "pl")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_code_from_a_letter_signs_in(site, context, scripts):
    jan = context(java_script_enabled=scripts)
    page, mailbox = jan.new_page(), jan.new_page()
    page.goto(site.url("/konto/login/"))
    page.click("main a[href*='/konto/login/code/']")
    page.fill("input[name=email]", "zofia-jalowiec@demo.example")
    page.press("input[name=email]", "Enter")
    page.wait_for_selector("input[name=code]")
    mailbox.goto(site.url("/demo/mail"))
    letter = mailbox.locator(".letter").first
    expect(letter).to_contain_text("zofia-jalowiec@demo.example")
    code = re.search(r"^ {4}(\S+)$", letter.locator("pre").text_content(), re.M)
    assert code, letter.text_content()
    page.fill("input[name=code]", code.group(1))
    page.press("input[name=code]", "Enter")
    page.wait_for_selector("body.is-member")
    expect(page.locator(".menu__name")).to_have_text("Zofia Jałowiec")
