"""Pages about letters: what one follows, how one is told, digests, letters themselves and the link at their foot."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from tests.browser.page_types import LONG_TITLE, NEWCOMER, RICH_TEXT, VISITOR, PageType
from tests.browser.search_pages import entry_id
from tests.browser.visitor import ANNA, EWA, JAN, Hand

PREVIEW = "/konto/sledzone/list/"


def made_of_follows(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields what one follows, full and empty, the button's own page, saved searches, and a newcomer's choice."""
    jan = hand(JAN)
    thread = hand(ANNA).ask("zielona", LONG_TITLE, RICH_TEXT, tags="ogród deszczowy")
    place = entry_id(jan, thread)
    for level in ("watch", "mute"):
        assert jan.post(f"/sledzenie/entry/{place}/", {"level": level, "back": thread}).status == 302
        yield PageType(f"how closely to follow, {level}", JAN, f"/sledzenie/entry/{place}/?back={thread}", passes=True)
    yield PageType("what one follows, one sort", JAN, "/konto/sledzone/?co=tematy")
    yield PageType("what one follows, muted", JAN, "/konto/sledzone/?co=wyciszone")
    yield PageType("what one follows, none of a level", JAN, "/konto/sledzone/?poziom=instant&co=szukania")
    yield PageType("what one follows, nothing", NEWCOMER, "/konto/sledzone/")
    search = {"query": "q=drzewa&siec=zielona", "name": LONG_TITLE[:120], "level": "weekly"}
    yield PageType("save a search", JAN, "/sledzenie/szukanie/?szukanie=q%3Ddrzewa")
    yield PageType("save a search, with errors", JAN, "/sledzenie/szukanie/", {**search, "query": "", "name": ""}, 422)
    assert jan.post("/sledzenie/szukanie/", search).status == 302
    rename = found(jan, "/konto/sledzone/?co=szukania", r"/sledzenie/szukanie/\d+/nazwa/")
    yield PageType("what one follows, searches", JAN, "/konto/sledzone/?co=szukania")
    yield PageType("rename a search", JAN, rename)
    yield PageType("rename a search, with errors", JAN, rename, {"name": ""}, 422)
    yield PageType("welcome", ANNA, "/witaj/?siec=zielona")
    yield PageType("welcome, in English", JAN, "/en/witaj/")
    yield PageType("welcome, of no network", NEWCOMER, "/witaj/")
    yield PageType("welcome, with errors", ANNA, "/witaj/?siec=zielona", {"rhythm": "nigdy"}, 422)


def made_of_letters(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields preferences, the grouped inbox, digests before and after they went out, letters, and their end."""
    anna, jan = hand(ANNA), hand(JAN)
    thread = anna.ask("zielona", LONG_TITLE, RICH_TEXT, tags="ogród deszczowy")
    for person in (JAN, EWA, JAN):
        hand(person).reply(thread, RICH_TEXT)
    yield PageType("inbox, grouped", ANNA, "/powiadomienia/")
    yield PageType("how one is told", ANNA, "/konto/powiadomienia/")
    yield PageType("how one is told, with errors", ANNA, "/konto/powiadomienia/", {"zone": "Mars"}, 422)
    yield PageType("next digest", JAN, PREVIEW, passes=True)
    yield PageType("next digest, in English", JAN, f"/en{PREVIEW}", passes=True)
    yield PageType("next digest, nothing to say", NEWCOMER, PREVIEW)
    yield PageType("next digest, whole", JAN, f"{PREVIEW}weekly/next/", passes=True)
    assert jan.post(f"{PREVIEW}teraz/", {}).status == 302
    letter = found(jan, f"/demo/mail?do={JAN}%40demo.example", r"/demo/mail/[^\"/]+")
    yield PageType("letters of one person", JAN, f"/demo/mail?do={JAN}%40demo.example")
    yield PageType("letter", JAN, letter)
    yield PageType("letter, as it is drawn", JAN, f"{letter}/html", passes=True)
    stop = found(jan, letter, r"/listy/[^/\s\"<]+/")
    yield PageType("stop letters", VISITOR, stop)
    yield PageType("stop letters, in English", VISITOR, f"/en{stop}")
    yield PageType("stop letters, nothing chosen", VISITOR, stop, {}, 422)
    visitor = hand(VISITOR)
    for act in ("pause", "stop"):
        assert visitor.post(stop, {"act": act, "weeks": "2"}).status == 302
        yield PageType(f"stop letters, {act} chosen", VISITOR, stop, passes=True)
        yield PageType(f"how one is told, {act} chosen", JAN, "/konto/powiadomienia/", passes=True)
    assert visitor.post(stop, {"act": "restart"}).status == 302
    yield PageType("stop letters, damaged link", VISITOR, "/listy/abc/", status=404)
    yield PageType("reach of letters", EWA, "/s/zielona/zasieg/")
    yield PageType("reach of letters, not a facilitator", ANNA, "/s/zielona/zasieg/", status=403)


def found(hand: Hand, path: str, pattern: str) -> str:
    """Returns the first path on a page that matches."""
    match = re.search(pattern, unescape(hand.get(path).text()))
    assert match, f"no {pattern} on {path}"
    return match[0]
