"""Pages of search in states that a crawl does not meet."""

from collections.abc import Callable, Iterator

from tests.browser.page_types import LONG_TITLE, NEWCOMER, RICH_TEXT, VISITOR, PageType
from tests.browser.visitor import ANNA, EWA, Hand


def made_of_search(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields results, narrowed and not, nothing found in each way, search within a thread, and what was missed."""
    anna = hand(ANNA)
    thread = anna.ask("zielona", LONG_TITLE, RICH_TEXT)
    place = entry_id(anna, thread)
    yield PageType("search, start", VISITOR, "/szukaj/")
    yield PageType("search, start, in English", VISITOR, "/en/szukaj/")
    yield PageType("search, no words in it", VISITOR, "/szukaj/?q=%F0%9F%8C%B3")
    yield PageType("search, results", ANNA, "/szukaj/?q=drzewa")
    yield PageType("search, results, in English", VISITOR, "/en/szukaj/?q=drzewa")
    yield PageType("search, results by the newest", VISITOR, "/szukaj/?q=rok&kolejnosc=nowe&strona=2")
    yield PageType("search, facets open", VISITOR, "/szukaj/?q=miasto", opened=True)
    yield PageType("search, narrowed, facets open", ANNA, "/szukaj/?q=drzewa&siec=zielona&rodzaj=question", opened=True)
    yield PageType("search, too many words", VISITOR, "/szukaj/?q=" + "+".join(["drzewa"] * 20))
    yield PageType("search, long title", VISITOR, "/szukaj/?q=Mi%C4%99dzyrzec+utrzymanie")
    yield PageType("search, nothing", ANNA, "/szukaj/?q=kosodrzewina")
    yield PageType("search, nothing narrowed", VISITOR, "/szukaj/?q=drzewa&siec=nie-ma&rok=1999", opened=True)
    yield PageType("search, did you mean", VISITOR, "/szukaj/?q=retnecja")
    yield PageType("search, nothing but something near", NEWCOMER, "/szukaj/?q=podlewanie+kosodrzewiny")
    yield PageType("search, no such page", VISITOR, "/szukaj/?q=drzewa&strona=10000", status=404)
    yield PageType("search within a thread", VISITOR, f"/szukaj/?q=zielen&wpis={place}")
    yield PageType("search within a thread, nothing", ANNA, f"/szukaj/?q=kosodrzewina&wpis={place}")
    anna.get("/szukaj/?q=kosodrzewina")
    yield PageType("words missed", EWA, "/szukaj/braki/")
    yield PageType("words missed, not a facilitator", ANNA, "/szukaj/braki/", status=403)
    yield PageType("ask, with similar threads", ANNA, "/s/zielona/zapytaj/?tytul=podlewanie+mlodych+drzew")
    ask = {"kind": "question", "title": LONG_TITLE, "text": "Treść.", "audience": "public", "similar_seen": "0"}
    yield PageType("ask, similar threads before publishing", ANNA, "/s/zielona/zapytaj/", ask)
    yield PageType("choose where to ask, with a title", EWA, "/zapytaj/?tytul=Kosodrzewina")


def entry_id(hand: Hand, thread: str) -> str:
    """Returns the number under which the catalogue keeps a thread, as the button of its page names it."""
    return hand.get(thread).text().partition('action="/zakladki/')[2].partition("/")[0]
