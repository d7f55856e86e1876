"""What a screen reader is told, and in which order: from Chromium's accessibility tree, on a phone's single column."""

import re

import pytest

from tests.browser.findings import tell
from tests.browser.reading_checks import controls, findings_on
from tests.browser.rich_thread import TITLE, make_rich_thread
from tests.browser.tree import Node, read_tree
from tests.browser.visitor import ANNA, EWA, JAN, number_of

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
MENU, ZOFIA = "Twoje menu", "zofia-jalowiec"


@pytest.fixture(scope="module")
def rich(standing):
    """The rich thread; Zofia ignores Jan while these tests run."""
    made = make_rich_thread(standing.hand)
    for who in (ANNA, EWA, JAN, ZOFIA):
        standing.hand(who).get("/watki/")  # what was said to them about the making is said
    zofia = standing.hand(ZOFIA)
    person = re.search(r'action="(/sledzenie/person/\d+/)"', zofia.get(f"/ludzie/{JAN}/").text())[1]
    zofia.post(person, {"level": "ignore"})
    yield made
    zofia.post(person, {"level": "forget"})


@pytest.fixture()
def reader(standing):
    """Returns a function: a page that somebody opens on a phone; `form` is sent first, and its answer is the page."""
    opened = []

    def open_page(who, path, form=None):
        page, address = standing.hand(who).context.new_page(), standing.site.url(path)
        opened.append(page)
        page.set_default_timeout(30_000)
        page.set_viewport_size(PHONE)
        page.emulate_media(reduced_motion="reduce")
        if form is not None:
            answer = standing.hand(who).post(path, form)
            page.route(address, lambda route: route.fulfill(response=answer), times=1)
        page.goto(address)
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.mark.parametrize("who", ["visitor", ANNA, EWA, ZOFIA])
def test_thread_reads_well_for(who, reader, rich):
    found = findings_on(reader(who, rich.path))
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def own_pages(standing, rich):
    """Lists and forms of one's own: what they are, who opens them, their path, and what is sent to them."""
    anna, ewa, number = standing.hand(ANNA), standing.hand(EWA), number_of(rich.path)
    open_question = anna.ask("zielona", "Kto odśnieża ścieżki rowerowe?", "Pytam przed zimą.")
    for hand, text in ((anna, "Zaczęta odpowiedź."), (ewa, "Inna zaczęta odpowiedź.")):
        hand.post("/szkice/", {"space": "zielona", "thread": number, "text": text})
    anna.post(f"/nieprzeczytane/{number}/?od=2", {})
    assert anna.post(f"/zglos/post/{rich.ids[5]}/", {"fault": "unkind", "text": "Obraża."}).status == 302
    case = f"/s/zielona/zgloszenia/post/{rich.ids[5]}/"
    return [
        ("threads", "visitor", "/watki/", None),
        ("threads with something new", ANNA, "/s/zielona/watki/", None),
        ("drafts", ANNA, "/szkice/", None),
        ("who can answer", ANNA, f"/kogo-zapytac/{number_of(open_question)}/", None),
        ("what one follows", ANNA, "/konto/sledzone/", None),
        ("muted people", ZOFIA, "/konto/wyciszone/", None),
        ("reports", EWA, "/s/zielona/zgloszenia/", None),
        ("case", EWA, case, None),
        ("case, with errors", EWA, case, {"fault": "other"}),
        ("report, with errors", JAN, f"/zglos/post/{rich.ids[5]}/", {"fault": "wrong"}),
        ("hide, with errors", EWA, f"/wpisy/{rich.ids[2]}/usun/", {"fault": "x"}),
        ("reply, with errors", ANNA, f"/odpowiedz/{number}/", {"text": ""}),
        ("members", EWA, "/s/zielona/osoby/", None),
    ]


def test_lists_and_forms_read_well(reader, own_pages):
    found = []
    for name, who, path, form in own_pages:
        page = reader(who, path, form)
        if name == "members":
            page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        found += [(finding, f"{name} ({who}, {path})") for finding in findings_on(page)]
    assert not found, tell(found)


def post_of(root: Node, number: int) -> Node:
    """Returns the article of a post."""
    beginning = f"Wpis {number}," if number > 1 else "Pytanie,"
    return root.one("main").one("article", beginning)


def place(article: Node, role: str, begins: str = "") -> int:
    """Returns where in an article the first thing of a role stands whose name begins so."""
    for at, node in enumerate(article.walk()):
        if node.role == role and node.name.startswith(begins) and node is not article:
            return at
    raise AssertionError(f"no {role} “{begins}” among {[str(node) for node in article.walk()]}")


def test_every_post_says_first_who_wrote_it_and_when(reader, rich):
    main = read_tree(reader(ANNA, rich.path)).one("main")
    articles = main.all("article")
    assert [re.match(r"Pytanie|Wpis \d", article.name)[0] for article in articles] == [
        "Pytanie", "Wpis 3", "Wpis 2", "Wpis 4", "Wpis 5",
    ]  # fmt: skip
    for article in articles:
        author = article.all("link")[0].name
        when = article.one("group", article.name) and article.all("time")[0].words
        assert article.name.split(", ")[1:] == [author]
        assert re.fullmatch(r"\d+ \w+ \d{4}, \d\d:\d\d", when)
        assert article.inside[0].role == "heading"
        assert article.name.startswith(article.inside[0].name)


def test_question_is_read_author_time_text_files_poll_votes_acts(reader, rich):
    asked = post_of(read_tree(reader(EWA, rich.path)), 1)
    places = [
        place(asked, "heading"), place(asked, "link", "Anna Borowik"), place(asked, "time"),
        place(asked, "StaticText", "Szukamy umów."), place(asked, "image"), place(asked, "link", "umowa.pdf"),
        place(asked, "region", "Ankieta"), place(asked, "checkbox", "miasto"), place(asked, "button", "Zagłosuj"),
        place(asked, "button", "U nas też"), place(asked, "link", "Cytuj"), place(asked, "link", "Więcej"),
    ]  # fmt: skip
    assert places == sorted(places)
    poll = asked.one("region", "Ankieta")
    assert poll.one("group").name == "Kto podlewa u was? (można wybrać kilka)"
    assert {box.states["checked"] for box in poll.all("checkbox")} == {"false"}


def test_accepted_answer_is_called_so_before_its_text_and_what_came_of_it_after(reader, rich):
    answer = post_of(read_tree(reader(EWA, rich.path)), 3)
    places = [
        place(answer, "StaticText", "Przyjęta odpowiedź, Żyrardów"), place(answer, "link", "Jan Wierzba"),
        place(answer, "time"), place(answer, "StaticText", "Podlewamy"), place(answer, "blockquote"),
        place(answer, "StaticText", "Aktualne na dzień"), place(answer, "region", "Jak poszło w innych miastach"),
        place(answer, "button", "✓ Pomocne 1"), place(answer, "link", "Cytuj"), place(answer, "link", "Więcej"),
    ]  # fmt: skip
    assert places == sorted(places)
    assert answer.one("button", "✓ Pomocne 1").states["pressed"] == "true"


def test_head_of_a_thread_says_how_it_stands_before_the_posts(reader, rich):
    main = read_tree(reader(ANNA, rich.path)).one("main")
    places = [place(main, "heading", TITLE), place(main, "StaticText", "rozwiązane"), place(main, "article", "Pytanie")]
    assert places == sorted(places)
    aside = read_tree(reader(EWA, rich.path)).one("complementary", "O tym wątku")
    acts = aside.one("region", "Dla facylitatorów").all("button", "link")
    assert [act.name for act in acts][:2] == ["Zamknij ten wątek", "Odpowiedź jest gdzie indziej"]


def test_only_what_the_viewer_may_press_is_read(reader, rich):
    def acts(who, number):
        group = post_of(read_tree(reader(who, rich.path)), number).all("group")[-1]
        return [re.sub(r"^\W+|\W*\d+$", "", node.name) for node in group.all("button", "link")]

    assert acts("visitor", 2) == ["Więcej"]
    assert acts(JAN, 2) == ["Cytuj", "Edytuj", "Więcej"]
    assert acts(ANNA, 2) == ["Pomocne", "Cytuj", "Więcej"]
    assert acts(ANNA, 4) == []


def test_what_is_folded_is_not_read_and_says_that_it_is(reader, rich):
    page = reader(ZOFIA, rich.path)
    root = read_tree(page)
    folds = [node for node in root.one("main").all("DisclosureTriangle") if "ignorujesz" in node.name]
    assert [fold.states["expanded"] for fold in folds] == [False] * len(folds)
    assert (len(folds), "Nie wiem, ale" in root.words) == (3, False)
    page.locator("details.ignored summary").nth(1).press("Enter")
    root = read_tree(page)
    assert "Nie wiem, ale też pytam." in root.words
    assert [node.states["expanded"] for node in root.one("main").all("DisclosureTriangle")][:3] == [False, True, False]
    menu = root.one("banner").one("DisclosureTriangle")
    assert (menu.name.endswith(MENU), menu.states["expanded"], "Szkice" in root.words) == (True, False, False)
    page.locator("details.menu summary").press("Enter")
    banner = read_tree(page).one("banner")
    assert (banner.one("DisclosureTriangle").states["expanded"], "Szkice" in banner.words) == (True, True)


def test_composer_tells_its_tools_and_interrupts_nobody(reader, rich):
    page = reader(ANNA, rich.path)
    page.locator("reply-outbox textarea").focus()
    page.wait_for_selector("text-composer[data-ready]")
    assert findings_on(page) == []
    box = read_tree(page).one("main").one("region", "Odpowiedz")
    assert [node.role for node in controls(box)[:2]] == ["textbox", "button"]
    tools = box.one("toolbar", "Formatowanie")
    assert [tool.name for tool in tools.all("button")][:3] == ["Pogrubienie", "Kursywa", "Nagłówek"]
    assert tools.all("button")[-1].states["pressed"] == "false"
    page.keyboard.press("Escape")
    page.locator("[data-act=preview]").press("Enter")
    page.wait_for_selector("[data-pane]:not([hidden])")
    box = read_tree(page).one("main").one("region", "Odpowiedz")
    assert box.one("toolbar").all("button")[-1].states["pressed"] == "true"
    assert box.one("region", "Podgląd")


FAULTY = """<!doctype html><html lang="pl"><head><title>Złe</title><style>.flip { display: flex; flex-direction:
column-reverse } .flip p { margin: 0; padding: 20px }</style></head><body><main id="main"><h1>Jeden</h1><h3>Trzy</h3>
<div class="flip"><p>Czytane najpierw</p><p>Widziane najpierw</p></div>
<a href="/a">Więcej</a> <a href="/b">Więcej</a> <button></button> <button tabindex="2">Zapisz</button>
<article><p>Wpis</p></article><article aria-label="Wpis"><p>Wpis</p></article><article aria-label="Wpis"></article>
<input aria-invalid="true" aria-label="Miasto"><p class="field__error">Podaj miasto.</p>
<input aria-describedby="nic" aria-label="Ulica"><div role="alert"></div><p role="status"></p><p role="status"></p>
<p aria-hidden="true"><a href="/c">Ukryty</a></p></main><header>Nagłówek</header><nav>Dokąd</nav></body></html>"""


def test_checks_hear_what_they_listen_for(standing):
    page = standing.chromium.new_page(viewport=PHONE)
    page.route("**/faulty", lambda route: route.fulfill(body=FAULTY, content_type="text/html; charset=utf-8"))
    page.goto(standing.site.url("/faulty"))
    found = "\n".join(findings_on(page))
    page.close()
    for expected in (
        "landmarks in this order: main banner", "a landmark without a name: navigation", "does not skip to the content",
        "from level 1 to 3: heading “Trzy”", "“Widziane najpierw” stands before “Czytane najpierw”",
        "2 times link “Więcej”", "without a name: button", "without a name: article", "2 times article “Wpis”",
        "does not say what is wrong: textbox “Miasto”", "no field is described by the error “Podaj miasto.”",
        "describes itself by what is not there: <input", "jumps the queue of the Tab key: <button",
        "an empty region would interrupt", "2 empty polite regions", "7 controls can be seen, 6 are read",
    ):  # fmt: skip
        assert expected in found, found
