"""A person who has only a keyboard: each stop is seen, none is a trap, and nothing takes the focus away."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.browser.scripts import script

PATIENCE = 30_000
STAYS = 4  # a date is a day, a month, a year and a calendar; what holds one longer is a trap
MOST = 160  # stops on one page; who needs more is in a trap


class Keyboard:
    """Presses keys on a page, and looks where the focus is after each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        page.set_default_navigation_timeout(PATIENCE)

    def stop(self) -> dict[str, object]:
        """Returns where the focus is and whether one sees it; fails when it is lost or cannot be seen."""
        here = self.page.evaluate(script("focus"))
        assert here["mark"], "the focus is lost"
        assert here["ring"], f"no ring around {here['mark']}"
        return dict(here)

    def press(self, *keys: str) -> None:
        """Presses keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Types where the focus is."""
        self.page.keyboard.type(text)

    def tab_to(self, selector: str, *, back: bool = False) -> None:
        """Presses Tab until the focus is on the first thing that matches, which must come before the page ends."""
        seen: list[object] = []
        for _ in range(MOST):
            self.press("Shift+Tab" if back else "Tab")
            here = self.stop()
            if self.is_on(selector):
                return
            assert seen[-STAYS:] != [here["mark"]] * STAYS, f"a trap at {here['mark']}"
            seen.append(here["mark"])
        raise AssertionError(f"{selector} was not reached: {seen}")

    def is_on(self, selector: str) -> bool:
        """Returns whether the focus is on what matches."""
        return bool(self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector))

    def skip(self) -> None:
        """Goes to the content by the skip link, the first stop of a page."""
        self.press("Tab")
        assert self.is_on(".skip-link"), self.stop()
        self.press("Enter")
        self.page.wait_for_function("() => document.activeElement.id === 'main'")

    def post(self, number: int) -> None:
        """Goes to a post by the key j."""
        for _ in range(MOST):
            before = self.page.evaluate("document.activeElement.id")
            self.press("j")
            self.page.wait_for_function("(before) => document.activeElement.id !== before", arg=before)
            if self.stop()["id"] == f"p{number}":
                return

    @contextmanager
    def going(self) -> Iterator[None]:
        """Waits until the page that a key leads to is there, with its scripts."""
        with self.page.expect_navigation(wait_until="load"):
            yield

    def keeps_focus(self) -> None:
        """Fails unless the focus is on something that is seen, now and after what the change brings along."""
        for _ in range(3):
            self.stop()
            self.page.wait_for_timeout(100)
