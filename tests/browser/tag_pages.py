"""Pages of topics in states that a crawl does not meet."""

from collections.abc import Callable, Iterator

from tests.browser.page_types import VISITOR, PageType
from tests.browser.visitor import ANNA, EWA, Hand

TAG = {"name": "zielone torowisko", "description": "Trawa między szynami.", "synonyms": "żywe tory\ntrawa"}


def made_of_tags(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields the index narrowed, tags with and without entries, the facilitator's pages, and the field of topics."""
    ewa = hand(EWA)
    yield PageType("topics, of one network", VISITOR, "/tematy/?siec=ppp")
    yield PageType("topics, of no network", VISITOR, "/tematy/?siec=nie-ma")
    yield PageType("topics, for the facilitator", EWA, "/tematy/?siec=zielona")
    yield PageType("topic, in English", VISITOR, "/en/tematy/ogrod-deszczowy/")
    yield PageType("topic, nothing in it", VISITOR, "/tematy/zielona-sciana/")
    yield PageType("topic, menu open", EWA, "/tematy/retencja/", opened=True)
    yield PageType("no such topic", VISITOR, "/tematy/nie-ma/", status=404)
    new = "/s/zielona/tematy/nowy/"
    yield PageType("new topic", EWA, new)
    yield PageType("new topic, with errors", EWA, new, {"name": "retencja", "synonyms": "deszczówka"}, 422)
    made = ewa.post(new, TAG)
    assert made.status == 302, made.text()[:2000]
    edit = "/tematy/zielone-torowisko/zmien/"
    ewa.post(edit, {**TAG, "description": "Trawa zamiast tłucznia.", "synonyms": "trawa"})
    yield PageType("topic, history", EWA, edit)
    yield PageType("topic, edit with errors", EWA, edit, {"name": "", "description": "x" * 600}, 422)
    yield PageType("topic, history of a merged one", EWA, "/tematy/zielono-niebieska-infrastruktura/zmien/")
    merge = "/tematy/zielone-torowisko/polacz/"
    yield PageType("merge topics", EWA, merge)
    yield PageType("merge topics, with errors", EWA, merge, {"into": "retncja"}, 422)
    yield PageType("merge topics, confirm", EWA, merge, {"into": "retencja"})
    yield PageType("topic, not for a member", ANNA, edit, status=403)
    ask = {"kind": "question", "title": "Tytuł z tematami", "text": "Tekst.", "audience": "public"}
    yield PageType("ask, topics open", ANNA, "/s/zielona/zapytaj/", opened=True)
    yield PageType("ask, unknown topics", ANNA, "/s/zielona/zapytaj/", {**ask, "tags": "retncja, nbs"}, 422)
