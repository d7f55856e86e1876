"""A page with nothing but the editor: made from its macro, our static files and our policy, without a server."""

import json
import mimetypes
from pathlib import Path

from django import forms
from django.conf import settings
from django.template import engines
from django.utils import translation
from playwright.sync_api import Page

from tests.browser.scripts import script

ADDRESS, UPLOAD, WORDS = "http://page.test/pisz/1/", "/pisz/obrazy/", "/slowa/"
STATIC = Path(settings.BASE_DIR) / "community" / "static"
EDITOR = "page-editor [role=textbox]"
HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/css/site.css">
<script type="module" src="/static/js/elements/page-editor.js"></script></head>
<body data-words="{{ words }}" data-network="zielona"><main class="page"><h1>Page</h1>
<form class="form" method="post"><input type="hidden" name="csrfmiddlewaretoken" value="token-1">
<p><button class="button" type="button" id="before">Before</button></p>
{% from "components/page_editor.html" import page_editor %}{{ page_editor(form["body"], upload) }}
<p class="actions"><button class="button button--primary" id="after">Save</button></p></form></main></body></html>"""
POLICY = "; ".join(
    f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)


class Written(forms.Form):
    """A page's text."""

    body = forms.CharField(label="Text", help_text="The main thing first.", required=True)


class EditorPage:
    """The editor in a tab: what stands in its field, and what the server would answer."""

    def __init__(self, page: Page, html: str = "", errors: bool = False):
        self.page, self.html, self.errors = page, html, errors
        self.problems: list[str] = []
        self.sent: list[str] = []
        self.posted: list[str] = []
        self.answers: list[tuple[int, dict[str, object]] | None] = []
        page.on("console", lambda one: one.type in ("error", "warning") and self.problems.append(one.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.route("http://page.test/**", self.answer)

    def open(self, waits: bool = True) -> "EditorPage":
        """Goes to the page and waits for the editor."""
        self.page.goto(ADDRESS)
        if waits:
            self.page.wait_for_selector("page-editor[data-ready]")
            self.page.evaluate(script("count_inputs"))
        return self

    def answer(self, route) -> None:
        """What the server says: the page, a file, or the next of the answers to a picture (None: no connection)."""
        path = route.request.url.removeprefix("http://page.test").partition("?")[0]
        if path == UPLOAD:
            self.take(route)
        elif path == WORDS:
            route.fulfill(body="", content_type="text/html")
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(path)[0] or "text/plain")
        elif path.startswith("/media/"):
            route.fulfill(body=(STATIC / "img/share.png").read_bytes(), content_type="image/png")
        else:
            self.posted.append(route.request.post_data or "")
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=self.made(), headers=headers)

    def take(self, route) -> None:
        """Answers an upload."""
        self.sent.append((route.request.post_data_buffer or b"").decode("utf-8", "replace"))
        answer = self.answers.pop(0)
        if answer is None:
            route.abort()
        else:
            route.fulfill(status=answer[0], body=json.dumps(answer[1]), content_type="application/json")

    def made(self) -> str:
        """The page's HTML."""
        form = Written({"body": ""}) if self.errors else Written(initial={"body": self.html})
        with translation.override("en"):
            template = engines["jinja2"].from_string(HTML)
            return str(template.render({"form": form, "upload": UPLOAD, "words": WORDS}))

    @property
    def value(self) -> str:
        """The HTML in the field, when it was written there."""
        self.page.wait_for_timeout(260)
        return self.page.input_value("page-editor > textarea", timeout=2000)

    @property
    def inputs(self) -> int:
        """How often the field said that it changed."""
        return self.page.evaluate("window.inputs")

    @property
    def said(self) -> str:
        """What was said aloud last."""
        return self.page.inner_text("page-editor [data-aloud]")

    def focus(self) -> None:
        """Puts the caret at the end of the text."""
        self.page.focus(EDITOR)
        self.settle()
        self.keys("Control+End")

    def settle(self) -> None:
        """Waits until the editor knows where its caret is: told a frame later, and put back 20 ms after each focus."""
        self.page.wait_for_selector(f"{EDITOR}:focus")
        self.page.wait_for_timeout(60)

    def keys(self, *keys: str) -> None:
        """Presses keys and types what is more than a key: “=words”."""
        for key in keys:
            if key.startswith("="):
                self.page.keyboard.type(key[1:])
            else:
                self.page.keyboard.press(key)
            if key in ("Control+Home", "Control+End"):
                self.settle()

    def paste(self, html: str = "", plain: str = "", files: tuple[tuple[str, str, str], ...] = (), how: str = "paste"):
        """Pastes (or drops) into the text."""
        given = {"html": html, "plain": plain, "files": files, "type": how}
        self.page.evaluate(script("paste_in_editor"), given)
