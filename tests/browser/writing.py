"""The composer as people use it, for its tests: opening it, pasting, dropping, and what stands in the field."""

from playwright.sync_api import Page

from tests.browser.scripts import script

TEXT = "text-composer textarea"
BAR = "text-composer [role=toolbar]"
DRAFT = "text-composer [data-status]"


def touch(page: Page) -> None:
    """Goes into the field and waits for the tools."""
    page.click(TEXT)
    page.wait_for_selector(BAR)


def text(page: Page) -> str:
    """Returns what stands in the field."""
    return page.input_value(TEXT)


def empty(page: Page) -> None:
    """Takes everything out of the field, as people do."""
    page.focus(TEXT)
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")


def paste(page: Page, html: str = "", plain: str = "", files: tuple[tuple[str, str, str], ...] = ()) -> bool:
    """Pastes into the field; returns whether the page took it over. `files` as (name, type, text)."""
    return bool(page.evaluate(script("paste"), {"html": html, "plain": plain, "files": files, "type": "paste"}))


def drop(page: Page, files: tuple[tuple[str, str, str], ...]) -> bool:
    """Drops files onto the field; returns whether the page took them over."""
    return bool(page.evaluate(script("paste"), {"html": "", "plain": "", "files": files, "type": "drop"}))
