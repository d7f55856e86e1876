"""Hostile input into the library: articles and their sheets, notes, guests, steps, cases and adoptions."""

from urllib.parse import quote

import pytest

from tests.browser.findings import tell
from tests.browser.library_pages import EDITOR, EXPERT, begun, fields_of, one_in
from tests.browser.payloads import packs
from tests.browser.test_xss_beside import lines_of, saved
from tests.browser.visitor import ANNA, EWA

pytestmark = pytest.mark.browser
BARRIER = "/biblioteka/pu-zielona/drzewa-i-sieci/"


def hostile_fields(hand, form, payloads, number):
    """Returns an article's fields, each full of payloads, others than in the article before."""
    long, short = lines_of(payloads, 950), lines_of(payloads, 110)
    sheet = ("problem", "solution", "prerequisites", "what_failed", "evidence")
    said = {name: long[(number + n) % len(long)] for n, name in enumerate(sheet)}
    said |= {name: short[(number + n) % len(short)] for n, name in enumerate(("duration", "staff"))}
    raw = [payload.replace("\x00", "") for payload in payloads[number::4]]
    html = "".join(f"<p>{one}</p><h2>{one[:100]}</h2><ul><li>{one}</li></ul>" for one in raw)
    linked = "".join(
        f"<p><a href=\"{one}\">x</a> <a href='{one}'>y</a></p><blockquote>{one}</blockquote>" for one in raw
    )
    return fields_of(
        hand, form, title=f"{lines_of(payloads, 170)[number]} A{number}", summary=lines_of(payloads, 280)[number],
        body=(html + linked).encode("utf-8", "replace").decode()[:150_000], **said,
    )  # fmt: skip


def test_articles_written_read_and_found(hand_of, inspect, payloads):
    expert, editor = hand_of(EXPERT), hand_of(EDITOR)
    findings, published = [], []
    for number in range(4):
        form = begun(expert, f"{lines_of(payloads, 170)[number + 5]} B{number}")
        saved(expert.post(form, hostile_fields(expert, form, payloads, number)))
        saved(expert.post(f"{form}uwagi/", {"text": packs(lines_of(payloads, 900), 3900)[number % 2]}))
        findings += inspect(EXPERT, [form, f"{form}podglad/", f"{form}usun/", f"{form}link/", f"{form}wyslij/"])
        short_quotes = fields_of(expert, form, body="<p>Treść bez długich cytatów.</p>") if number % 2 else None
        if short_quotes:
            kept = hostile_fields(expert, form, payloads, number)
            saved(expert.post(form, {**kept, "body": short_quotes["body"]}))
            saved(expert.post(f"{form}wyslij/", {}))
            findings += inspect(EDITOR, [f"{form}decyzja/"])
            version = one_in(r'name="version" value="([^"]*)"', editor.get(f"{form}decyzja/").text())
            words = lines_of(payloads, 3900)[0]
            published.append(
                saved(editor.post(f"{form}decyzja/", {"approve": "1", "version": version, "comment": words}))
            )
    html = hand_of(ANNA).get(published[0]).text()
    around = [one_in(r'href="(/watki/\d+/[^"#]+)', html), one_in(r'"(/biblioteka-pdf/\d+/)"', html)]
    findings += inspect(
        None, [*published, *around, "/biblioteka/", "/", "/demo/mail", "/szukaj/?q=alert&rodzaj=article"]
    )
    findings += inspect(EXPERT, ["/pisz/", "/powiadomienia/", f"/en{published[0]}"])
    findings += inspect(EDITOR, ["/pisz/", "/powiadomienia/"])
    assert not findings, tell(findings)


def test_guests_and_their_words(hand_of, inspect, payloads):
    expert, guest = hand_of(EXPERT), hand_of()
    names, findings = lines_of(payloads, 110), []
    form = begun(expert, "Tekst dla złych gości")
    for number, text in enumerate(lines_of(payloads, 3900)):
        made = expert.post(f"{form}link/", {}).text()
        link = one_in(r'value="https?://[^"/]+(/recenzja/[^"]+)"', made)
        saved(guest.post(link, {"said": "objected", "name": names[number], "text": text}))
    findings += inspect(EXPERT, [form, "/powiadomienia/"]) + inspect(EDITOR, [form, "/powiadomienia/"])
    findings += inspect(None, ["/demo/mail", link])
    assert not findings, tell(findings)


def test_steps_cases_and_adoptions(hand_of, inspect, payloads):
    anna, ewa = hand_of(ANNA), hand_of(EWA)
    case = one_in(r'"(/zalecenie/\d+/u-nas-tez/)"', anna.get(BARRIER).text())
    step = case.replace("u-nas-tez", "krok")
    practice = one_in(r'"(/praktyka/\d+/)"', anna.get("/biblioteka/ogrod/").text())
    day = one_in(r'name="at"[^>]*value="([^"]+)"', ewa.get(step).text())
    findings = []
    for number, text in enumerate(lines_of(payloads, 560)):
        saved(ewa.post(step, {"status": "rejected", "at": day, "note": text, "reason": text[::-1], "is_final": "on"}))
        saved(anna.post(case, {"text": text}))
        state = "adapting" if number % 2 else "abandoned"
        saved(anna.post(practice, {"state": state, "note": text}))
        if number % 5 == 0:
            findings += inspect(ANNA, [BARRIER, case, practice, "/biblioteka/ogrod/"])
    findings += inspect(EWA, [step, BARRIER]) + inspect(None, [BARRIER, "/miasta/raciborz/", "/biblioteka/ogrod/"])
    findings += inspect(ANNA, ["/powiadomienia/"])
    assert not findings, tell(findings)


def test_words_in_addresses_of_the_library(hand_of, inspect, payloads):
    article = hand_of(ANNA).get("/biblioteka/ogrod/").text()
    practice = one_in(r'"(/praktyka/\d+/)"', article)
    texts = [quote(pack.encode("utf-8", "surrogatepass"), safe="") for pack in packs(payloads, 900)[::8]]
    fields = [
        "/biblioteka/?siec={}", "/biblioteka/?temat={}&stan={}", "/biblioteka/?miasto={}&od={}", "/recenzja/{}/",
        "/biblioteka/pu-zielona/?stan={}", "/biblioteka/{}/", practice + "?miasto={}",
    ]  # fmt: skip
    paths = [field.replace("{}", text) for field in fields for text in texts[:3]]
    findings = inspect(ANNA, paths, expected=(200, 400, 403, 404))
    assert not findings, tell(findings)
