"""Pages of versions, of asking people to answer, of activity and of handing a seat over, in their states."""

import re
from collections.abc import Callable, Iterator

from tests.browser.page_types import LONG_TITLE, NEWCOMER, RICH_TEXT, PageType
from tests.browser.visitor import ANNA, EWA, JAN, Hand, number_of


def made_of_versions_and_people(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields the versions of a post compared, removed and fought over, and who can answer."""
    anna, ewa = hand(ANNA), hand(EWA)
    thread = anna.ask("zielona", LONG_TITLE, RICH_TEXT)
    first = anna.post_id(thread)
    changes = f"/wpisy/{first}/zmiany/"
    texts = (f"{RICH_TEXT}\nDopisek.", RICH_TEXT.replace("Zdanie", "Wypowiedź"), "Zupełnie inny tekst.")
    for version, text in enumerate(texts, start=1):
        title = f"{LONG_TITLE[:200]} {version}"
        ewa.post(f"/wpisy/{first}/edytuj/", {"title": title, "text": text, "version": str(version)})
    yield PageType("thread, edited", ANNA, thread)
    for version in (1, 2, 4):
        yield PageType(f"revisions, version {version}", ANNA, f"{changes}?wersja={version}", opened=True)
    yield PageType("revisions, changed meanwhile", ANNA, f"{changes}1/przywroc/", {"version": "2"}, 409)
    yield PageType("remove a version", EWA, f"{changes}2/usun/")
    ewa.post(f"{changes}1/usun/", {})
    yield PageType("revisions, removed", ANNA, f"{changes}?wersja=1")
    yield PageType("revisions, nothing to compare with", ANNA, f"{changes}?wersja=2")
    yield PageType("revisions, no such version", ANNA, f"{changes}?wersja=99", status=404)
    who = f"/kogo-zapytac/{number_of(thread)}/"
    yield PageType("who can answer", ANNA, who)
    yield PageType("who can answer, for the facilitator", EWA, who)
    for person in re.findall(r'name="person" value="(\d+)"', anna.get(who).text())[:2]:
        anna.post(who, {"person": person})
    yield PageType("who can answer, two asked", ANNA, who, passes=True)
    for person in re.findall(r'name="person" value="(\d+)"', anna.get(who).text())[:3]:
        anna.post(who, {"person": person})
    yield PageType("who can answer, enough asked", ANNA, who)
    yield PageType("who can answer, of somebody else", JAN, who, status=403)
    for part in ("pytania", "odpowiedzi", "przyjete"):
        yield PageType(f"activity, {part}", ANNA, f"/ludzie/monika-jawor/{part}/")
    yield PageType("activity, nothing", NEWCOMER, "/ludzie/maria-kalina/przyjete/")
    yield PageType("follows", ANNA, "/konto/sledzone/")
    yield PageType("follows, none", NEWCOMER, "/konto/sledzone/")


def made_of_seats(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields a seat offered, taken back, declined and taken over, with the log."""
    giver, taker, ewa = hand("zofia-jalowiec"), hand("maria-kalina"), hand(EWA)
    seat = re.search(r'href="(/miejsce/\d+/przekaz/)"', giver.get("/konto/profil/").text()).group(1)  # type: ignore[union-attr]
    yield PageType("hand over", "zofia-jalowiec", seat, passes=True)
    yield PageType("hand over, with errors", "zofia-jalowiec", seat, {"email": "?", "parts": "x", "note": "x"}, 422)
    yield PageType("hand over, no log yet", NEWCOMER, "/konto/przekazania/")
    yield PageType("hand over, no log of a network", "karol-bratek", "/s/ppp/przekazania/")
    form = {"email": "maria-kalina@demo.example", "parts": "follows", "note": "Powodzenia.\nI do zobaczenia."}
    for answer in ("odmow", "wycofaj", "", "przyjmij"):
        if answer != "przyjmij":
            offer = giver.post(seat, form).headers["location"]
        if not answer:
            yield PageType("hand over, offered", "zofia-jalowiec", offer, passes=True)
            yield PageType("hand over, to answer", "maria-kalina", offer, passes=True)
            continue
        (giver if answer == "wycofaj" else taker).post(f"{offer}{answer}/", {})
        yield PageType(f"hand over, after {answer}", "zofia-jalowiec", offer)
    yield PageType("hand over, for the facilitator", EWA, offer)
    yield PageType("hand over, answered twice", "maria-kalina", f"{offer}odmow/", {}, 409)
    yield PageType("hand over, of somebody else", JAN, offer, status=404)
    yield PageType("hand over, log", "zofia-jalowiec", "/konto/przekazania/")
    assert ewa.get("/s/zielona/przekazania/").text().count('class="row__title"') == 3
    yield PageType("hand over, log of a network", EWA, "/s/zielona/przekazania/")
