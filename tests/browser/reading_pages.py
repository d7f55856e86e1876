"""Pages of reading in states that a crawl does not meet. Folds are looked at in test_keyboard_reading.py."""

from collections.abc import Callable, Iterator

from tests.browser.page_types import LONG_TITLE, NEWCOMER, RICH_TEXT, VISITOR, PageType
from tests.browser.visitor import ANNA, EWA, JAN, Hand, number_of


def made_of_reading(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields lists of one's own, with something in them and empty, best answers, paper, and the list of keys."""
    anna, jan = hand(ANNA), hand(JAN)
    thread = anna.ask("zielona", LONG_TITLE, RICH_TEXT)
    for _ in range(9):
        jan.reply(thread, RICH_TEXT * 4)
    number = number_of(thread)
    assert anna.post(f"/nieprzeczytane/{number}/?od=3", {}).status == 302
    for state in ("nieprzeczytane", "sledzone", "zakladki"):
        yield PageType(f"threads, {state}", ANNA, f"/watki/?stan={state}")
        yield PageType(f"threads, {state}, none", NEWCOMER, f"/watki/?stan={state}")
    yield PageType("threads of a space, with something new", ANNA, "/s/zielona/watki/")
    yield PageType("home, with something new", ANNA, "/")
    yield PageType("thread with long posts", VISITOR, thread)
    yield PageType("best answers", ANNA, f"{thread}?widok=najlepsze", opened=True)
    yield PageType("best answers, none", EWA, f"{jan.ask('zielona', 'Bez odpowiedzi', 'T.')}?widok=najlepsze")
    yield PageType("paper", VISITOR, f"/watki/{number}/druk/")
    yield PageType("paper, in English", ANNA, f"/en/watki/{number}/druk/")
    yield PageType("keys", VISITOR, "/klawisze/")
    yield PageType("keys, in English", ANNA, "/en/klawisze/")
    yield PageType("nothing to mark as unread", JAN, f"/nieprzeczytane/{number}/?od=2", {}, status=409)
