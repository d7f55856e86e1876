"""Hostile input through every text field: in Chromium nothing of it runs, even with the policy switched off."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from tests.browser.findings import tell
from tests.browser.payloads import packs
from tests.browser.scripts import script
from tests.browser.visitor import ANNA, EWA, JAN, number_of, sign_in

pytestmark = pytest.mark.browser
PROFILE = {"language": "pl", "contact_audience": "community"}


def test_titles_and_texts_of_threads(hand_of, inspect, payloads):
    anna = hand_of(ANNA)
    threads = []
    for number, title in enumerate(packs([p for p in payloads if "\x00" not in p], 280)):
        text = "\n\n".join(payloads[number::40])
        threads.append(anna.ask("zielona", f"{title} – tytuł {number}", text.replace("\x00", "")))
    lists = ["/watki/?kolejnosc=nowe", "/s/zielona/", "/"]
    for _ in range(4):
        older = re.search(r'rel="next" href="([^"]+)"', anna.get(lists[-1] if "od=" in lists[-1] else lists[0]).text())
        lists.append(unescape(older.group(1)))
    number = number_of(threads[0])
    doors = [
        f"/odpowiedz/{number}/",
        *(f"/wpisy/{anna.post_id(threads[0])}/{door}/" for door in ("edytuj", "usun")),
    ]
    findings = inspect(ANNA, threads + lists + doors)
    assert not findings, tell(findings)


def test_replies_one_by_one_and_their_notices(hand_of, inspect, payloads):
    thread = hand_of(ANNA).ask("zielona", "Wątek o złych odpowiedziach", "Treść.")
    jan = hand_of(JAN)
    refused = [
        p for p in payloads if jan.post(f"/odpowiedz/{number_of(thread)}/", {"text": f"Tekst {p}"}).status != 302
    ]
    assert all("\x00" in p for p in refused), refused
    for alone in payloads[:: len(payloads) // 100]:
        jan.post(f"/odpowiedz/{number_of(thread)}/", {"text": alone})
    pages = max(int(n) for n in re.findall(r"\?strona=(\d+)", jan.get(thread).text()))
    findings = inspect(ANNA, [f"{thread}?strona={number}" for number in range(1, pages + 1)] + ["/powiadomienia/"])
    assert not findings, tell(findings)


def test_edited_text_with_preview_and_both_versions(hand_of, inspect, payloads, browser_of, site):
    thread = hand_of(ANNA).ask("zielona", "Wątek o złych zmianach", "Treść.")
    jan = hand_of(JAN)
    text = "\n\n".join(payloads).replace("\x00", "").encode("utf-8", "replace").decode()
    jan.reply(thread, "Pierwsza wersja.")
    edit = f"/wpisy/{jan.post_id(thread, 2)}/edytuj/"
    assert jan.post(edit, {"text": text[:39_000], "version": "1"}).status == 302
    findings = inspect(JAN, [thread, edit])
    for form, status in (({"preview": "1", "version": "2"}, 200), ({"version": "1"}, 409)):
        page = browser_of(JAN, bypass_csp=True).new_page()
        page.goto(site.url(edit))
        answer = jan.post(edit, {"text": f"Inaczej. {text}"[:38_000], **form})
        assert answer.status == status
        page.route(site.url(edit), lambda route, answer=answer: route.fulfill(response=answer))
        page.reload()
        page.evaluate(script("touch"))
        findings += [(what, f"{edit} {form}") for what in page.evaluate(script("scan"))]
    assert not findings, tell(findings)


def test_profile_fields(hand_of, inspect, payloads):
    jan = hand_of(JAN)
    thread = hand_of(ANNA).ask("zielona", "Wątek o złych profilach", "Treść. @jan-wierzba")
    jan.reply(thread, "Odpowiedź.")
    safe = [p for p in payloads if "\x00" not in p]
    names, rounds = packs(safe, 118), packs(safe, 1900)
    findings = []
    for number, bio in enumerate(rounds):
        name, other = names[number :: len(rounds)][0], names[number :: len(rounds)][-1]
        form = {
            "name": f"{name} J",
            "position": other,
            "bio": bio,
            "expertise": other[:100],
            "phone": other[:20],
            **PROFILE,
        }
        saved = jan.post("/konto/profil/", form)
        assert saved.status == 302, re.findall(r"field__error.*?</p>", saved.text(), re.S)
        lists = [] if number % 4 else ["/ludzie/?siec=zielona", "/s/zielona/osoby/"]
        findings += inspect(JAN, ["/ludzie/jan-wierzba/", "/konto/profil/", thread, *lists])
    assert not findings, tell(findings)


def test_requests_invitations_and_letters(hand_of, inspect, payloads):
    visitor, ewa = hand_of(), hand_of(EWA)
    safe = [p for p in payloads if "\x00" not in p]
    names = packs(safe, 118)
    for number, text in enumerate(packs(safe, 1900)[:4]):
        form = {"space": "zielona", "name": f"{names[number]} G", "email": f"gosc{number}@demo.example", "text": text}
        assert visitor.post("/dolacz/", form).status == 200
    notes = packs(safe, 950)
    for number, name in enumerate(names[:40]):
        form = {
            "email": f"nowa{number}@demo.example",
            "name": name,
            "role": "member",
            "note": notes[number % len(notes)],
        }
        assert ewa.post("/s/zielona/osoby/zapros/", form).status == 302
    decide = re.findall(r'href="(/s/zielona/osoby/prosba/\d+/)"', ewa.get("/s/zielona/osoby/").text())
    decide = list(dict.fromkeys(decide))
    links = re.findall(r"/zaproszenie/[^\s\"<]+", unescape(ewa.get("/demo/mail").text()))
    findings = inspect(EWA, ["/s/zielona/osoby/", *decide])
    findings += inspect(None, list(dict.fromkeys(links))[:20])
    for path, reason in zip(decide, notes, strict=False):
        assert ewa.post(path, {"decline": "1", "reason": reason}).status == 302
    findings += inspect(None, ["/demo/mail"])
    assert not findings, tell(findings)


def test_descriptions_of_places(hand_of, inspect, payloads):
    ewa = hand_of(EWA)
    safe = [p for p in payloads if "\x00" not in p]
    names, questions, purposes, texts = packs(safe, 110), packs(safe, 290), packs(safe, 950), packs(safe, 9500)
    findings = []
    for number, text in enumerate(texts):
        form = {
            "name": f"{names[number]} S",
            "question": questions[number],
            "purpose": purposes[number],
            "description": text,
            "joining": "open",
        }
        saved = ewa.post("/s/zielona/opis/", form)
        assert saved.status == 302, re.findall(r"field__error.*?</p>", saved.text(), re.S)
        pages = [
            "/s/zielona/",
            "/s/zielona/opis/",
            "/sieci/",
            "/",
            "/miasta/",
            "/miasta/lublin/",
            "/ludzie/ewa-olszyna/",
        ]
        findings += inspect(EWA, pages) + inspect(None, ["/", "/s/zielona/", "/dolacz/"])
    assert not findings, tell(findings)


def test_words_in_addresses(inspect, payloads):
    hostile = [p for p in payloads if p.lower().startswith(("javascript", "data:", "//", "vbscript"))]
    fields = [
        "/ludzie/?szukaj={}", "/ludzie/?siec={}", "/ludzie/?miasto={}", "/ludzie/?po={}", "/watki/?od={}",
        "/watki/?stan={}",
        "/s/zielona/zapytaj/?rodzaj={}", "/powiadomienia/?od={}", "/nie-ma/{}", "/ludzie/{}/",
    ]  # fmt: skip
    open_to_all = [
        "/konto/login/?next={}",
        "/dolacz/?siec={}",
        "/miasta/?siec={}&wielkosc={}",
        "/zaproszenie/{}/",
        "/en/watki/?od={}",
    ]
    texts = [quote(pack.encode("utf-8", "surrogatepass"), safe="") for pack in packs(payloads, 900)[::3]]
    findings = inspect(
        ANNA, [field.replace("{}", text) for field in fields for text in texts[:3]], expected=(200, 400, 404)
    )
    findings += inspect(
        None, [field.replace("{}", text) for field in open_to_all for text in texts[2:5]], expected=(200, 400, 404)
    )
    findings += inspect(
        None, [f"/konto/login/?next={quote(one, safe='')}" for one in [*hostile, "javascript:window.__xss=1"]]
    )
    assert not findings, tell(findings)


@pytest.mark.parametrize(
    "target", ["javascript:window.__xss=1", "//evil.example/", "https://evil.example/", "data:text/html,x"]
)
def test_signing_in_never_leads_away(site, context, target):
    page = context(bypass_csp=True).new_page()
    sign_in(page, site, JAN, way=f"/konto/login/?next={quote(target, safe='')}")
    assert page.url.startswith(f"{site.address}/")
    assert page.evaluate("() => window.__xss") is None


ALIVE = """<a href=" java\nscript:window.__xss=1">x</a><p onmouseover="window.__xss=1">x</p><iframe></iframe>
<template><b onclick=1></b></template><script>1</script>"""


def test_scan_sees_what_it_looks_for(site, context):
    page = context(bypass_csp=True).new_page()
    page.goto(site.url("/"))
    page.evaluate("html => { document.querySelector('main').innerHTML = html; }", ALIVE)
    page.evaluate(script("touch"))
    found = " ".join(page.evaluate(script("scan")))
    for expected in (
        "attribute onmouseover",
        "attribute onclick",
        "script address",
        "element <iframe",
        "script <script>",
        "a script ran",
    ):
        assert expected in found
