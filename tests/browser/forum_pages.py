"""Pages of threads and posts in states that a crawl does not meet: written, voted on, put in order, kept."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from tests.browser.page_types import LONG_TITLE, NEWCOMER, RICH_TEXT, VISITOR, PageType
from tests.browser.visitor import ANNA, EWA, Hand, number_of


def thread_of_many_pages(hand: Hand) -> str:
    """Returns the path of the demo's long thread."""
    path = "/watki/"
    while path:
        html = hand.get(path).text()
        for row in re.findall(r'<li class="row-place">.*?</li>', html, re.S):
            if int(re.search(r"<b>(\d+)</b>", row).group(1)) > 100:
                return re.search(r'href="(/watki/\d+/[^"]+)"', row).group(1)
        older = re.search(r'rel="next" href="([^"]+)"', html)
        path = unescape(older.group(1)) if older else ""
    raise AssertionError("the demo has no thread of more than 100 replies")


def made_in_the_forum(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields forum pages in states that a crawl does not meet."""
    anna, jan, ewa = hand(ANNA), hand("jan-wierzba"), hand(EWA)
    thread = anna.ask("zielona", LONG_TITLE, RICH_TEXT)
    number = number_of(thread)
    for text in ("Pierwsza odpowiedź.", RICH_TEXT, "Do usunięcia.", "Do zmiany."):
        jan.reply(thread, text)
    second, third, fourth, fifth = (jan.post_id(thread, n) for n in (2, 3, 4, 5))
    anna.post(f"/wpisy/{third}/przyjmij/", {})
    ewa.post(f"/wpisy/{second}/pomocne/", {})
    jan.post(f"/wpisy/{fourth}/usun/", {})
    jan.post(f"/wpisy/{fifth}/edytuj/", {"text": "Po zmianie.", "version": "1"})
    for who in (VISITOR, ANNA, EWA):
        yield PageType("thread, rich", who, thread)
    yield from beside_posts(anna, jan, ewa)
    gone = anna.ask("zielona", "Wątek, który zaraz zniknie", "Krótki tekst.")
    gone_id = anna.post_id(gone)
    yield PageType(
        "delete thread", ANNA, f"/wpisy/{anna.post_id(anna.ask('zielona', 'Wątek przed usunięciem', 'Tekst.'))}/usun/"
    )
    anna.post(f"/wpisy/{gone_id}/usun/", {})
    yield PageType("deleted thread", ANNA, gone)
    yield PageType("deleted thread, for others", VISITOR, gone, status=404)
    long = thread_of_many_pages(hand(VISITOR))
    last = max(int(n) for n in re.findall(r"\?strona=(\d+)", hand(VISITOR).get(long).text()))
    yield PageType("long thread, first page", ANNA, long)
    yield PageType("long thread, last page", ANNA, f"{long}?strona={last}")
    ask = {"kind": "question", "title": "Tytuł do podglądu", "text": RICH_TEXT, "audience": "public"}
    yield PageType("ask, preview", ANNA, "/s/zielona/zapytaj/", {**ask, "preview": "1"})
    yield PageType("ask, with errors", ANNA, "/s/zielona/zapytaj/", {**ask, "title": "?", "text": "", "kind": "x"}, 422)
    yield PageType("ask, not a member", ANNA, "/s/ppp/zapytaj/", status=403)
    reply, first = f"/odpowiedz/{number}/", anna.post_id(thread)
    yield PageType("reply", ANNA, reply)
    yield PageType("reply, preview", ANNA, reply, {"text": RICH_TEXT, "preview": "1"})
    yield PageType("reply, with errors", ANNA, reply, {"text": ""}, 422)
    yield PageType("reply, too large", ANNA, reply, {"text": "ż" * 110_000}, 413)
    edit = f"/wpisy/{first}/edytuj/"
    yield PageType("edit thread", ANNA, edit)
    yield PageType(
        "edit, preview", ANNA, edit, {"title": LONG_TITLE, "text": RICH_TEXT, "version": "1", "preview": "1"}
    )
    yield PageType(
        "edit, stale", "jan-wierzba", f"/wpisy/{fifth}/edytuj/", {"text": "Moja wersja.", "version": "1"}, 409
    )
    yield PageType("delete thread, with replies", EWA, f"/wpisy/{first}/usun/")
    yield PageType("delete reply", "jan-wierzba", f"/wpisy/{fifth}/usun/")
    yield PageType("wrong method", ANNA, f"/wpisy/{second}/pomocne/", status=405)
    yield PageType("no such page", VISITOR, "/nie-ma-takiej-strony/", status=404)
    yield PageType("no such page, for a member", ANNA, "/watki/999999/", status=404)
    yield PageType(
        "missing token", ANNA, reply, {"csrfmiddlewaretoken": "x" * 32, "text": "Tekst do skopiowania " * 5}, 403
    )
    for state in ("bez-odpowiedzi", "rozwiazane", "moje"):
        yield PageType(f"threads, {state}", ANNA, f"/watki/?stan={state}&kolejnosc=nowe")
    yield PageType("no threads yet", EWA, "/s/zespol-lublin/watki/?stan=rozwiazane")
    yield PageType("home, menu open", ANNA, "/", opened=True)
    yield PageType("home, in English", VISITOR, "/en/")
    yield PageType("thread, in English", ANNA, f"/en{thread}")
    for document in ("regulamin", "prywatnosc", "dostepnosc", "o-programie"):
        yield PageType(f"{document}, in English", VISITOR, f"/en/{document}/")


def made_by_facilitators(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields pages that facilitators meet when they put threads in order, and what is left behind."""
    anna, jan, ewa = hand(ANNA), hand("jan-wierzba"), hand(EWA)
    thread, other = (anna.ask("zielona", f"Wątek do porządkowania {n}", RICH_TEXT) for n in (1, 2))
    number = number_of(thread)
    for n in range(2, 24):
        jan.reply(thread, f"Odpowiedź numer {n}, o czymś innym.")
    for who in (VISITOR, ANNA, EWA):
        yield PageType("more", who, f"/wpisy/{anna.post_id(thread, 2)}/wiecej/")
    split, chosen = f"/podziel/{number}/", {"inne": "3,4", "title": "Osobny temat z wątku", "kind": "discussion"}
    yield PageType("split", EWA, split)
    yield PageType("split, second page", EWA, split, {**chosen, "strona": "2"})
    yield PageType("split, nothing chosen", EWA, split, {"dalej": "1", "title": "?"}, 422)
    yield PageType("split, confirm", EWA, split, {**chosen, "dalej": "1"})
    ewa.post(split, {**chosen, "podziel": "1"})
    yield PageType("thread, split", ANNA, thread)
    move = {"space": "999", "audience": "x"}
    yield PageType("move", "maria-kalina", f"/przenies/{number}/")
    yield PageType("move, with errors", EWA, f"/przenies/{number}/", move, 422)
    yield PageType("pin", "maria-kalina", f"/przypnij/{number}/")
    yield PageType("pin, with errors", EWA, f"/przypnij/{number}/", {"until": "jutro"}, 422)
    yield PageType("duplicate", EWA, f"/powtorzenie/{number}/")
    merge = f"/polacz/{number_of(other)}/"
    yield PageType("merge", EWA, merge, passes=True)
    yield PageType("merge, with errors", EWA, merge, {"cel": ""}, 422)
    yield PageType("merge, confirm", EWA, merge, {"cel": thread})
    ewa.post(merge, {"cel": thread, "confirmed": "1"})
    yield PageType("merged", VISITOR, other)
    third = anna.ask("zielona", "Wątek, na który jest odpowiedź", "Krótki tekst.")
    ewa.post(f"/powtorzenie/{number_of(third)}/", {"cel": thread})
    yield PageType("duplicate of another", ANNA, third)
    yield PageType("answers duplicates", EWA, thread)
    ewa.post(f"/przypnij/{number}/", {"until": ""})
    yield PageType("threads, one pinned", ANNA, "/s/zielona/watki/")


def beside_posts(anna: Hand, jan: Hand, ewa: Hand) -> Iterator[PageType]:
    """Yields a question with a poll, reactions, dates and a report, and the forms that these come from."""
    thread = anna.ask("zielona", "Wątek z ankietą i relacją", "Krótki tekst.")
    first = anna.post_id(thread)
    poll = {"poll_question": "Co robicie?", "poll_options": "jedno\ndrugie", "poll_kind": "multiple", "poll_ends": "7"}
    anna.post(f"/wpisy/{first}/ankieta/", poll)
    jan.reply(thread, "Odpowiedź, która działa.")
    answer = jan.post_id(thread, 2)
    anna.post(f"/wpisy/{answer}/przyjmij/", {})
    jan.post(f"/wpisy/{first}/reakcja/u-nas-tez/", {})
    anna.post(f"/wpisy/{answer}/wdrozenie/", {"verdict": "adapted", "cost": "small", "note": "Po zmianach."})
    jan.post(f"/wpisy/{answer}/aktualnosc/", {"valid_on": "2026-01-02", "legal_basis": "art. 7"})
    for who in (VISITOR, ANNA):
        yield PageType("thread, poll and report", who, thread)
    yield PageType("poll, changed", ANNA, f"/wpisy/{first}/ankieta/")
    yield PageType("poll, with errors", ANNA, f"/wpisy/{first}/ankieta/", {**poll, "poll_options": "jedno"}, 422)
    yield PageType("poll, nothing chosen", ANNA, f"/wpisy/{first}/glos/", {}, 422)
    yield PageType("validity, dated", "jan-wierzba", f"/wpisy/{answer}/aktualnosc/")
    yield PageType("validity, with errors", "jan-wierzba", f"/wpisy/{answer}/aktualnosc/", {"valid_on": "kiedyś"}, 422)
    yield PageType("outcome", ANNA, f"/wpisy/{answer}/wdrozenie/")
    yield PageType("outcome, with errors", "jan-wierzba", f"/wpisy/{answer}/wdrozenie/", {"verdict": ""}, 422)
    ewa.post(f"/wpisy/{answer}/nieaktualne/", {"reason": "Nowe przepisy."})
    closed = anna.ask("zielona", "Wątek z zamkniętą ankietą", "Krótki tekst.")
    asked = anna.post_id(closed)
    anna.post(f"/wpisy/{asked}/ankieta/", poll)
    ewa.post(f"/wpisy/{asked}/zamknij-ankiete/", {})
    yield PageType("thread, poll closed", ANNA, closed)
    yield PageType("thread, answer out of date", VISITOR, thread)


def made_of_bookmarks(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields the list of what one keeps: with something in it, with something just let go, and with nothing."""
    anna = hand(ANNA)
    thread = anna.ask("zielona", "Wątek do zakładek", "Krótki tekst.")
    button = re.search(r'action="(/zakladki/(\d+)/)"', anna.get(thread).text())
    anna.post(button.group(1), {})
    yield PageType("thread, kept", ANNA, thread)
    yield PageType("bookmarks", ANNA, "/zakladki/")
    yield PageType("bookmarks, one let go", EWA, f"/zakladki/?wycofano={button.group(2)}")
    yield PageType("bookmarks, none", NEWCOMER, "/zakladki/")
