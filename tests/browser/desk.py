"""The writer's desk as people use it: beginning an article, writing it in the editor, with and without JavaScript."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import Site
from tests.files import making

EXPERT, EDITOR = "lidia-paproc", "danuta-rumianek"
TEXT = "page-editor [role=textbox]"
STATUS = "page-keeper [data-status]"
SAVED = re.compile(r"\d\d:\d\d$")
SEND, SAVE = "main button[name=send]", "main .write .actions button:not([name])"
TOPIC = "mała retencja"
SHEET = {"problem": "Deski z placu budowy szły do pieca.", "solution": "Zrobiliśmy z nich siedziska."}


def begin(page: Page, site: Site, title: str) -> str:
    """Begins an article from the menu, as people do, and returns the path of its form."""
    page.goto(site.url("/"))
    page.click("details.menu summary")
    page.click("details.menu a[href$='/pisz/']")
    page.click("main a[href$='/pisz/nowy/']")
    page.fill("#id_title", title)
    page.click("main .form button[type=submit]")
    page.wait_for_selector("#id_summary")
    return page.url.removeprefix(site.address)


def ready(page: Page) -> Locator:
    """Returns the text, when the editor is there."""
    page.wait_for_selector("page-editor[data-ready]")
    return page.locator(TEXT)


def keys(page: Page, *pressed: str) -> None:
    """Presses keys and types what is more than a key: “=words”."""
    for key in pressed:
        if key.startswith("="):
            page.keyboard.type(key[1:])
        else:
            page.keyboard.press(key)


def add_picture(page: Page, alt: str) -> None:
    """Puts a picture where the caret is, and says what can be seen."""
    with page.expect_file_chooser() as opened:
        page.click("[data-act=picture]")
    opened.value.set_files([{"name": "ławka.png", "mimeType": "image/png", "buffer": making.picture()}])
    page.fill("#id_body_alt", alt)
    page.click("dialog[open] [value=save]")
    expect(page.locator(f"{TEXT} img[alt='{alt}']")).to_be_visible()


def fill_facts(page: Page, summary: str) -> None:
    """Fills in what is asked for beside the text."""
    page.fill("#id_summary", summary)
    for name, words in SHEET.items():
        page.fill(f"#id_{name}", words)
    page.fill("#id_tags", TOPIC)


def send(page: Page) -> None:
    """Keeps what is written and sends it to the editors; what is missing would end it here."""
    page.click(SEND)
    page.wait_for_url(re.compile("/wyslij/"))  # with the #part one came by
    page.click("main form .button--primary")
    page.wait_for_url(re.compile(r"/pisz/(#.*)?$"))


def unread(page: Page) -> int:
    """Returns the number in the badge of the bell, 0 without one."""
    return int((page.locator(".bell .unread > [aria-hidden]").all_inner_texts() or ["0"])[0])


def expect_unread(page: Page, number: int) -> None:
    """Waits until the bell says so."""
    expect(page.locator(".bell .unread > [aria-hidden]")).to_have_text(str(number))
