"""Pages of texts that are not published yet: kept, scheduled, waiting for a facilitator, given back."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape

from tests.browser.letters import invite
from tests.browser.page_types import LONG_TITLE, NEWCOMER, RICH_TEXT, PageType
from tests.browser.visitor import EWA, Hand

AUTHOR, LEADER = "writer", "karol-bratek"


def made_of_drafts(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields the list of drafts and what can be done with each."""
    ewa = hand(EWA)
    yield PageType("drafts, none", NEWCOMER, "/szkice/")
    kept = {"space": "zielona", "kind": "question", "audience": "public", "title": LONG_TITLE, "text": RICH_TEXT}
    for number in (1, 2):
        key = f"0f2d3c4b-5a69-4788-9a0b-1c2d3e4f506{number}"
        assert ewa.post("/szkice/", {**kept, "key": key}).status == 302
    listed = dict.fromkeys(re.findall(r'"(/szkice/\d+/)(?:usun/)?"', ewa.get("/szkice/").text()))
    first, second = [path for path in listed if ewa.get(path).status == 302][:2]
    yield PageType("draft, going on", EWA, ewa.get(first).headers["location"])
    yield PageType("delete a draft", EWA, f"{first}usun/")
    yield PageType("schedule a draft", EWA, f"{first}termin/")
    yield PageType("schedule a draft, with errors", EWA, f"{first}termin/", {"publish_at": "o świcie"}, 422)
    tomorrow = f"{date.today() + timedelta(days=1)}T12:00"
    assert ewa.post(f"{second}termin/", {"publish_at": tomorrow}).status == 302
    yield PageType("draft, scheduled", EWA, second)
    yield PageType("drafts, one scheduled", EWA, "/szkice/")


def made_of_held_texts(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields a first post that waits, what its author and the facilitator see, and the text given back."""
    author, leader = hand(AUTHOR), hand(LEADER)
    token = invite(leader, "ppp", "pierwszy-wpis@demo.example")
    assert author.post(token, {"name": "Pierwsza Wpisująca", "password": "", "terms": "on"}).status == 302
    form = leader.get("/s/ppp/opis/").text()
    described = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', form, re.S))
    described |= dict(re.findall(r'<input type="text" name="(name|tagline)" value="([^"]*)"', form))
    described = {name: unescape(value) for name, value in described.items()}
    held = {**described, "joining": "open", "holds_first_posts": "on"}
    answer = leader.post("/s/ppp/opis/", held)
    assert answer.status == 302, answer.text()[:3000]
    asked = {"kind": "question", "title": LONG_TITLE, "text": RICH_TEXT, "audience": "public"}
    waits = author.post("/s/ppp/zapytaj/", asked).headers["location"]
    assert leader.post("/s/ppp/opis/", {**described, "joining": "open"}).status == 302
    decide = f"{waits}decyzja/"
    yield PageType("draft, waits for a facilitator", AUTHOR, waits, passes=True)
    yield PageType("home of a place, a text waits", LEADER, "/s/ppp/", passes=True)
    yield PageType("decide about a text", LEADER, decide, passes=True)
    yield PageType("decide about a text, with errors", LEADER, decide, {"reason": ""}, 422)
    version = re.search(r'name="version" value="(\d+)"', leader.get(decide).text())
    assert version
    given_back = {"version": version[1], "reason": "Prosimy dopisać, o jakie miasto chodzi."}
    assert leader.post(decide, given_back).status == 302
    yield PageType("draft, given back", AUTHOR, waits)
    yield PageType("drafts, one given back", AUTHOR, "/szkice/")
