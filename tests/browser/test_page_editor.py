"""The editor of pages: written by keyboard alone, what is not touched stays, nobody is trapped."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor_page import ADDRESS, EDITOR, EditorPage
from tests.browser.scripts import script
from tests.browser.test_accessibility import TAGS
from tests.browser.tree import read_tree

pytestmark = pytest.mark.browser
FIELD = "page-editor > textarea"
# As the server writes it: two paragraphs of one block, lists as the desk stores them, spaces between blocks.
HTML = """<h2 data-id="a1">Co zadziałało</h2>
<p data-id="a2">Ogród <b>deszczowy</b> to <a href="https://example.org/a?b=1&amp;c=2">zagłębienie</a>.</p><p data-id="a2">Drugi<br/>wiersz.</p>
<ul data-id="a3"><li>raz<ul><li>raz a</li></ul></li><li><p>dwa</p></li></ul>
<div data-block="k1" data-sort="table"><p>Tabela: Koszty &amp; lata</p></div>
<blockquote data-id="a4"><p>Najpierw policzcie.</p><footer>inżynier miejski</footer></blockquote>
<figure data-id="a5" data-picture="12"><img src="/media/a.png" width="1200" height="630" alt="Ogród" /><figcaption>Szkoła nr 5</figcaption></figure>
<div data-block="k2" data-sort="video"><p>Film: Ulewa</p></div>
<p data-id="a6">Koniec.</p>"""  # noqa: E501
CARD = '<div data-block="k1" data-sort="table"><p>Tabela: Koszty</p></div>'
TWO = f"<p>Przed.</p>{CARD}<p>Po.</p>"


@pytest.fixture()
def editor(context):
    """Returns a function: the editor with this text in it. Errors of scripts and the policy fail the test."""
    opened = []

    def open_editor(html="", errors=False, **options):
        one = EditorPage(context(**options).new_page(), html, errors)
        opened.append(one)
        return one.open()

    yield open_editor
    assert [one.problems for one in opened if one.problems] == []


def state(page, act):
    """Whether a button of the toolbar is pressed."""
    return page.get_attribute(f"[role=toolbar] [data-act={act}]", "aria-pressed")


def active(page):
    return page.evaluate("document.activeElement.dataset.act || document.activeElement.id")


def test_text_is_written_and_formatted_by_keyboard_alone(editor):
    one = editor()
    one.page.focus("#before")
    one.keys("Tab", "Tab", "Control+Alt+2", "=Nagłówek", "Enter", "=Zwykły, ", "Control+b", "=gruby", "Control+b")
    one.keys("= i ", "Control+i", "=pochyły", "Control+i", "=.", "Enter", "Control+Alt+3", "=Mniejszy", "Enter")
    one.keys("Control+Shift+8", "=raz", "Enter", "Tab", "=raz a", "Enter", "Shift+Tab", "=dwa", "Enter", "Enter")
    one.keys("Control+Shift+7", "=pierwszy", "Enter", "Enter", "Control+Shift+9", "=Liczcie.", "Enter", "Enter")
    one.keys("=inżynier", "Enter", "=Koniec", "Shift+Enter", "=wiersza")
    assert one.value.split("\n") == [
        "<h2>Nagłówek</h2>", "<p>Zwykły, <b>gruby</b> i <i>pochyły</i>.</p>", "<h3>Mniejszy</h3>",
        "<ul><li>raz<ul><li>raz a</li></ul></li><li>dwa</li></ul>", "<ol><li>pierwszy</li></ol>",
        "<blockquote><p>Liczcie.</p><footer>inżynier</footer></blockquote>", "<p>Koniec<br>wiersza</p>",
    ]  # fmt: skip


def test_untouched_text_stays_byte_for_byte(editor):
    one = editor(HTML)
    assert (one.value, one.inputs) == (HTML, 0)
    assert not one.page.locator(".editor__failed").is_visible()
    one.focus()
    one.keys("= I dalej.")
    assert (one.value, one.inputs >= 1) == (HTML.replace("Koniec.", "Koniec. I dalej."), True)
    one.keys(*["Control+z"] * 3)
    assert one.value == HTML


def test_change_leaves_every_other_block_as_it_came(editor):
    one = editor(HTML)
    one.page.click(f"{EDITOR} h2")
    one.keys("End", "=!")
    assert one.value == HTML.replace("zadziałało", "zadziałało!")


def test_first_half_of_a_split_keeps_the_id(editor):
    one = editor('<p data-id="a">Raz dwa</p>\n<h2 data-id="b">Trzy</h2>')
    one.page.click(f"{EDITOR} p")
    one.keys("Home", "ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    assert one.value == '<p data-id="a">Raz</p>\n<p> dwa</p>\n<h2 data-id="b">Trzy</h2>'
    one.page.click(f"{EDITOR} h2")
    one.keys("End", "Enter", "=Dalej", "Control+Home", "ArrowDown", "ArrowDown", "Control+Alt+3")
    assert one.value.endswith('<h3 data-id="b">Trzy</h3>\n<p>Dalej</p>')


def test_fixed_card_is_moved_by_keys_and_buttons(editor):
    one = editor(TWO)
    one.page.click("text=Tabela: Koszty")
    expect(one.page.locator("page-editor [data-aloud]")).to_have_text("Chosen: Tabela: Koszty")
    one.keys("Alt+ArrowDown", "=nic się nie dzieje")
    assert one.value == f"<p>Przed.</p><p>Po.</p>{CARD}"
    one.page.click(".piece [data-act=up]")
    assert active(one.page) == "up"
    one.keys("Enter", "Enter")
    assert one.value == f"{CARD}<p>Przed.</p><p>Po.</p>"
    assert one.said == "It is the first already."


def test_removed_card_comes_back_by_undo(editor):
    one = editor(TWO)
    one.page.click(".piece [data-act=remove]")
    assert one.value == "<p>Przed.</p><p>Po.</p>"
    one.page.click("[data-said] .link-button")
    assert one.value == TWO
    one.page.click("text=Tabela: Koszty")
    one.keys("Delete")
    assert (one.value, one.said) == ("<p>Przed.</p><p>Po.</p>", "It was taken out of the text.")
    one.keys("Control+z")
    assert one.value == TWO


def test_text_can_be_written_before_and_after_a_lonely_card(editor):
    one = editor(CARD)
    one.page.click("text=Tabela: Koszty")
    one.keys("Enter", "=Po.")
    assert one.value == f"{CARD}\n<p>Po.</p>"


def test_tab_indents_in_a_list_and_traps_nobody(editor):
    one = editor("<p>Raz</p><ul><li>dwa</li><li>trzy</li></ul>")
    one.page.click(f"{EDITOR} p")
    one.keys("Tab")
    assert active(one.page) == "after"
    one.page.click(f"{EDITOR} li >> nth=1")
    one.keys("Tab")
    assert one.value == "<p>Raz</p>\n<ul><li>dwa<ul><li>trzy</li></ul></li></ul>"
    one.keys("Tab")
    assert active(one.page) == "after"
    one.page.click(f"{EDITOR} li li")
    one.keys("Escape", "Shift+Tab")
    assert (active(one.page), one.value.count("<ul>")) == ("bold", 2)
    one.page.click(f"{EDITOR} li li")
    one.keys("Shift+Tab")
    assert (one.page.evaluate("document.activeElement.role"), one.value.count("<ul>")) == ("textbox", 1)


def test_toolbar_is_one_stop_of_the_tab_key_and_shows_what_holds(editor):
    one = editor("<p>Raz <b>dwa</b></p><h2>Trzy</h2>")
    page = one.page
    one.focus()
    expect(page.locator("[data-act=chapter]")).to_have_attribute("aria-pressed", "true")
    assert state(page, "bold") == "false"
    assert page.get_attribute("[data-act=bold]", "aria-disabled") == "true"  # headings have no bold words
    one.keys("Alt+F10", "End")
    assert active(page) == "redo"
    one.keys("ArrowRight", "ArrowLeft", "ArrowLeft", "Escape")
    assert active(page) == "id_body"
    page.click(f"{EDITOR} b")
    expect(page.locator("[data-act=bold]")).to_have_attribute("aria-pressed", "true")
    page.click("[data-act=section]")
    assert one.value == "<h3>Raz dwa</h3><h2>Trzy</h2>"
    one.keys("=!")
    assert "!" in one.value


def test_link_is_asked_for_changed_and_taken_off(editor):
    one = editor("<p>Zobacz raport</p>")
    page = one.page
    page.dblclick(f"{EDITOR} p", position={"x": 100, "y": 14})
    one.keys("Control+k", "=javascript:alert(1)", "Enter")
    expect(page.locator("dialog .field__error")).to_contain_text("Give the address of a page")
    assert (active(page), page.get_attribute("#id_body_link", "aria-invalid")) == ("id_body_link", "true")
    one.keys("Control+a", "=example.org/raport", "Enter")
    assert one.value == '<p>Zobacz <a href="https://example.org/raport">raport</a></p>'
    one.keys("ArrowLeft", "ArrowLeft", "Control+k", "Control+a", "=/zasoby/ogrod/", "Enter")
    assert one.value == '<p>Zobacz <a href="/zasoby/ogrod/">raport</a></p>'
    one.keys("ArrowLeft", "Control+k")
    page.click("dialog [value=remove]")
    assert one.value == "<p>Zobacz raport</p>"
    one.keys("End", "= lub ", "Control+k", "=biuro@example.org", "Tab", "=napisz", "Enter", "=.")
    assert one.value == '<p>Zobacz raport lub <a href="mailto:biuro@example.org">napisz</a>.</p>'


def test_quotation_ends_where_it_began(editor):
    one = editor("<p>Raz</p>\n<blockquote><p>Dwa</p></blockquote>")
    one.page.click(f"{EDITOR} blockquote p")
    one.keys("Home", "Backspace")
    assert one.value == "<p>Raz</p>\n<p>Dwa</p>"
    one.keys("Control+Shift+9")
    one.page.click(f"{EDITOR} footer")
    one.keys("=ktoś", "Control+Shift+9")
    assert one.value == "<p>Raz</p>\n<p>Dwa</p>\n<p>ktoś</p>"


def test_what_others_write_into_the_field_is_shown(editor):
    one = editor("<p>Nowe</p>")
    one.page.evaluate(
        "html => { const f = document.querySelector('page-editor > textarea');"
        " f.value = html; f.dispatchEvent(new Event('input', { bubbles: true })); }",
        '<p data-id="b">Starsze, zachowane</p>',
    )
    expect(one.page.locator(EDITOR)).to_have_text("Starsze, zachowane")
    assert one.value == '<p data-id="b">Starsze, zachowane</p>'


def test_form_sends_what_was_typed_just_now(editor):
    one = editor("<p>Raz</p>")
    one.focus()
    one.keys("= dwa")
    with one.page.expect_navigation():
        one.page.evaluate("document.querySelector('form').requestSubmit()")
    assert "Raz+dwa" in one.posted[-1]


def test_without_javascript_the_html_is_a_field(context):
    one = EditorPage(context(java_script_enabled=False).new_page(), TWO)
    one.open(waits=False)
    page = one.page
    assert page.locator(FIELD).is_visible()
    assert page.input_value("#id_body") == TWO
    assert not page.locator("[role=toolbar]").is_visible()


def test_editor_that_does_not_come_leaves_the_field(context):
    one = EditorPage(context().new_page(), TWO)
    one.page.route("**/vendor/prosemirror.js", lambda route: route.abort())
    one.open(waits=False)
    expect(one.page.locator(".editor__failed")).to_have_text(
        "The editor did not come, so this is the text as HTML. Save it and open the page again."
    )
    expect(one.page.locator(FIELD)).to_be_visible()
    assert not one.page.locator("[role=toolbar]").is_visible()


def test_script_that_never_comes_leaves_the_field(context):
    one = EditorPage(context().new_page(), TWO)
    one.page.route("**/elements/page-editor.js", lambda route: route.abort())
    one.open(waits=False)
    expect(one.page.locator(FIELD)).not_to_have_css("color", "rgba(0, 0, 0, 0)")
    assert one.page.input_value("#id_body") == TWO


def test_screen_reader_hears_name_help_and_pieces(editor):
    one = editor(TWO)
    textbox = read_tree(one.page).one("textbox")
    assert textbox.name == "Text"
    assert textbox.description.startswith("The main thing first. In a list, Tab moves an item inwards.")
    assert [node.name for node in textbox.all("button")] == [
        "Move up: Tabela: Koszty", "Move down: Tabela: Koszty", "Take out: Tabela: Koszty",
    ]  # fmt: skip


def test_nothing_moves_when_the_editor_comes(context):
    page = context(viewport={"width": 390, "height": 844}).new_page()
    one = EditorPage(page, HTML)
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "one => { window.moved += one.value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    one.open()
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.02
    assert page.url == ADDRESS


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(editor, axe, scheme, width):
    for html, errors in ((HTML, False), ("", True)):
        one = editor(
            html, errors=errors, viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
        )
        one.page.evaluate(axe)
        for way in ((), ("Control+k",)):
            one.focus()
            one.keys(*way)
            one.page.evaluate(script("start_axe"), {"tags": TAGS, "rules": None})
            assert one.page.evaluate(script("read_axe")) == []
        assert one.page.evaluate(script("wider")) in ("", [], None, False)
