"""What comes into the editor of pages from elsewhere: office programs, strangers, and pictures on a bad line."""

import pytest
from playwright.sync_api import expect

from tests.browser.clipboard import HOSTILE, LAYOUT, OUTLOOK_TABLE, WORD, WRITER
from tests.browser.editor_page import EDITOR, EditorPage
from tests.browser.scripts import script
from tests.browser.test_accessibility import TAGS

pytestmark = pytest.mark.browser
PHOTO = ("ogród.jpg", "image/jpeg", "not looked at here")
TAKEN = {"id": 7, "src": "/media/7.png", "width": 1200, "height": 630}
ALT = "#id_body_alt"
FIGURE = '<figure data-picture="7"><img src="/media/7.png" alt="Ogród" width="1200" height="630"></figure>'
CARD = '<div data-block="k1" data-sort="table"><p>Tabela: Koszty</p></div>'
FORGED = """<div data-pm-slice="0 0 []"><p data-id="zzz" style="color:red" onclick="document.title='zle'">Dobre</p>
<div data-block="obcy" data-sort="table"><p>obca</p></div><script>document.title='zle'</script>
<iframe srcdoc="<script>parent.document.title='zle'</script>">ramka</iframe>
<figure data-picture="12"><img src="x" onerror="document.title='zle'"></figure><svg onload="document.title='zle'"></svg>
<p><a href="javascript:document.title='zle'">złe</a> <a href="//evil.example/x">obce</a></p></div>"""
HTML = {
    "word": (WORD, [
        "<h2>Plan działań</h2>", "<p>Tekst <b>gruby</b>, <i>pochyły</i>, nazwa_pliku_1 i lokalny.</p>",
        "<ul><li>Raz<ol><li>Raz a</li><li>Raz b</li></ol></li><li>Dwa</li></ul>",
        "<blockquote><p>Cytat z ustawy</p></blockquote>", "<p>Koniec</p>",
    ]),
    "outlook": (OUTLOOK_TABLE, [
        "<p>Dzień dobry,</p>", "<p>Miasto – Koszt | zł – Rok</p>", "<p>Racibórz – 12 000 – 2021</p>",
        "<p>13 500 – 2022 raport</p>", "<p>Razem – *25</p>", "<p>Pozdrawiam</p>",
    ]),
    "writer": (WRITER, ["<p><b>Ważne</b> i <i>kursywa</i></p>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"]),
    "layout": (LAYOUT, ["<p>Nagłówek</p>", "<p>Treść <b>maila</b></p>"]),
    "titled": ("<h1>A</h1><h2>B</h2><h4>C</h4><p>d</p>", ["<h2>A</h2>", "<h3>B</h3>", "<h3>C</h3>", "<p>d</p>"]),
    "hostile": (HOSTILE, ["<p><b>Dobre</b> złe</p>"]),
    "forged": (FORGED, ["<p>Dobre</p>", "<p>złe obce</p>"]),
}  # fmt: skip


@pytest.fixture()
def editor(context):
    """Returns a function: the editor with this text and the server's answers to pictures."""
    opened = []

    def open_editor(html="", *answers):
        one = EditorPage(context().new_page(), html)
        one.answers = list(answers)
        opened.append(one)
        one.open().focus()
        return one

    yield open_editor
    told = [text for one in opened for text in one.problems if "Failed to load resource" not in text]
    assert told == []


def describe(one, alt="Ogród"):
    """Answers the question what can be seen."""
    one.page.fill(ALT, alt)
    one.page.click("dialog [value=save]")


@pytest.mark.parametrize("name", HTML)
def test_pasted_text_becomes_clean(editor, name):
    one, (html, expected) = editor(), HTML[name]
    one.paste(html, "zwykły tekst")
    assert one.value.split("\n") == expected
    assert one.page.title() == "Page"
    assert one.page.locator(f"{EDITOR} :is(script, iframe, svg, [style*=color], [onclick], [onerror])").count() == 0


def test_table_and_pictures_in_pasted_text_are_spoken_of(editor):
    one = editor()
    one.paste(OUTLOOK_TABLE)
    expect(one.page.locator("[data-said] p")).to_have_text(
        "The table was pasted as lines of text. Editors can make it a table."
        " Pictures were not pasted along. Add them with the picture button."
    )


def test_plain_text_becomes_paragraphs(editor):
    one = editor("<p>Raz</p>")
    one.keys("Enter")
    one.paste("", "dwa <b>\r\n\r\ntrzy")
    assert one.value == "<p>Raz</p>\n<p>dwa &lt;b&gt;</p>\n<p>trzy</p>"


def test_own_card_is_cut_and_pasted_whole_and_a_chosen_one_is_not_replaced(editor):
    one = editor(f"<p>Przed</p>{CARD}<p>Po</p>")
    one.page.click("text=Tabela: Koszty")
    one.paste("<p>Między</p>")
    assert one.value == f"<p>Przed</p>{CARD}\n<p>Między</p><p>Po</p>"
    one.page.click("text=Tabela: Koszty")
    one.keys("Control+x")
    assert "Tabela" not in one.value
    one.keys("Control+End", "Control+v")
    assert one.value == f"<p>Przed</p>\n<p>Między</p><p>Po</p>\n{CARD}"


@pytest.mark.parametrize("how", ["button", "paste", "drop"])
def test_picture_goes_into_the_text_with_what_can_be_seen(editor, how):
    one = editor("<p>Raz</p>", (201, TAKEN))
    if how == "button":
        with one.page.expect_file_chooser() as opened:
            one.page.click("[data-act=picture]")
        opened.value.set_files([{"name": PHOTO[0], "mimeType": PHOTO[1], "buffer": b"x"}])
    else:
        one.paste(files=(PHOTO,), how=how)
    one.page.click("dialog [value=save]")
    expect(one.page.locator("dialog .field__error")).to_contain_text("Say what can be seen, or that the picture")
    describe(one)
    one.page.wait_for_selector(".piece--picture")
    assert one.value == f"<p>Raz</p>\n{FIGURE}"
    wanted = ('name="csrfmiddlewaretoken"\r\n\r\ntoken-1', 'name="file"; filename="ogród.jpg"')
    assert [part for part in wanted if part not in one.sent[0]] == []


def test_description_and_caption_are_changed_later(editor):
    one = editor("<p>Raz</p>", (201, TAKEN))
    one.paste(files=(PHOTO,))
    one.page.click("dialog [data-cancel]")
    expect(one.page.locator(".piece__note--missing")).to_have_text("No description yet")
    assert one.value == f"<p>Raz</p>\n{FIGURE.replace('Ogród', '')}"
    one.page.click(".piece img")
    one.keys("Enter")
    one.page.check("#id_body_decorative")
    one.page.fill("#id_body_caption", "Szkoła & park")
    one.page.click("dialog [value=save]")
    decorated = '<figure data-picture="7" data-decorative=""><img src="/media/7.png" alt="" width="1200" height="630">'
    assert one.value == f"<p>Raz</p>\n{decorated}<figcaption>Szkoła &amp; park</figcaption></figure>"
    one.page.click(".piece [data-act=describe]")
    one.page.uncheck("#id_body_decorative")
    describe(one, "Rabata")
    assert 'alt="Rabata"' in one.value
    one.keys("Control+z", "Control+z")
    assert one.value == f"<p>Raz</p>\n{FIGURE.replace('Ogród', '')}"


def test_refused_picture_says_why_in_its_place_and_can_be_tried_again(editor):
    one = editor("<p>Raz</p>", (422, {"why": "This is no picture."}), None, (201, TAKEN))
    one.paste(files=(PHOTO,))
    line = one.page.locator(f"{EDITOR} .upload")
    expect(line.locator(".upload__told")).to_have_text("This is no picture.")
    expect(one.page.locator("dialog")).to_have_count(0)
    assert one.value == "<p>Raz</p>"
    line.get_by_role("button", name="Try again").click()
    expect(line.locator(".upload__told")).to_have_text("There is no connection, so the picture was not sent.")
    line.get_by_role("button", name="Try again").click()
    one.page.wait_for_selector(".piece--picture")
    assert one.value == f"<p>Raz</p>\n{FIGURE.replace('Ogród', '')}"


def test_axe_finds_nothing_while_a_picture_is_asked_about_and_refused(context, axe):
    one = EditorPage(context(viewport={"width": 390, "height": 844}, bypass_csp=True).new_page(), "<p>Raz</p>")
    held = []
    one.open().page.route("**/pisz/obrazy/", lambda route: held.append(route))
    one.page.evaluate(axe)
    one.paste(files=(PHOTO,))
    one.page.click("dialog [value=save]")
    for act in (lambda: None, lambda: describe(one), lambda: one.answer(held[0])):
        one.answers = [(413, {"why": "This picture is too large."})]
        act()
        one.page.wait_for_timeout(100)
        one.page.evaluate(script("start_axe"), {"tags": TAGS, "rules": None})
        assert one.page.evaluate(script("read_axe")) == []
    expect(one.page.locator(".upload--refused")).to_contain_text("This picture is too large.")


def test_form_waits_for_a_picture_on_its_way(editor):
    one = editor("<p>Raz</p>")
    held = []
    one.page.route("**/pisz/obrazy/", lambda route: held.append(route))
    one.paste(files=(PHOTO,))
    describe(one)
    one.page.click("#after")
    expect(one.page.locator("[data-said]")).to_contain_text("A picture is still on its way.")
    assert len(one.posted) == 1  # the page itself
    one.page.get_by_role("button", name="Cancel: ogród.jpg").click()
    with one.page.expect_navigation():
        one.page.click("#after")


def test_text_that_grows_meanwhile_keeps_the_place_of_a_picture(editor):
    one = editor("<p>Raz</p><p>Dwa</p>")
    held = []
    one.page.route("**/pisz/obrazy/", lambda route: held.append(route))
    one.keys("Control+Home")
    one.paste(files=(PHOTO,))
    describe(one)
    one.settle()
    one.keys("Control+Home", "=Zero ", "Control+End", "= i trzy")
    one.answers.append((201, TAKEN))
    one.answer(held[0])
    one.page.wait_for_selector(".piece--picture")
    assert one.value == f"<p>Zero Raz</p>\n{FIGURE}\n<p>Dwa i trzy</p>"


def test_refused_picture_keeps_its_line_when_what_is_around_it_goes(editor):
    one = editor(f"<p>Raz</p>{CARD}<p>Dwa</p>", (422, {"why": "This is no picture."}))
    one.page.click("text=Tabela: Koszty")
    one.paste(files=(PHOTO,))
    line = one.page.locator(f"{EDITOR} .upload")
    expect(line).to_contain_text("This is no picture.")
    one.page.click(".piece [data-act=remove]")
    expect(line).to_contain_text("This is no picture.")
    assert one.value == "<p>Raz</p><p>Dwa</p>"
    line.get_by_role("button", name="Cancel").click()
    expect(line).to_have_count(0)


def test_only_pictures_are_taken(editor):
    one = editor("<p>Raz</p>")
    one.paste(files=(("umowa.pdf", "application/pdf", "x"),), how="drop")
    expect(one.page.locator("[data-said]")).to_contain_text("Only pictures can be put into the text")
    assert (one.sent, one.value) == ([], "<p>Raz</p>")
