"""Threads as two people see them at once: opening, writing, and what a page shows in a form that can be compared."""

import re
from html import unescape
from itertools import zip_longest

from django.utils.translation import override
from playwright.sync_api import Page, expect

from community.live.words import words_now
from tests.browser.scripts import script
from tests.browser.visitor import Hand, number_of

TEXT = "reply-outbox textarea"
SLOTS = ".post-slot[data-part]:not([hidden])"
PENDING = ".post-slot--pending"
BAR = ".live-bar > *"
LINE = ".live-line"
TITLE = "Czy ktoś ma ogród deszczowy przy szkole?"

READY_TO_WRITE = """async () => {
    if (document.querySelector("reply-outbox")) await customElements.whenDefined("reply-outbox");
}"""


def a_thread(hand: Hand, replies: int = 0) -> str:
    """Starts a question with so many replies and returns its path."""
    thread = hand.ask("zielona", TITLE, "Szukamy przykładów z miast naszej wielkości.")
    for number in range(replies):
        hand.reply(thread, f"Odpowiedź {number + 1}. " + "Opis tego, co zrobiliśmy u siebie. " * 12)
    return thread


def open_live(page: Page, address: str) -> Page:
    """Opens a page and returns it when its connection stands and a reply box, if it has one, has its words."""
    page.goto(address)
    page.evaluate(script("live_state"), "on")
    page.evaluate(READY_TO_WRITE)
    return page


def write(page: Page, text: str) -> None:
    """Sends a reply as people do."""
    page.fill(TEXT, text)
    page.press(TEXT, "Control+Enter")


def slot_of(page: Page, text: str):
    """Returns the shown slot of the post with this text; a reply that is on its way is none."""
    return page.locator(SLOTS).filter(has_text=text)


def shown(page: Page) -> list[dict[str, str]]:
    """Returns all slots and parts of the page, in a form that does not depend on how they came to be."""
    return page.evaluate(script("live_shown"))


def expect_like_fresh(page: Page, address: str) -> None:
    """Fails unless the page shows exactly what the same person would see on opening it now."""
    fresh = page.context.new_page()
    fresh.goto(address)
    wanted = shown(fresh)
    fresh.close()
    for _ in range(20):
        if shown(page) == wanted:
            return
        page.wait_for_timeout(100)
    differing = [pair for pair in zip_longest(shown(page), wanted) if pair[0] != pair[1]]
    assert not differing, f"the page, and a fresh one: {differing}"


def edit(hand: Hand, post_id: str, text: str, version: int = 1) -> None:
    """Changes the text of a post."""
    answer = hand.post(f"/wpisy/{post_id}/edytuj/", {"text": text, "version": str(version)})
    assert answer.status == 302, answer.text()[:500]


def delete(hand: Hand, post_id: str) -> None:
    """Deletes a post."""
    assert hand.post(f"/wpisy/{post_id}/usun/", {}).status == 302


def texts_on_server(hand: Hand, thread: str) -> list[str]:
    """Returns the plain text of every post of the thread's first page, as the server has it."""
    html = hand.context.request.get(hand.site.url(f"/watki/{number_of(thread)}/")).text()
    bodies = re.findall(r'<div class="post__body prose">(.*?)</div>', html, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", body)).split()) for body in bodies]


def words(page: Page, element: str, attribute: str, count: int = 0, **more: str) -> str:
    """Returns what an element says in the language of the page, by one of its attributes, data-new-few for example."""
    with override(page.locator("html").get_attribute("lang")):
        found = re.search(rf'<{element}\b[^>]*? data-{attribute}="([^"]+)"', " ".join(words_now()[1].split()))
    assert found, f"<{element}> has no data-{attribute}"
    said = unescape(found[1])
    for key, value in {"count": str(count), **more}.items():
        said = said.replace(f"{{{key}}}", value)
    return said


def expect_line(page: Page, name: str, count: int = 0) -> None:
    """Waits until the line about the connection says this, or how much was caught up in the thread."""
    element = "live-thread" if name.startswith("caught") else "live-line"
    expect(page.locator(LINE)).to_contain_text(words(page, element, name, count), timeout=15_000)
