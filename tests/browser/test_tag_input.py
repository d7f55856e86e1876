"""The field of topics: chips and suggestions by keyboard, the same without JavaScript, and nothing typed is lost."""

import pytest

from tests.browser.visitor import ANNA

pytestmark = pytest.mark.browser
ASK = "/s/zielona/zapytaj/"


@pytest.fixture()
def page(site, browser_of):
    """The ask form of Sieć Zielona, with nothing kept from before."""
    page = browser_of(ANNA).new_page()
    page.goto(site.url(ASK))
    page.evaluate("localStorage.clear()")
    page.reload()
    yield page
    page.evaluate("localStorage.clear()")
    page.close()


def chips(page):
    return page.locator("tag-input .chip").all_inner_texts()


def line(page):
    return page.eval_on_selector("tag-input input[name=tags]", "line => line.value")


def options(page):
    page.wait_for_selector("tag-input [role=option]")
    return page.locator("tag-input [role=option]").all_inner_texts()


def test_topic_is_chosen_by_keyboard(page):
    page.locator("#id_tags").press_sequentially("ogrod")
    assert options(page)[0] == "ogród deszczowy"
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#id_tags", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("Enter")
    assert (line(page), page.get_attribute("#id_tags", "aria-expanded")) == ("ogród deszczowy", "false")
    page.keyboard.press("Backspace")
    assert line(page) == ""


def test_synonym_and_comma_make_a_chip_and_escape_closes_the_list(page):
    page.locator("#id_tags").press_sequentially("nbs,")
    page.wait_for_selector("tag-input .chip:has-text('przyrodzie')")
    assert line(page) == "rozwiązania oparte na przyrodzie (NBS)"
    page.locator("#id_tags").press_sequentially("reten")
    options(page)
    page.keyboard.press("Escape")
    assert page.locator("tag-input [role=listbox]").is_hidden()
    assert line(page) == "rozwiązania oparte na przyrodzie (NBS), reten"


@pytest.mark.parametrize("typed", ["", "qwertz", "retncja", "ogrod", "nbs", "nbs,qwertz,", "nbs,"])
def test_enter_never_sends_the_form(typed, page):
    page.fill("#id_title", "Kiedy kosić łąkę?")
    page.fill("#id_text", "Dwa razy w roku?")
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.locator("#id_tags").press_sequentially(typed)
    for key in ("Enter", "Escape", "Enter", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(200)
    assert (sent, page.url.endswith(ASK)) == ([], True)
    names = [name for name in line(page).split(", ") if name]
    assert names == {
        "": [], "qwertz": ["qwertz"], "retncja": ["retncja"], "ogrod": ["ogrod"],
        "nbs": ["rozwiązania oparte na przyrodzie (NBS)"], "nbs,": ["rozwiązania oparte na przyrodzie (NBS)"],
        "nbs,qwertz,": ["rozwiązania oparte na przyrodzie (NBS)", "qwertz"],
    }[typed]  # fmt: skip


FIVE = ["retencja", "mała retencja", "deszczówka", "łąka kwietna", "zielony dach"]


@pytest.mark.parametrize("at_once", [False, True])
def test_sixth_topic_stays_in_the_field_with_a_sentence(at_once, page):
    field, typed = page.locator("#id_tags"), "".join(f"{name}," for name in [*FIVE, "nbs"])
    if at_once:
        field.fill(typed)
    else:
        field.press_sequentially(typed)
    full = page.get_attribute("tag-input", "data-full")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert [text.split("\n")[0].strip("×").strip() for text in chips(page)] == FIVE
    assert (page.input_value("#id_tags"), line(page)) == ("nbs", ", ".join([*FIVE, "nbs"]))
    assert page.locator("tag-input p.field__help:visible").all_inner_texts()[-1] == full


def test_unknown_topic_names_the_nearest_ones(page):
    page.locator("#id_tags").press_sequentially("retncja,")
    page.wait_for_selector("tag-input .chip--unknown")
    said = page.locator("tag-input p.field__error").inner_text().replace("\u00a0", " ")
    near = page.evaluate("fetch('/tematy/podpowiedzi/?q=retncja&s=zielona').then((answer) => answer.json())")["tags"]
    sentence = page.get_attribute("tag-input", "data-nearest")
    names = ", ".join(tag["name"] for tag in near[:3])
    assert said == sentence.replace("{name}", "retncja").replace("{near}", names)
    assert near[0]["name"] == "retencja"


def test_chips_and_what_is_half_typed_come_back_after_a_closed_tab(page):
    page.locator("#id_tags").press_sequentially("retencja,polowa")
    page.reload()
    page.wait_for_selector("tag-input .chip")
    assert line(page) == "retencja, polowa"


def test_box_of_the_list_is_a_chip_and_the_form_sends_it_once(page):
    page.click(".tag-list summary")
    page.check("tag-input input[value='łąka kwietna']")
    assert [text.split("\n")[0].strip("×").strip() for text in chips(page)] == ["łąka kwietna"]
    page.fill("#id_title", "Kiedy kosić łąkę?")
    page.fill("#id_text", "Dwa razy w roku?")
    page.locator("#id_tags").press_sequentially("retncja")
    page.click("button.button--primary")
    page.wait_for_selector("#id_tags_error")
    assert line(page) == "łąka kwietna, retncja"
    assert page.locator(".chip--unknown").count() == 1


def test_same_job_without_javascript(site, browser_of):
    page = browser_of(ANNA, java_script_enabled=False).new_page()
    page.goto(site.url(ASK))
    page.fill("#id_title", "Grabie, widły czy kosa?")
    page.fill("#id_text", "Dwa razy w roku?")
    page.fill("#id_tags", "NBS")
    page.click(".tag-list summary")
    page.check("tag-input input[value='łąka kwietna']")
    page.click("button.button--primary")
    page.goto(site.url("/tematy/laka-kwietna/"))
    assert page.locator(".row__title", has_text="Grabie").count() == 1
    page.close()
