"""Hostile input into everything that stands beside texts: polls, dates, outcomes, reports, decisions, drafts, notes."""

import re

import pytest

from tests.browser.findings import tell
from tests.browser.payloads import packs
from tests.browser.visitor import ANNA, EWA, JAN, MARIA, number_of

pytestmark = pytest.mark.browser


def lines_of(payloads, longest):
    """Returns the payloads as lines of at most this length."""
    safe = [" ".join(payload.replace("\x00", "").split()) for payload in payloads]
    return packs([line for line in safe if line], longest)


def saved(answer):
    assert answer.status == 302, re.findall(r"field__error.*?</p>|notice__body.*?</p>", answer.text(), re.S)
    return answer.headers["location"]


def test_polls_dates_and_outcomes(hand_of, inspect, payloads):
    anna, jan = hand_of(ANNA), hand_of(JAN)
    thread = anna.ask("zielona", "Wątek ze złymi dodatkami", "Treść.")
    lines, notes = lines_of(payloads, 280), lines_of(payloads, 560)
    for number in range(0, len(lines), 2):
        saved(jan.post(f"/odpowiedz/{number_of(thread)}/", {"text": f"Odpowiedź {number}."}))
    ids = [jan.post_id(f"{thread}?strona={page}", number) for page, number in places(jan, thread)]
    forms = []
    for number, post in enumerate(ids):
        question, *choices = (lines[2 * number % len(lines)], *(lines[(2 * number + n) % len(lines)] for n in (1, 3)))
        choices = [f"{place} {choice[:180]}" for place, choice in enumerate(choices)]
        poll = {"poll_question": question, "poll_options": "\n".join(choices), "poll_kind": "single", "poll_ends": "7"}
        saved(jan.post(f"/wpisy/{post}/ankieta/", poll))
        saved(jan.post(f"/wpisy/{post}/aktualnosc/", {"valid_on": "2026-01-02", "legal_basis": question}))
        note = notes[number % len(notes)]
        saved(anna.post(f"/wpisy/{post}/wdrozenie/", {"verdict": "adapted", "note": note, "is_contact": "on"}))
        if number % 2:
            saved(jan.post(f"/wpisy/{post}/nieaktualne/", {"reason": choices[0][:290]}))
        forms += [f"/wpisy/{post}/{door}/" for door in ("ankieta", "aktualnosc", "wiecej")] if number < 3 else []
    pages = sorted({page for page, _number in places(jan, thread)})
    findings = inspect(JAN, [*(f"{thread}?strona={page}" for page in pages), *forms])
    findings += inspect(None, [f"{thread}?strona={page}" for page in pages])
    findings += inspect(
        ANNA, [f"/wpisy/{ids[0]}/wdrozenie/", f"{thread}?widok=najlepsze", f"/watki/{number_of(thread)}/druk/"]
    )
    assert not findings, tell(findings)


def places(hand, thread):
    """Returns the page and number of every reply of a thread."""
    last = max([1, *(int(n) for n in re.findall(r"\?strona=(\d+)", hand.get(thread).text()))])
    found = []
    for page in range(1, last + 1):
        html = hand.get(f"{thread}?strona={page}").text()
        found += [(page, int(number)) for number in re.findall(r'<article [^>]*id="p(\d+)"', html)]
    return [(page, number) for page, number in found if number > 1]


def test_reports_decisions_and_notes(hand_of, inspect, payloads):
    anna, jan, ewa, maria = hand_of(ANNA), hand_of(JAN), hand_of(EWA), hand_of(MARIA)
    words = lines_of(payloads, 1900)
    thread = anna.ask("zielona", "Wątek ze złymi zgłoszeniami", "Treść.")
    findings, decisions = [], []
    for number, text in enumerate(words, start=2):
        jan.reply(thread, f"Wpis {number}.")
        post = jan.post_id(thread, number)
        saved(anna.post(f"/zglos/post/{post}/", {"fault": "other", "text": text}))
        case = f"/s/zielona/zgloszenia/post/{post}/"
        findings += inspect(EWA, [case])
        saved(ewa.post(case, {"fault": "other", "words": text}))
        decision = ewa.get(f"/decyzje/post/{post}/").headers["location"]
        saved(jan.post(f"{decision}odwolanie/", {"text": text}))
        saved(maria.post(f"{decision}odpowiedz/", {"text": text}))
        decisions.append(decision)
    moved = anna.ask("zielona", "Wątek do przeniesienia ze złym powodem", "Treść.")
    note = lines_of(payloads, 580)[0]
    move = f"/przenies/{number_of(moved)}/"
    space = re.search(r'<option value="(\d+)"[^>]*>\s*Sieć Cyfrowa', maria.get(move).text())
    where = {"space": space[1], "audience": "public", "confirmed": f"{space[1]} public"}
    saved(maria.post(move, {**where, "note": note}))
    findings += inspect(JAN, [thread, *decisions, "/powiadomienia/", moved])
    findings += inspect(EWA, ["/s/zielona/zgloszenia/", *decisions[:2]])
    assert not findings, tell(findings)


def test_drafts_and_handing_over(hand_of, inspect, payloads):
    ewa, giver = hand_of(EWA), hand_of("zofia-jalowiec")
    kept = {"space": "zielona", "kind": "question", "audience": "public"}
    for number, (title, text) in enumerate(zip(lines_of(payloads, 280), lines_of(payloads, 9000), strict=False)):
        key = f"0f2d3c4b-5a69-4788-9a0b-1c2d3e4f50{number:02d}"
        saved(ewa.post("/szkice/", {**kept, "title": title, "text": text, "tags": title[:100], "key": key}))
    drafts = list(dict.fromkeys(re.findall(r'"(/szkice/\d+/)(?:usun/)?"', ewa.get("/szkice/").text())))
    findings = inspect(EWA, ["/szkice/", *drafts, *(f"{path}usun/" for path in drafts)])
    seat = re.search(r'href="(/miejsce/\d+/przekaz/)"', giver.get("/konto/profil/").text())
    form = {"email": "nikt-taki@demo.example", "name": lines_of(payloads, 110)[0], "note": lines_of(payloads, 950)[0]}
    offer = saved(giver.post(seat[1], form))
    findings += inspect("zofia-jalowiec", [offer, "/konto/przekazania/"]) + inspect(None, ["/demo/mail"])
    assert not findings, tell(findings)
