"""A person at the site: a browser context that is signed in, and forms sent without a page where speed matters."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import APIResponse, BrowserContext, Page

from tests.browser.site import PASSWORD, Site

RETRIES = 2  # when the server has just closed the line that was kept open
ANNA, JAN, EWA, MARIA = "anna-borowik", "jan-wierzba", "ewa-olszyna", "maria-kalina"


def sign_in(page: Page, site: Site, key: str, *, way: str = "/konto/login/") -> None:
    """Signs a demo person in through the sign-in page, as people do."""
    page.goto(site.url(way))
    page.fill("#id_login", f"{key}@demo.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector("body.is-member")


def sign_out(page: Page) -> None:
    """Signs out through the menu; works without JavaScript, too."""
    page.click("details.menu summary")
    page.click("details.menu a[href$='/konto/logout/']")
    page.click("main form button[type=submit]")
    page.wait_for_selector("body:not(.is-member)")


@dataclass(frozen=True)
class Hand:
    """Sends forms of a signed-in context by plain requests, with its token."""

    context: BrowserContext
    site: Site

    @property
    def token(self) -> str:
        """The context's form token; a page with a form brings one when there is none yet."""
        for _ in range(2):
            for cookie in self.context.cookies(self.site.address):
                if cookie["name"] == "csrf":
                    return str(cookie["value"])
            self.context.request.get(self.site.url("/konto/login/"))
        raise AssertionError("no form token was given")

    def get(self, path: str) -> APIResponse:
        """Returns the answer to a GET."""
        return self.context.request.get(self.site.url(path), max_redirects=0, max_retries=RETRIES)

    def post(self, path: str, form: dict[str, str]) -> APIResponse:
        """Returns the answer to a form, without following where it leads."""
        sent = {"csrfmiddlewaretoken": self.token, **form}
        body = urlencode(sent, errors="surrogatepass").encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return self.context.request.post(
            self.site.url(path), data=body, headers=headers, max_redirects=0, max_retries=RETRIES
        )

    def ask(self, space: str, title: str, text: str, **more: str) -> str:
        """Starts a thread and returns its path (a question leads to whom one could ask)."""
        form = {"kind": "question", "title": title, "text": text, "audience": "public", **more}
        answer = self.post(f"/s/{space}/zapytaj/", form)
        assert answer.status == 302, f"asking answered {answer.status}: {answer.text()[:2000]}"
        thread = re.fullmatch(r"/kogo-zapytac/(\d+)/", answer.headers["location"])
        return self.get(f"/watki/{thread[1]}/").headers["location"] if thread else answer.headers["location"]

    def reply(self, thread: str, text: str) -> str:
        """Replies to the thread at this path and returns the path of the reply."""
        answer = self.post(f"/odpowiedz/{number_of(thread)}/", {"text": text})
        assert answer.status == 302, f"replying answered {answer.status}: {answer.text()[:2000]}"
        return answer.headers["location"]

    def post_id(self, thread: str, number: int = 1) -> str:
        """Returns the id of the post with this number, as the thread's page names it."""
        html = self.context.request.get(self.site.url(thread)).text()
        return re.search(rf'data-part="post-(\d+)"[^>]*><article [^>]*id="p{number}"', html).group(1)  # type: ignore[union-attr]


def number_of(thread: str) -> str:
    """Returns the number in a thread's path."""
    return re.search(r"/watki/(\d+)/", thread).group(1)  # type: ignore[union-attr]
