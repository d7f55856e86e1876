"""Every type of page: found by crawling from home as three people, or brought about by hand (errors, states)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse

from tests.browser.visitor import ANNA, EWA, Hand, number_of

NEWCOMER = "nowa-osoba@demo.example"
VISITOR = "visitor"

# Addresses that are no pages: they answer with a redirect, a file or a word, or only take a form.
NO_PAGES = {
    "healthz", "readyz", "avatar", "thread_short", "post", "open_notification", "mark_all_read", "set_follow",
    "avatar_change", "withdraw_invitation", "change_role", "restore_post", "accept_answer", "unaccept_answer", "vote",
    "react", "vote_in_poll", "close_poll", "still_valid", "outdated",
    "post_place", "unpin_thread", "call_no_duplicate",
    "lock_thread", "unlock_thread", "read", "unread", "read_space", "live_stream", "metrics",
    "mfa_download_recovery_codes", "mfa_login_webauthn", "account_set_password",
    "feed", "space_feed", "tag_feed", "thread_feed", "sitemap", "sitemap_section", "robots", "bookmark",
    "restore_revision", "accept_hand_over", "decline_hand_over", "withdraw_hand_over",
    "people_suggestions", "save_draft", "take_back_draft", "preview", "composer_tools", "quote_post", "upload",
    "attachment",
    "tag_suggestions", "tag_undo", "suggestions", "similar", "opensearch", "why_hidden",
}  # fmt: skip
# Pages that need an authenticator: test_second_factor.py brings one and looks at them.
OUT_OF_REACH = {"mfa_authenticate", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn"}

RICH_TEXT = """Zdanie z **wytłuszczeniem**, *kursywą*, ~~skreśleniem~~ i `kodem`.
Drugie z [odnośnikiem](https://example.org/). @jan-wierzba

## Nagłówek

- punkt pierwszy
  - zagnieżdżony
- [ ] do zrobienia
- [x] zrobione

1. najpierw
2. potem

> Cytat, po którym
> stoi drugi wers.

| Miasto | Drzewa | Koszt |
|:--|:-:|--:|
| Międzyrzec Podlaski | 1234 | 98 000 zł |
| Racibórz | 5 | 400 zł |

```
bardzo dlugi wiersz kodu ktory nie moze rozepchnac strony na telefonie = 1234567890 * 1234567890 + 1234567890
```

Przypis[^1] i bardzo-długie-słowo: Konstantynopolitańczykowianeczkowiczównarozbudowanakońcówkadowyrazubezkońca.
https://example.org/bardzo/dlugi/adres/ktory/nie/ma/gdzie/sie/zlamac/bo/nie/ma/spacji?parametr=1234567890123456789012345678901234567890

---

[^1]: Treść przypisu.
"""
LONG_TITLE = ("Jak miasta wielkości Międzyrzeca Podlaskiego liczą koszty utrzymania zieleni? " * 4)[:295].strip()


@dataclass
class PageType:
    """One page: its name for reports, who opens it, its path, and the form when it answers a POST.

    `passes`: its state is gone a moment later. Of such pages, and of answers to a POST, the `answer` is kept.
    """

    name: str
    who: str
    path: str
    form: dict[str, str] | None = None
    status: int = 200
    opened: bool = False
    passes: bool = False
    answer: APIResponse | None = None

    @property
    def is_state(self) -> bool:
        """Returns whether it is a state of a page (“report, with errors”), not a page that people come to."""
        return "," in self.name or self.form is not None or self.passes

    def meet(self, hand: Hand) -> "PageType":
        """Returns the page itself, with the answer when it has to be kept."""
        if self.form is not None:
            self.answer = hand.post(self.path, self.form)
        elif self.passes:
            self.answer = hand.get(self.path)
        return self


def door_of(path: str) -> str:
    """Returns the name of the door behind a path, "" for none."""
    try:
        return resolve(path.partition("?")[0].removeprefix("/en") or "/").url_name or ""
    except Resolver404:
        return ""


def shown(html: str) -> str:
    """Returns a page without the links that its style sheet hides: their `data-for` names no role around them."""
    roles = set[str]()

    def keep(found: re.Match[str]) -> str:
        nonlocal roles
        if found["roles"] is not None:
            roles = set(found["roles"].split())
            return found[0]
        return found[0] if roles & set(found["whom"].split()) else ""

    return re.sub(r'data-roles="(?P<roles>[^"]*)"|<a [^>]*data-for="(?P<whom>[^"]*)"[^>]*>', keep, html)


def links_in(html: str) -> list[str]:
    """Returns the site's own paths that a page links to, without fragments, in order, each once."""
    found = re.findall(r'href="(/[^"/#][^"#]*|/)"', html)
    return [
        path for path in dict.fromkeys(map(unescape, found)) if not path.startswith(("/static/", "/en/", "/media/"))
    ]


def crawl(hand: Hand, who: str, *, known: frozenset[str] = frozenset()) -> Iterator[PageType]:
    """Yields the first page found behind each door, walking from home; doors in `known` are walked but not yielded."""
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        door = door_of(path)
        if door in seen or door in NO_PAGES:
            continue
        answer = hand.get(path)
        if answer.status in (301, 302):
            continue
        seen.add(door)
        if door not in known:
            yield PageType(door, who, path, status=200)
        waiting += links_in(shown(answer.text()))


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


def letter_link(hand: Hand, pattern: str) -> str:
    """Returns the newest path in the demo's letters that matches."""
    html = unescape(hand.get("/demo/mail").text())
    found = re.search(rf"({pattern})", html)
    assert found, f"no letter with {pattern}"
    return found.group(1)


def invite(ewa: Hand, space: str, email: str) -> str:
    """Invites someone and returns the path from the letter."""
    answer = ewa.post(
        f"/s/{space}/osoby/zapros/", {"email": email, "name": "Nowa Osoba", "role": "member", "note": "Zapraszam."}
    )
    assert answer.status == 302, answer.text()[:2000]
    return letter_link(ewa, r"/zaproszenie/[^\s\"<]+")


def made_in_spaces(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields pages of belonging in states that a crawl does not meet."""
    visitor, ewa = hand(VISITOR), hand(EWA)
    yield PageType("demo mail, empty", VISITOR, "/demo/mail")
    asked = {
        "space": "zielona",
        "name": "Proszący Gość",
        "email": "gosc@demo.example",
        "text": "Zajmuję się zielenią.\nProszę o dostęp.",
    }
    sent = visitor.post("/dolacz/", asked)
    assert sent.status == 200, sent.text()[:2000]
    yield PageType("join, with errors", VISITOR, "/dolacz/", {"email": "nie-adres"}, 422)
    yield PageType("join, sent", VISITOR, "/dolacz/", asked)
    members = ewa.get("/s/zielona/osoby/").text()
    decide = re.search(r'href="(/s/zielona/osoby/prosba/\d+/)"', members).group(1)
    yield PageType("decide", EWA, decide)
    yield PageType("decide, with errors", EWA, decide, {"decline": "1", "reason": ""}, 422)
    token = invite(ewa, "zielona", "jeszcze-nikt@demo.example")
    yield PageType("invitation, newcomer", VISITOR, token)
    yield PageType("invitation, with errors", VISITOR, token, {"name": "", "password": "krótkie"}, 422)
    yield PageType("invitation, of somebody else", ANNA, token, status=403)
    own = invite(ewa, "zespol-lublin", "zofia-jalowiec@demo.example")
    yield PageType("invitation, has an account", VISITOR, own)
    yield PageType("invitation, signed in", "zofia-jalowiec", own)
    yield PageType("invitation, damaged", VISITOR, "/zaproszenie/abc/", status=404)
    yield PageType("members, for the facilitator", EWA, "/s/zielona/osoby/")
    yield PageType("members, all open", EWA, "/s/zielona/osoby/", opened=True)
    yield PageType("invite, with errors", EWA, "/s/zielona/osoby/zapros/", {"email": "nie-adres", "role": "x"}, 422)
    remove = re.search(r'href="(/s/zielona/osoby/\d+/usun/)"', ewa.get("/s/zielona/osoby/").text()).group(1)
    yield PageType("remove member", EWA, remove)
    described = {"name": "", "description": "x" * 10_001, "joining": "x"}
    yield PageType("describe a place", EWA, "/s/zielona/opis/")
    yield PageType("describe a place, with errors", EWA, "/s/zielona/opis/", described, 422)
    yield PageType("leave", ANNA, "/s/zielona/opusc/")
    yield PageType("join an open network", ANNA, "/s/ppp/dolacz/")
    yield PageType("ask to join a group", "leszek-czyzyk", "/s/standardy-zieleni/dolacz/")
    yield PageType("group home", ANNA, "/s/standardy-zieleni/")
    yield PageType("people, none found", ANNA, "/ludzie/?szukaj=nikt-takiego-nie-zna")
    yield PageType("people, filtered", ANNA, "/ludzie/?siec=zielona&szukaj=ziele%C5%84")
    yield PageType("cities, none found", VISITOR, "/miasta/?siec=nie-ma")
    yield PageType("cities, filtered", VISITOR, "/miasta/?siec=zielona")
    yield PageType("person, own", ANNA, f"/ludzie/{ANNA}/")
    yield PageType(
        "profile, with errors", ANNA, "/konto/profil/", {"name": "", "bio": "x" * 2100, "contact_audience": "x"}, 422
    )
    yield PageType("inbox, new only", ANNA, "/powiadomienia/?tylko=nowe")
    yield PageType("demo mail", VISITOR, "/demo/mail", opened=True)


def made_for_the_newcomer(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields what someone sees who belongs nowhere and has written nothing."""
    yield PageType("home, newcomer", NEWCOMER, "/")
    yield PageType("inbox, empty", NEWCOMER, "/powiadomienia/")
    yield PageType("inbox, nothing new", NEWCOMER, "/powiadomienia/?tylko=nowe")
    yield PageType("threads of mine, none", NEWCOMER, "/watki/?stan=moje")


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


def become_newcomer(hand: Hand, ewa: Hand) -> None:
    """Accepts an invitation, then leaves the network again: a person with an empty account."""
    token = invite(ewa, "zielona", NEWCOMER)
    opened = hand.post(token, {"name": "Nowa Osoba", "password": "", "terms": "on"})
    assert opened.status == 302, opened.text()[:2000]
    assert hand.post("/s/zielona/opusc/", {}).status == 302
