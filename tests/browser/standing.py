"""The demo as the page checks see it: who is signed in, and the list of all page types, made once per session."""

from functools import cached_property

from playwright.sync_api import Browser, BrowserContext

from tests.browser.account_pages import made_in_the_account
from tests.browser.draft_pages import made_of_drafts, made_of_held_texts
from tests.browser.forum_pages import made_by_facilitators, made_in_the_forum, made_of_bookmarks
from tests.browser.letter_pages import made_of_follows, made_of_letters
from tests.browser.letters import become_newcomer
from tests.browser.library_pages import (
    made_at_the_desk,
    made_by_editors,
    made_of_answers,
    made_of_following_up,
    made_of_library,
)
from tests.browser.page_types import NEWCOMER, VISITOR, PageType, crawl
from tests.browser.reading_pages import made_of_reading
from tests.browser.report_pages import made_of_reports
from tests.browser.search_pages import made_of_search
from tests.browser.seat_pages import made_of_seats, made_of_versions_and_people
from tests.browser.site import Site
from tests.browser.space_pages import made_for_the_newcomer, made_in_spaces
from tests.browser.tag_pages import made_of_tags
from tests.browser.visitor import ANNA, EWA, Hand, sign_in

# Browsers of people who are in the middle of something: who they are, or None for nobody yet.
IN_BETWEEN = {
    VISITOR: None,
    NEWCOMER: None,
    "coder": None,
    "writer": None,
    "resetter": None,
    "keeper": "zofia-jalowiec",
    "factor": "beata-wrzos",
}


class Standing:
    """Opens contexts for people on one site and knows its page types."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self.chromium, self.site = chromium, site
        self.contexts: dict[str, BrowserContext] = {}
        self.seen_in_the_dark: set[str] = set()
        self.seen_frames: set[tuple[str, ...]] = set()

    def hand(self, who: str) -> Hand:
        """Returns a person's hand; they sign in the first time."""
        if who not in self.contexts:
            self.contexts[who] = self.chromium.new_context()
            key = IN_BETWEEN.get(who, who)
            if key:
                page = self.contexts[who].new_page()
                sign_in(page, self.site, key)
                page.close()
        return Hand(self.contexts[who], self.site)

    @cached_property
    def pages(self) -> list[PageType]:
        """All page types, each once."""
        found = list(crawl(self.hand(VISITOR), VISITOR))
        become_newcomer(self.hand(NEWCOMER), self.hand(EWA))
        documents = frozenset({"about", "terms", "privacy", "accessibility", "demo_mail"})
        found += crawl(self.hand(ANNA), ANNA, known=documents)
        found += crawl(self.hand(EWA), EWA, known=frozenset(page.name for page in found) - {"space_home"})
        for made in (
            made_in_the_forum, made_by_facilitators, made_in_spaces,
            made_for_the_newcomer, made_of_bookmarks,
            made_of_reports, made_of_tags, made_of_search,
            made_of_reading, made_of_drafts, made_of_held_texts,
            made_of_versions_and_people, made_in_the_account, made_of_seats,
            made_of_library, made_of_answers, made_of_following_up, made_at_the_desk, made_by_editors,
            made_of_follows, made_of_letters,
        ):  # fmt: skip
            found += (page.meet(self.hand(page.who)) for page in made(self.hand))
        return found

    def close(self) -> None:
        """Closes all browsers of people."""
        for context in self.contexts.values():
            context.close()
