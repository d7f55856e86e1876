"""Pages of belonging: asking to join, invitations, members, and what someone sees who belongs nowhere."""

import re
from collections.abc import Callable, Iterator

from tests.browser.letters import invite
from tests.browser.page_types import NEWCOMER, VISITOR, PageType
from tests.browser.visitor import ANNA, EWA, Hand


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
