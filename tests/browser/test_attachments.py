"""Files in a real browser: a picture is seen in full without leaving the page, and hostile names are only names."""

import pytest
from playwright.sync_api import expect

from tests.browser.scripts import script
from tests.browser.visitor import ANNA, JAN
from tests.files import making

pytestmark = pytest.mark.browser


def upload(hand, content, name):
    """Uploads a file as somebody, and returns what the door says."""
    form = {"csrfmiddlewaretoken": hand.token, "file": {"name": name, "mimeType": "text/html", "buffer": content}}
    address, headers = hand.site.url("/pliki/"), {"accept": "application/json"}
    answer = hand.context.request.post(address, multipart=form, headers=headers)
    assert answer.status == 201, answer.text()
    return answer.json()


@pytest.fixture()
def pictured(hand_of):
    """The path of a question of Anna's with two pictures."""
    anna = hand_of(ANNA)
    first, second = (
        upload(anna, making.picture(size=size), f"{name}.png")["id"]
        for name, size in (("platan", (1600, 1200)), ("rynek", (1200, 1600)))
    )
    text = f"![Platan przy ratuszu](plik:{first})\n\n![Rynek zimą](plik:{second})"
    return anna.ask("zielona", "Jakie drzewa na rynku?", text)


def test_picture_opens_over_the_page_and_the_focus_comes_back(site, browser_of, pictured, axe):
    page = browser_of(ANNA).new_page()
    page.goto(site.url(pictured))
    page.locator(".picture__link").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.viewer[open]")
    assert page.inner_text(".viewer__words") == "Platan przy ratuszu"
    page.wait_for_function("() => document.querySelector('.viewer__picture').naturalWidth === 1600")
    page.evaluate(axe)
    assert page.evaluate("async () => (await axe.run()).violations.map(({ id }) => id)") == []
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".viewer__words") == "Rynek zimą"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.viewer", state="detached")
    assert page.evaluate("document.activeElement.querySelector('img').alt") == "Rynek zimą"


def test_picture_opens_and_closes_where_one_expects_it(site, browser_of, pictured):
    page = browser_of(ANNA).new_page()
    page.goto(site.url(pictured))
    viewer = page.locator("dialog.viewer[open]")
    page.locator(".picture__link").first.dblclick()
    expect(viewer).to_have_count(1)
    page.wait_for_timeout(500)
    expect(viewer).to_have_count(1)
    page.click(".viewer__words")
    expect(viewer).to_have_count(1)
    expect(page.locator(".viewer__words")).to_have_attribute("aria-live", "polite")
    page.click(".viewer__picture")
    expect(viewer).to_have_count(0)
    page.locator(".picture__link").first.click()
    page.click(".viewer button")
    expect(viewer).to_have_count(0)


def test_picture_is_a_link_for_a_visitor(site, browser_of, pictured):
    page = browser_of(None).new_page()
    page.goto(site.url(pictured))
    assert page.locator(".picture img").first.evaluate("(img) => img.naturalWidth") == 960
    with page.expect_navigation():
        page.locator(".picture__link").first.click()
    assert page.url.endswith("/platan.webp")


@pytest.mark.parametrize("size", [(390, 844), (1280, 900)])
def test_picture_never_makes_the_page_wider(size, site, browser_of, pictured):
    page = browser_of(None).new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(site.url(pictured))
    page.wait_for_function("() => [...document.images].every(({ complete }) => complete)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hostile_names_and_descriptions_run_nothing(site, browser_of, hand_of):
    jan = hand_of(JAN)
    names = ['"><img src=x onerror=window.__xss=1>', "<script>window.__xss=1</script>", "javascript:__xss=1", "`](x)"]
    ids = [upload(jan, making.pdf(), f"{name}.pdf")["id"] for name in names]
    lines = [f"[{name}](plik:{pk})\n\n[](plik:{pk})" for name, pk in zip(names, ids, strict=True)]
    picture = upload(jan, making.picture(), f"{names[0]}.png")["id"]
    lines += [f'![{name}](plik:{picture} "{name}")' for name in names]
    path = jan.ask("zielona", "Wątek ze złymi nazwami", "\n\n".join(lines))
    page = browser_of(ANNA, bypass_csp=True).new_page()
    page.goto(site.url(path))
    page.evaluate(script("touch"))
    assert page.evaluate(script("scan")) == []
    assert page.locator(".post a.file").count() >= len(names)
