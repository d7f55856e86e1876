"""Two people on one page: what one writes, the other sees, without reload and without being disturbed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live_pages import (
    BAR,
    LINE,
    TEXT,
    a_thread,
    edit,
    expect_like_fresh,
    expect_line,
    open_live,
    slot_of,
    words,
)
from tests.browser.scripts import script
from tests.browser.visitor import ANNA, EWA, JAN, MARIA, number_of, sign_in, sign_out

pytestmark = pytest.mark.browser
NOW = "() => performance.timeOrigin + performance.now()"


@pytest.fixture()
def on_thread(browser_of, site):
    """Returns a function: a person's page on a thread, connected."""
    return lambda key, thread, **options: open_live(browser_of(key, **options).new_page(), site.url(thread))


def test_reply_reaches_another_browser_within_a_second(on_thread, hand_of, site):
    thread = a_thread(hand_of(JAN))
    anna, jan = on_thread(ANNA, thread), on_thread(JAN, thread)
    jan.evaluate(script("live_when"), "Mamy takie przy dwóch szkołach.")
    anna.fill(TEXT, "Mamy takie przy dwóch szkołach.")
    began = anna.evaluate(NOW)
    anna.press(TEXT, "Control+Enter")
    expect(slot_of(jan, "Mamy takie przy dwóch szkołach.")).to_have_count(1)
    took = jan.evaluate("() => window.__seen") - began
    print(f"\nfrom pressing Ctrl+Enter to the other page: {took:.0f} ms")
    assert took < 1000
    expect(slot_of(anna, "Mamy takie przy dwóch szkołach.")).to_have_count(1)
    expect(anna.locator(TEXT)).to_have_value("")
    expect_like_fresh(jan, site.url(thread))
    expect_like_fresh(anna, site.url(thread))


def test_visitor_sees_a_reply_arrive_on_a_public_thread(on_thread, hand_of, site):
    thread = a_thread(hand_of(JAN))
    page = on_thread(None, thread)
    hand_of(ANNA).reply(thread, "Przyszło na żywo.")
    expect(slot_of(page, "Przyszło na żywo.")).to_have_count(1)
    assert page.locator("live-thread button[data-for]").count() == 0
    expect_like_fresh(page, site.url(thread))


def test_edit_vote_and_accepted_answer_arrive(on_thread, hand_of, site):
    anna, jan = hand_of(ANNA), hand_of(JAN)
    thread = a_thread(jan)
    anna.reply(thread, "Pierwsza wersja.")
    page, second = on_thread(JAN, thread), jan.post_id(thread, 2)
    edit(anna, second, "Druga wersja.")
    expect(slot_of(page, "Druga wersja.")).to_have_count(1)
    hand_of(EWA).post(f"/wpisy/{second}/pomocne/", {})
    expect(page.locator(f"[data-part=post-{second}] [data-part=votes]")).to_contain_text("1")
    jan.post(f"/wpisy/{second}/przyjmij/", {})
    expect(page.locator("[data-part=state]")).to_contain_text("rozwiązane")
    expect(page.locator(".post--accepted")).to_have_count(1)
    expect_like_fresh(page, site.url(thread))


def test_votes_arrive_as_a_number_and_name_nobody(on_thread, hand_of, site):
    thread = a_thread(hand_of(JAN), replies=1)
    page, second = on_thread(ANNA, thread), hand_of(JAN).post_id(thread, 2)
    for by in (EWA, MARIA):
        hand_of(by).post(f"/wpisy/{second}/pomocne/", {})
    expect(page.locator(f"[data-part=post-{second}] [data-part=votes]:visible")).to_contain_text("2")
    hand_of(EWA).post(f"/wpisy/{second}/pomocne/?wycofaj=1", {})
    expect(page.locator(f"[data-part=post-{second}] [data-part=votes]:visible")).to_contain_text("1")
    frames = page.request.get(site.url(f"/live/thread:{number_of(thread)}?since=1")).json()["frames"]
    assert [("by" in frame) for frame in frames if "vote" in frame["k"]] == [False, False, False]
    expect_like_fresh(page, site.url(thread))


def test_reader_is_not_moved_when_replies_come(on_thread, hand_of):
    thread = a_thread(hand_of(JAN), replies=8)
    page = on_thread(ANNA, thread, viewport={"width": 390, "height": 700})
    page.evaluate("() => document.querySelector('#p4').scrollIntoView()")
    page.wait_for_timeout(300)
    place = "() => [scrollY, document.querySelector('#p4').getBoundingClientRect().top]"
    before = page.evaluate(place)
    hand_of(EWA).reply(thread, "Nowa na samym końcu.")
    edit(hand_of(JAN), hand_of(JAN).post_id(thread, 2), "Krótko, wyżej na stronie.")
    expect(page.locator(BAR)).to_have_text(words(page, "live-thread", "new-one", 1))
    expect(slot_of(page, "Krótko, wyżej na stronie.")).to_have_count(1)
    assert abs(page.evaluate(place)[1] - before[1]) < 1.5
    page.locator(BAR).focus()
    page.keyboard.press("Enter")
    expect(slot_of(page, "Nowa na samym końcu.")).to_be_in_viewport()
    assert "Nowa na samym końcu." in page.evaluate("() => document.activeElement.textContent")
    expect(page.locator(BAR)).to_have_count(0)


def test_writer_keeps_text_and_focus_and_gets_a_bar(on_thread, hand_of, site):
    thread = a_thread(hand_of(JAN), replies=2)
    page = on_thread(ANNA, thread)
    page.click(TEXT)
    page.keyboard.type("Właśnie piszę")
    box = page.locator(TEXT).bounding_box()
    for text in ("Ktoś był szybszy.", "I jeszcze ktoś."):
        hand_of(EWA).reply(thread, text)
    expect(page.locator(BAR)).to_have_text(words(page, "live-thread", "new-few", 2))
    assert page.locator(TEXT).bounding_box() == box
    page.keyboard.type(" odpowiedź")
    expect(page.locator(TEXT)).to_have_value("Właśnie piszę odpowiedź")
    expect(slot_of(page, "Ktoś był szybszy.")).to_have_count(0)
    status = page.locator("body > p[role=status]")
    said = [
        words(page, "live-thread", f"said-{form}", count, name="Ewa Olszyna")
        for form, count in (("one", 1), ("few", 2))
    ]
    expect(status).to_have_text(re.compile("|".join(map(re.escape, said))))
    page.click(BAR)
    expect(slot_of(page, "Ktoś był szybszy.")).to_be_in_viewport()
    expect(page.locator(TEXT)).to_have_value("Właśnie piszę odpowiedź")
    expect_like_fresh(page, site.url(thread))


def test_typing_is_shown_to_others_and_goes_away(on_thread, hand_of):
    thread = a_thread(hand_of(JAN))
    anna, jan = on_thread(ANNA, thread), on_thread(JAN, thread)
    anna.click(TEXT)
    anna.keyboard.type("Chwilę")
    hint, typing = jan.locator("live-presence"), words(jan, "live-presence", "typing", name="Anna Borowik")
    expect(hint).to_contain_text(typing)
    expect(anna.locator("live-presence")).not_to_contain_text("Anna")
    expect(hint).not_to_contain_text("Anna", timeout=9000)


def test_readers_are_counted(on_thread, hand_of):
    thread = a_thread(hand_of(JAN))
    anna = on_thread(ANNA, thread)
    jan = on_thread(JAN, thread)
    reading = words(anna, "live-presence", "readers", 2)
    expect(anna.locator("live-presence")).to_contain_text(reading)
    jan.close()
    expect(anna.locator("live-presence")).not_to_contain_text(reading)


def test_lock_takes_the_composer_unless_somebody_writes(on_thread, hand_of, site):
    thread = a_thread(hand_of(JAN))
    jan, anna = on_thread(JAN, thread), on_thread(ANNA, thread)
    anna.fill(TEXT, "Nie zabieraj mi tego.")
    number = thread.split("/")[2]
    assert hand_of(EWA).post(f"/zamknij/{number}/", {}).status == 302
    expect(jan.locator("reply-outbox")).to_have_count(0)
    expect(jan.locator("[data-part=state]")).to_contain_text("zamknięt")
    expect(anna.locator("[data-part=state]")).to_contain_text("zamknięt")
    expect(anna.locator(TEXT)).to_have_value("Nie zabieraj mi tego.")
    anna.press(TEXT, "Control+Enter")
    expect(anna.locator(".field__error")).to_be_visible()
    expect(anna.locator(TEXT)).to_have_value("Nie zabieraj mi tego.")


def test_list_counts_new_threads_and_updates_rows(browser_of, hand_of, site):
    thread = a_thread(hand_of(JAN))
    page = open_live(browser_of(ANNA).new_page(), site.url("/watki/"))
    row = page.locator(f"[data-part=thread-{thread.split('/')[2]}]")
    expect(row.locator(".row__count b")).to_have_text("0")
    order = page.locator("li[data-part]").evaluate_all("rows => rows.map(row => row.dataset.part)")
    hand_of(EWA).reply(thread, "Jest odpowiedź.")
    expect(row.locator(".row__count b")).to_have_text("1")
    expect(page.locator(BAR)).to_have_count(0)
    for title in ("Zupełnie nowe pytanie o retencję", "Jeszcze jedno pytanie o zieleń"):
        hand_of(EWA).ask("zielona", title, "Treść pytania.")
    expect(page.locator(BAR)).to_have_text(words(page, "live-list", "new-few", 2))
    assert page.locator("li[data-part]").evaluate_all("rows => rows.map(row => row.dataset.part)") == order
    page.click(BAR)
    expect(page.locator("h2", has_text="Zupełnie nowe pytanie o retencję")).to_be_visible()


def test_bell_counts_at_once(browser_of, hand_of, site):
    thread = a_thread(hand_of(JAN))
    page = open_live(browser_of(JAN).new_page(), site.url("/miasta/"))
    before = int((page.locator(".bell .unread > [aria-hidden]").all_inner_texts() or ["0"])[0])
    hand_of(EWA).reply(thread, "To trafia do skrzynki.")
    expect(page.locator(".bell .unread > [aria-hidden]")).to_have_text(str(before + 1))


def test_signing_out_in_one_tab_tells_the_other(context, hand_of, site):
    thread = a_thread(hand_of(JAN))
    browser = context()
    sign_in(browser.new_page(), site, MARIA)
    page = open_live(browser.new_page(), site.url(thread))
    sign_out(browser.pages[0])
    expect_line(page, "signed-out")
    expect(page.locator(f"{LINE} a")).to_have_attribute("href", re.compile(r"/konto/login/\?next=.*watki"))


def test_without_javascript_one_reads_and_replies(context, session_of, hand_of, site):
    thread = a_thread(hand_of(JAN), replies=1)
    page = context(java_script_enabled=False, storage_state=session_of(ANNA)).new_page()
    page.goto(site.url(thread))
    page.fill("textarea[name=text]", "Bez skryptów.")
    page.click("live-thread form button.button--primary")
    assert page.url.endswith("#p3")
    expect(slot_of(page, "Bez skryptów.")).to_have_count(1)


def test_what_is_read_live_is_read(on_thread, hand_of):
    """The bell says that somebody answered, until the answer came before one's eyes."""
    thread = a_thread(hand_of(JAN))
    page = on_thread(JAN, thread)
    before = page.locator(".bell").text_content()
    with page.expect_response("**/przeczytane/**") as told:
        hand_of(ANNA).reply(thread, "Odpowiedź, którą Jan zaraz zobaczy.")
        expect(page.locator(".bell")).not_to_have_text(before)
        slot_of(
            page, "Odpowiedź, którą Jan zaraz zobaczy."
        ).scroll_into_view_if_needed()  # below what was told meanwhile
    assert told.value.status == 204
    expect(page.locator(".bell")).to_have_text(before)
