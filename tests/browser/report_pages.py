"""Pages of reports and decisions, and of muted people, in states that a crawl does not meet."""

import re
from collections.abc import Callable, Iterator

from tests.browser.page_types import NEWCOMER, VISITOR, PageType
from tests.browser.visitor import ANNA, EWA, JAN, MARIA, Hand


def made_of_reports(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields a report on its way: written, waiting, decided, contested, answered; and people who are muted."""
    anna, jan, ewa, maria = hand(ANNA), hand(JAN), hand(EWA), hand(MARIA)
    thread = anna.ask("zielona", "Wątek ze zgłoszonym wpisem", "Krótki tekst.")
    for text in ("Wpis do ukrycia.", "Wpis, który zostaje.", "Wpis, który czeka na decyzję."):
        jan.reply(thread, text)
    post, other, waiting = (jan.post_id(thread, number) for number in (2, 3, 4))
    report, case = f"/zglos/post/{waiting}/", f"/s/zielona/zgloszenia/post/{waiting}/"
    yield PageType("report", VISITOR, report)
    yield PageType("report, with errors", VISITOR, report, {"fault": "wrong", "contact": "nie-adres"}, 422)
    assert anna.post(report, {"fault": "unkind", "text": "Obraża."}).status == 302
    yield PageType("report, sent", ANNA, f"{report}?wyslane=1")
    yield PageType("report, known already", ANNA, report)
    yield PageType("reports of a place", EWA, "/s/zielona/zgloszenia/")
    yield PageType("report, to be decided", EWA, case)
    yield PageType("report, decided with errors", EWA, case, {"fault": "other"}, 422)
    yield PageType("hide a post", EWA, f"/wpisy/{other}/usun/")
    yield PageType("hide a post, with errors", EWA, f"/wpisy/{other}/usun/", {"fault": "x"}, 422)
    assert anna.post(f"/zglos/post/{post}/", {"fault": "unkind", "text": "Obraża."}).status == 302
    decided = f"/s/zielona/zgloszenia/post/{post}/"
    assert ewa.post(decided, {"fault": "unkind"}).status == 302
    decision = ewa.get(f"/decyzje/post/{post}/").headers["location"]
    yield PageType("thread with a hidden post", JAN, thread)
    yield PageType("report, decided", EWA, decided)
    for who in (JAN, ANNA, EWA):
        yield PageType(f"decision, {who}", who, decision)
    yield PageType("appeal", JAN, f"{decision}odwolanie/", passes=True)
    yield PageType("appeal, with errors", JAN, f"{decision}odwolanie/", {"text": ""}, 422)
    assert jan.post(f"{decision}odwolanie/", {"text": "To był cytat."}).status == 302
    yield PageType("reports, one contested", MARIA, "/s/zielona/zgloszenia/", passes=True)
    yield PageType("answer an appeal", MARIA, f"{decision}odpowiedz/", passes=True)
    assert maria.post(f"{decision}odpowiedz/", {"text": "Zostaje ukryty."}).status == 302
    yield PageType("decision, answered", JAN, decision)
    yield PageType("decisions of a place", ANNA, "/s/zielona/decyzje/")
    yield PageType("decisions, none", EWA, "/s/zespol-lublin/decyzje/")
    person = re.search(r'action="(/sledzenie/person/\d+/)"', anna.get(f"/ludzie/{JAN}/").text()).group(1)
    yield PageType("muted people, none", NEWCOMER, "/konto/wyciszone/")
    anna.post(person, {"level": "ignore"})
    yield PageType("muted people", ANNA, "/konto/wyciszone/", passes=True)
    yield PageType("person, ignored", ANNA, f"/ludzie/{JAN}/", passes=True)
    yield PageType("thread with folded posts", ANNA, thread, passes=True)
    anna.post(person, {"level": "forget"})
