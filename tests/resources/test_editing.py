"""A page's text for the editor of the site and back: what was not touched stays, and nothing hostile comes in."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.editing import body_from_html, editable_html, raw_body
from resources.models import ArticlePage, Picture

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def expert(person):
    return person("lidia-paproc")


@pytest.fixture()
def page():
    return ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")


@pytest.fixture()
def empty():
    return ArticlePage(title="Nowy")


def with_body(raw):
    page = ArticlePage(title="Nowy")
    page.body = ArticlePage.body.field.stream_block.to_python(raw)
    return page


def read(html, page, expert):
    """The blocks without their ids."""
    return [(row["type"], row["value"]) for row in body_from_html(html, page, by=expert)]


def test_untouched_pages_come_back_byte_for_byte(expert):
    for page in ArticlePage.objects.all():
        assert json.dumps(body_from_html(editable_html(page), page, by=expert)) == json.dumps(raw_body(page))


def test_change_in_one_place_leaves_the_others_as_they_are(page, expert):
    html = editable_html(page) + "<p>Dopisane.</p><h2>Koniec</h2>"
    before, after = raw_body(page), body_from_html(html, page, by=expert)
    added = [row["type"] for row in after if row not in before]
    assert (added[-1], after[-1]["value"]) == ("heading", {"text": "Koniec", "level": "2"})
    kept = [row for row in before if row["type"] not in ("text",)]
    assert [row for row in after if row in kept] == kept


def test_cards_say_what_they_are_and_hold_nothing(page):
    cards = re.findall(r'<div data-block="[^"]+" data-sort="(\w+)"><p>([^<]*)</p></div>', editable_html(page))
    assert {sort for sort, _words in cards} >= {"table"}
    assert all(words for _sort, words in cards)


def test_card_is_moved_copied_and_removed_whole(expert):
    raw = [
        {"type": "table", "value": {"columns": [], "rows": [], "caption": "Koszty"}, "id": "aaa"},
        {"type": "text", "value": "<p>Słowa.</p>", "id": "bbb"},
    ]
    page = with_body(raw)
    card = '<div data-block="aaa" data-sort="table"><p>zmienione</p></div>'
    moved = body_from_html(f'<p data-id="bbb">Słowa.</p>{card}', page, by=expert)
    assert moved == [raw[1], raw[0]]
    twice = body_from_html(card + card, page, by=expert)
    assert [row["value"] for row in twice] == [raw[0]["value"]] * 2
    assert (twice[0]["id"], twice[1]["id"] == "aaa") == ("aaa", False)
    assert body_from_html("<p></p>", page, by=expert) == []


def test_card_inside_of_a_list_stands_after_it(expert):
    page = with_body([{"type": "video", "value": {"url": "https://x.pl", "title": "Film"}, "id": "aaa"}])
    html = '<ul><li>raz<div data-block="aaa"><p>Film</p></div></li></ul>'
    assert [sort for sort, _value in read(html, page, expert)] == ["text", "video"]


def test_unknown_card_vanishes(empty, expert):
    html = '<p>a</p><div data-block="nie-ma" data-sort="table"><p>obca</p></div><p>b</p>'
    assert read(html, empty, expert) == [("text", "<p>a</p><p>b</p>")]


def test_ids_stay_and_are_given_once(expert):
    page = with_body([{"type": "text", "value": "<p>a</p><p>b</p>", "id": "aaa"}])
    html = '<p data-id="aaa">a</p><h2 data-id="aaa">Między</h2><p data-id="aaa">b</p><p data-id="zzz">c</p>'
    rows = body_from_html(html, page, by=expert)
    assert [row["type"] for row in rows] == ["text", "heading", "text", "text"]
    assert [row["id"] == "aaa" for row in rows] == [True, False, False, False]
    assert len({row["id"] for row in rows}) == 4


def test_neighbouring_texts_stay_two(expert):
    raw = [{"type": "text", "value": "<p>a</p>", "id": "aaa"}, {"type": "text", "value": "<p>b</p>", "id": "bbb"}]
    page = with_body(raw)
    assert body_from_html(editable_html(page), page, by=expert) == raw


def test_link_to_a_page_stays_a_link_to_a_page_when_words_around_it_change(page, expert):
    raw = [{"type": "text", "value": f'<p>Zobacz <a linktype="page" id="{page.pk}">ogród</a>.</p>', "id": "aaa"}]
    one = with_body(raw)
    html = editable_html(one).replace("Zobacz", "Przeczytaj")
    assert f'href="{page.url}"' in html
    assert read(html, one, expert) == [
        ("text", f'<p>Przeczytaj <a id="{page.pk}" linktype="page">ogród</a>.</p>')
    ]  # fmt: skip


def test_elements_become_their_blocks(empty, expert):
    html = (
        "<h1>Pierwszy</h1><h3>Drugi</h3><p>To <strong>ważne</strong> i <em>ładne</em>.</p><ul><li><p>raz</p></li></ul>"
        "<blockquote><p>Najpierw<br>liczcie.</p><p>Potem rysujcie.</p><footer>inżynier</footer></blockquote>"
    )
    assert read(html, empty, expert) == [
        ("heading", {"text": "Pierwszy", "level": "2"}),
        ("heading", {"text": "Drugi", "level": "3"}),
        ("text", "<p>To <b>ważne</b> i <i>ładne</i>.</p><ul><li>raz</li></ul>"),
        ("quote", {"text": "Najpierw\nliczcie.\n\nPotem rysujcie.", "source": "inżynier"}),
    ]


def test_plain_words_become_paragraphs(empty, expert):
    assert read("Raz.\nDalej.\n\nDwa & trzy.", empty, expert) == [("text", "<p>Raz.\nDalej.</p><p>Dwa &amp; trzy.</p>")]


def test_words_outside_of_paragraphs_are_kept(empty, expert):
    assert read("<p>a</p>luźne <b>słowa</b><p>b</p>", empty, expert) == [
        ("text", "<p>a</p><p>luźne <b>słowa</b></p><p>b</p>")
    ]


def test_word_paste_keeps_words_only(empty, expert):
    html = """<html><head><title>Bez nazwy</title><style>p.MsoNormal {margin:0cm}</style></head><body>
    <!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
    <p class="MsoNormal" style="margin:0cm" onclick="x()"><span lang="PL" style="color:red">Koszt <b>12&nbsp;tys.</b>
    <o:p></o:p></span></p><table><tr><td>Rok</td><td>2024</td></tr></table></body></html>"""
    ((sort, value),) = read(html, empty, expert)
    assert (sort, " ".join(re.sub(r"<[^>]+>", "|", value).split())) == (
        "text", "|Koszt |12 tys.| || Rok – 2024|".replace("| || ", "| ||"),
    )  # fmt: skip
    assert re.findall(r"style|class|Mso|lang|onclick|Bez nazwy", value) == []


HOSTILE = [
    "<script>alert(1)</script>",
    "<p><script>alert(1)</script></p>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="  jAvA\tscript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<p onclick=alert(1) style=x>x</p>",
    '<a linktype="page" id="1" href="https://x.pl" onmouseover="alert(1)">x</a>',
    "<embed embedtype='image' id='1'>",
    "<form action=/><input name=a><button>x</button></form>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<div data-block='x\"><script>alert(1)</script>'>x</div>",
    "<h2 data-id='\"><script>'>Tytuł</h2>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_html_leaves_nothing_that_acts(hostile, empty, expert):
    stored = json.dumps(body_from_html(f"<p>przed</p>{hostile}<p>po</p>", empty, by=expert))
    assert re.findall(r"alert|script|onerror|onclick|javascript|data:text|style|embed|linktype|form", stored) == []
    assert "przed" in stored


def test_very_deep_html_is_taken_as_words(empty, expert):
    html = "<blockquote>" * 5000 + "głęboko" + "</blockquote>" * 5000
    assert read(html, empty, expert) == [("text", "<p>głęboko</p>")]


def picture_of(owner):
    return Picture.objects.create(title="moje", file="x.webp", width=10, height=10, uploaded_by_user=owner)


def test_picture_keeps_its_description_and_words(empty, expert):
    own = picture_of(expert)
    html = (
        f'<figure data-picture="{own.pk}"><img src="/x" alt="Ogród przy szkole"><figcaption>Fot. własna</figcaption>'
        f'</figure><figure data-picture="{own.pk}"><img alt="" data-decorative></figure>'
    )
    first = {"image": own.pk, "alt_text": "Ogród przy szkole", "decorative": False}
    second = {"image": own.pk, "alt_text": "", "decorative": True}
    assert read(html, empty, expert) == [
        ("image", {"image": first, "caption": "Fot. własna"}), ("image", {"image": second, "caption": ""}),
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "²", ""])
def test_picture_that_is_not_there_vanishes(number, empty, expert):
    assert read(f'<p>a</p><figure data-picture="{number}"><img alt="x"></figure>', empty, expert) == [
        ("text", "<p>a</p>")
    ]


def test_picture_of_somebody_else_vanishes(empty, expert, jan):
    html = f'<p>a</p><figure data-picture="{picture_of(jan).pk}"><img alt="x"></figure>'
    assert (len(read(html, empty, expert)), len(read(html, empty, jan))) == (1, 2)


def test_picture_of_the_page_may_be_described_by_who_did_not_bring_it(page, jan):
    html = editable_html(page)
    alt = re.search(r'alt="([^"]{5,})"', html)[1]
    rows = body_from_html(html.replace(alt, "Inny opis"), page, by=jan)
    images = [row["value"]["image"]["alt_text"] for row in rows if row["type"] == "image"]
    assert "Inny opis" in images


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(str.strip)
lines = st.lists(st.from_regex(r"[a-ząć ]*[a-z]", fullmatch=True), min_size=1, max_size=3)
texts = lines.map(lambda parts: "".join(f"<p>{part}</p>" for part in parts))
BLOCKS = st.one_of(
    st.tuples(st.just("heading"), st.fixed_dictionaries({"text": words, "level": st.sampled_from(["2", "3"])})),
    st.tuples(st.just("text"), texts),
    st.tuples(st.just("quote"), st.fixed_dictionaries({"text": words, "source": st.one_of(st.just(""), words)})),
    st.tuples(st.just("video"), st.fixed_dictionaries({"url": words, "title": words})),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(BLOCKS, max_size=6), st.data())
def test_any_page_keeps_what_is_beside_a_change(expert, blocks, data):
    raw = [{"type": sort, "value": value, "id": f"id-{number}"} for number, (sort, value) in enumerate(blocks)]
    page = with_body(raw)
    place = data.draw(st.integers(0, len(raw)))
    lines = editable_html(page).split("\n") if raw else []
    assert body_from_html("\n".join(lines), page, by=expert) == raw
    if len(lines) == len(raw):
        lines.insert(place, "<h2>Nowe</h2>")
        after = body_from_html("\n".join(lines), page, by=expert)
        assert [row for row in after if row["id"] != after[place]["id"]] == raw
