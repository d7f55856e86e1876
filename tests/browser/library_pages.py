"""Pages of the library in states that a crawl does not meet: read, followed up, written, sent, decided about."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape

from tests.browser.page_types import LONG_TITLE, NEWCOMER, VISITOR, PageType
from tests.browser.visitor import ANNA, EWA, Hand

EXPERT, EDITOR = "lidia-paproc", "danuta-rumianek"
RICH_HTML = """<h2>Od czego zacząć</h2><p>Zdanie z <b>wytłuszczeniem</b>, <i>kursywą</i> i
<a href="https://example.org/">odnośnikiem</a>. <a href="/biblioteka/ogrod/">Ogród</a> w naszej bibliotece.</p>
<ul><li>policzyć dach</li><li>zapytać woźnego</li></ul><ol><li>najpierw</li><li>potem</li></ol>
<h3>Mniejszy nagłówek</h3>
<blockquote>Cytat, po którym stoi źródło.</blockquote><p>Słowo bez końca:
Konstantynopolitańczykowianeczkowiczównarozbudowanakońcówkadowyrazubezkońcawcaleniekończącasię</p>"""
SHEET = {
    "problem": "Woda po ulewie stała na boisku.", "solution": "Płytkie niecki z roślinami.", "cost_band": "under-50k",
    "duration": "Pół roku.", "staff": "Jedna osoba.", "prerequisites": "Mapa rur.", "what_failed": "Za głęboka niecka.",
    "evidence": "Dwa lata bez kałuż.",
}  # fmt: skip


def one_in(pattern: str, html: str) -> str:
    """Returns the first group of what must be on a page."""
    found = re.search(pattern, html, re.S)
    assert found, f"nothing on the page matches {pattern}"
    return unescape(found[1])


def made_of_library(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields the library narrowed in each way, its pages for their readers, and where else they show."""
    anna = hand(ANNA)
    yield PageType("library", VISITOR, "/biblioteka/")
    older = one_in(r'rel="next" href="([^"]+)"', anna.get("/biblioteka/").text())
    yield PageType("library, second page", VISITOR, older)
    yield PageType("library, narrowed, facets open", ANNA, "/biblioteka/?siec=zielona&rodzaj=article", opened=True)
    yield PageType("library, recommendations", VISITOR, "/biblioteka/?rodzaj=recommendation&stan=accepted")
    yield PageType("library, nothing", VISITOR, "/biblioteka/?siec=nie-ma&rok=1999")
    yield PageType("library, in English", VISITOR, "/en/biblioteka/", opened=True)
    article = anna.get("/biblioteka/ogrod/").text()
    anna.post(one_in(r'action="(/zakladki/\d+/)"', article), {})
    for name, path in (("article", "ogrod/"), ("action plan", "woda/"), ("improvement plan", "pu-zielona/")):
        for who in (VISITOR, ANNA):
            yield PageType(name, who, f"/biblioteka/{path}")
    for who in (VISITOR, ANNA, EWA):
        yield PageType("recommendation", who, "/biblioteka/pu-zielona/utrzymanie-w-kosztach/")
    yield PageType("article, for its author", EXPERT, "/biblioteka/ogrod/", opened=True)
    for name, path in (("article", "ogrod/"), ("foreign article", "eusluga/"), ("action plan", "woda/"),
                       ("recommendation", "pu-zielona/drzewa-i-sieci/")):  # fmt: skip
        yield PageType(f"{name}, in English", VISITOR, f"/en/biblioteka/{path}", opened=True)
    yield PageType("improvement plan, filtered", VISITOR, "/biblioteka/pu-zielona/?stan=przyjete")
    yield PageType("improvement plan, none so far", ANNA, "/biblioteka/pu-zielona/?stan=nieaktualne")
    yield PageType("no such page of the library", VISITOR, "/biblioteka/nie-ma/", status=404)
    yield PageType("discussion of a page", ANNA, one_in(r'href="(/watki/\d+/[^"#]+)', article))
    yield PageType("bookmarks, with a page", ANNA, "/zakladki/")
    lifted = one_in(r'href="(/wpisy/\d+/)"', anna.get("/biblioteka/eusluga/").text())
    around = anna.get(lifted).headers["location"].partition("#")[0]
    yield PageType("thread, an article came of an answer", VISITOR, around, opened=True)
    yield PageType("search, pages", VISITOR, "/szukaj/?q=ogr%C3%B3d+deszczowy&rodzaj=article")
    yield PageType("topic, with pages", VISITOR, "/tematy/ogrod-deszczowy/")
    yield PageType("city, with practices", VISITOR, "/miasta/raciborz/")
    door = one_in(r'"(/biblioteka-pdf/\d+/)"', hand(VISITOR).get("/biblioteka/eusluga/").text())
    yield PageType("page as a PDF", VISITOR, door)
    assert hand(VISITOR).post(one_in(r'"(/biblioteka-pdf/\d+/)"', article), {}).status == 302
    yield PageType("page as a PDF, ready", ANNA, one_in(r'"(/biblioteka-pdf/\d+/)"', article))


def made_of_following_up(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields what is said of recommendations and practices: the forms, their faults, and taking back."""
    anna, ewa = hand(ANNA), hand(EWA)
    step = one_in(r'"(/zalecenie/\d+/krok/)"', ewa.get("/biblioteka/pu-zielona/utrzymanie-w-kosztach/").text())
    case = step.replace("krok", "u-nas-tez")
    fresh = one_in(r'"(/zalecenie/\d+/u-nas-tez/)"', anna.get("/biblioteka/pu-zielona/drzewa-i-sieci/").text())
    practice = one_in(r'"(/praktyka/\d+/)"', anna.get("/biblioteka/ogrod/").text())
    yield PageType("step", EWA, step)
    tomorrow = str(date.today() + timedelta(days=2))
    yield PageType("step, with errors", EWA, step, {"status": "rejected", "at": tomorrow, "note": "x" * 700}, 422)
    yield PageType("step, not for a member", ANNA, step, status=403)
    yield PageType("case, first", ANNA, fresh)
    yield PageType("case", ANNA, case)
    yield PageType("case, with errors", ANNA, case, {"text": ""}, 422)
    yield PageType("case, taking back", ANNA, case, {"wycofaj": "1"})
    yield PageType("case, without a seat", NEWCOMER, case, status=403)
    yield PageType("adoption", ANNA, practice)
    yield PageType("adoption, with errors", ANNA, practice, {"state": "abandoned", "note": ""}, 422)
    yield PageType("adoption, taking back", ANNA, practice, {"wycofaj": "1"})


def made_of_answers(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields the way from an accepted answer to an article, before and after it was begun."""
    ewa = hand(EWA)
    found = ewa.get("/szukaj/?q=Kto+ma+utrzymywa%C4%87+ogrody+deszczowe&rodzaj=question").text()
    thread = ewa.get(one_in(r'href="(/watki/\d+/[^"#]+)', found)).text()
    post = one_in(r'href="/wpisy/(\d+)/wdrozenie/"', thread)
    door = f"/artykul-z-odpowiedzi/{post}/"
    yield PageType("article from an answer", EWA, door, passes=True)
    yield PageType("article from an answer, with errors", EWA, door, {"title": ""}, 422)
    yield PageType("article from an answer, not for a member", ANNA, door, status=403)
    answer = ewa.post(door, {"title": "Kto utrzymuje ogrody deszczowe"})
    assert answer.status == 302, answer.text()[:2000]
    yield PageType("write, begun from an answer", EWA, answer.headers["location"])


def begun(hand: Hand, title: str) -> str:
    """Begins an article in Sieć Zielona and returns the path of its form."""
    space = one_in(r'<option value="(\d+)"[^>]*>\s*Sieć Zielona', hand.get("/pisz/nowy/").text())
    answer = hand.post("/pisz/nowy/", {"title": title, "space": space})
    assert answer.status == 302, answer.text()[:2000]
    return answer.headers["location"]


def fields_of(hand: Hand, form: str, **changed: str) -> dict[str, str]:
    """Returns what is sent with an article's form: everything written, and the version that it stands at."""
    html = hand.get(form).text()
    return {
        "title": LONG_TITLE[:190], "space": one_in(r'<option value="(\d+)"[^>]*>\s*Sieć Zielona', html),
        "summary": "Krótko: co zrobiliśmy i czego byśmy nie powtórzyli.", "tags": "retencja", "audience": "public",
        "body": RICH_HTML, "version": one_in(r'name="version" value="([^"]*)"', html), **SHEET, **changed,
    }  # fmt: skip


def written(hand: Hand, title: str) -> str:
    """Writes an article that lacks nothing and returns the path of its form."""
    form = begun(hand, title)
    answer = hand.post(form, fields_of(hand, form, title=title))
    assert answer.status == 302, re.findall(r"field__error.*?</p>", answer.text(), re.S)
    return form


def made_at_the_desk(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields the desk for those who write and decide, an article being written, and what can be done with it."""
    expert = hand(EXPERT)
    for who in (EXPERT, EDITOR):
        yield PageType("desk", who, "/pisz/")
    yield PageType("desk, nothing written", EWA, "/pisz/")
    yield PageType("desk, not for a member", ANNA, "/pisz/", status=403)
    yield PageType("begin an article", EXPERT, "/pisz/nowy/")
    yield PageType("begin an article, with errors", EXPERT, "/pisz/nowy/", {"title": "", "space": "999999"}, 422)
    empty, form = begun(expert, "Szkic, w którym jeszcze nic nie ma"), written(expert, LONG_TITLE[:180])
    yield PageType("write", EXPERT, form)
    yield PageType("write, nothing yet", EXPERT, empty, opened=True)
    faulty = fields_of(expert, form, title="", space="999999", tags="retncja, nbs", cover_kept="x", audience="x")
    faulty |= {"reviewed_on": "kiedyś", "problem": "x" * 1200}
    yield PageType("write, with errors", EXPERT, form, faulty, 422)
    yield PageType("write, saved elsewhere", EXPERT, form, fields_of(expert, form, version="1-1"), 409)
    yield PageType("preview of an article", EXPERT, f"{form}podglad/")
    yield PageType("send an article", EXPERT, f"{form}wyslij/")
    yield PageType("send an article, something missing", EXPERT, f"{empty}wyslij/")
    yield PageType("delete an article", EXPERT, f"{empty}usun/")
    yield PageType("comment, empty", EXPERT, f"{form}uwagi/", {"text": ""}, 422)
    yield PageType("link for a guest", EXPERT, f"{form}link/")
    made = PageType("link for a guest, made", EXPERT, f"{form}link/", {}).meet(expert)
    assert made.answer
    yield made
    yield from made_for_guests(hand(VISITOR), expert, f"{form}link/")


def made_for_guests(guest: Hand, expert: Hand, door: str) -> Iterator[PageType]:
    """Yields what a guest sees by a link: the text, faults of the answer, thanks for it, and a link that is too old."""
    open_link, used = (
        one_in(r'value="https?://[^"/]+(/recenzja/[^"]+)"', expert.post(door, {}).text()) for _number in range(2)
    )
    yield PageType("guest's review", VISITOR, open_link)
    yield PageType("guest's review, with errors", VISITOR, open_link, {"said": "objected", "name": "", "text": ""}, 422)
    assert guest.post(used, {"said": "agreed", "name": "Gość", "text": "Zgadzam się."}).status == 302
    yield PageType("guest's review, answered", VISITOR, used)
    yield PageType("guest's review, too old", VISITOR, "/recenzja/stary-link/", status=404)


def made_by_editors(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields what waits for a decision, new and changed since it was published, and what stands until then."""
    expert, editor = hand(EXPERT), hand(EDITOR)
    form = written(expert, "Artykuł, który redakcja przyjmie")
    assert expert.post(f"{form}wyslij/", {}).status == 302
    decide = f"{form}decyzja/"
    yield PageType("decide about an article", EDITOR, decide, passes=True)
    yield PageType("decide about an article, with errors", EDITOR, decide, {"changes": "1", "comment": ""}, 422)
    yield PageType("write, waits for a decision", EXPERT, form, passes=True)
    version = one_in(r'name="version" value="([^"]*)"', editor.get(decide).text())
    assert editor.post(decide, {"approve": "1", "version": version}).status == 302
    changed = fields_of(expert, form, title="Artykuł, który redakcja przyjęła", problem="Kałuże stały tam długo.")
    assert expert.post(form, changed).status == 302
    yield PageType("write, published", EXPERT, form, passes=True)
    assert expert.post(f"{form}wyslij/", {}).status == 302
    yield PageType("decide about changes", EDITOR, decide)
    asked = one_in(r'href="(/pisz/\d+/)"[^>]*>\s*Przegląd zbiorników', expert.get("/pisz/").text())
    yield PageType("write, changes asked for", EXPERT, asked)
    yield PageType("write, somebody else's", EDITOR, asked)
    yield PageType("write, not for others", EWA, asked, status=404)
    yield PageType("desk, everything on it", EXPERT, "/pisz/")
