"""Links in the demo's letters, and coming in by an invitation."""

import re
from html import unescape

from tests.browser.page_types import NEWCOMER
from tests.browser.visitor import Hand


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


def become_newcomer(hand: Hand, ewa: Hand) -> None:
    """Accepts an invitation, then leaves the network again: a person with an empty account."""
    token = invite(ewa, "zielona", NEWCOMER)
    opened = hand.post(token, {"name": "Nowa Osoba", "password": "", "terms": "on"})
    assert opened.status == 302, opened.text()[:2000]
    assert hand.post("/s/zielona/opusc/", {}).status == 302
