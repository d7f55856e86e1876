"""A type of page, and finding those that links lead to; errors and states are made in the modules …_pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse

from tests.browser.visitor import Hand

NEWCOMER = "nowa-osoba@demo.example"
VISITOR = "visitor"

# Addresses that are no pages: they answer with a redirect, a file or a word, or only take a form.
NO_PAGES = {
    "healthz", "readyz", "avatar", "thread_short", "post", "open_notification", "mark_all_read", "mark_line_read",
    "avatar_change", "withdraw_invitation", "change_role", "restore_post", "accept_answer", "unaccept_answer", "vote",
    "react", "vote_in_poll", "close_poll", "still_valid", "outdated",
    "post_place", "unpin_thread", "call_no_duplicate",
    "lock_thread", "unlock_thread", "read", "unread", "read_space", "live_stream", "metrics", "words",
    "mfa_download_recovery_codes", "mfa_login_webauthn", "account_set_password",
    "feed", "space_feed", "tag_feed", "thread_feed", "sitemap", "sitemap_section", "robots", "bookmark",
    "restore_revision", "accept_hand_over", "decline_hand_over", "withdraw_hand_over",
    "people_suggestions", "save_draft", "take_back_draft", "preview", "composer_tools", "quote_post", "upload",
    "attachment",
    "tag_suggestions", "tag_undo", "suggestions", "similar", "opensearch", "why_hidden",
    "library_feed", "recommendations_export", "practices_export", "upload_picture", "save_page", "withdraw_page",
    "comment_page", "printout_file",
    "digest_now", "try_address_again",
    "picture", "wagtaildocs_serve", "cms_login", "cms_logout",
}  # fmt: skip
# Pages that need an authenticator: test_second_factor.py brings one and looks at them.
OUT_OF_REACH = {"mfa_authenticate", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn"}

RICH_TEXT = """Zdanie z **wytłuszczeniem**, *kursywą*, ~~skreśleniem~~ i `kodem`.
Drugie z [odnośnikiem](https://example.org/). @jan-wierzba

## Nagłówek

- punkt pierwszy
  - zagnieżdżony
- [ ] do zrobienia
- [x] zrobione

1. najpierw
2. potem

> Cytat, po którym
> stoi drugi wers.

| Miasto | Drzewa | Koszt |
|:--|:-:|--:|
| Międzyrzec Podlaski | 1234 | 98 000 zł |
| Racibórz | 5 | 400 zł |

```
bardzo dlugi wiersz kodu ktory nie moze rozepchnac strony na telefonie = 1234567890 * 1234567890 + 1234567890
```

Przypis[^1] i bardzo-długie-słowo: Konstantynopolitańczykowianeczkowiczównarozbudowanakońcówkadowyrazubezkońca.
https://example.org/bardzo/dlugi/adres/ktory/nie/ma/gdzie/sie/zlamac/bo/nie/ma/spacji?parametr=1234567890123456789012345678901234567890

---

[^1]: Treść przypisu.
"""
LONG_TITLE = ("Jak miasta wielkości Międzyrzeca Podlaskiego liczą koszty utrzymania zieleni? " * 4)[:295].strip()


@dataclass
class PageType:
    """One page: its name for reports, who opens it, its path, and the form when it answers a POST.

    `passes`: its state is gone a moment later. Of such pages, and of answers to a POST, the `answer` is kept.
    """

    name: str
    who: str
    path: str
    form: dict[str, str] | None = None
    status: int = 200
    opened: bool = False
    passes: bool = False
    answer: APIResponse | None = None

    @property
    def is_state(self) -> bool:
        """Returns whether it is a state of a page (“report, with errors”), not a page that people come to."""
        return "," in self.name or self.form is not None or self.passes

    def meet(self, hand: Hand) -> "PageType":
        """Returns the page itself, with the answer when it has to be kept."""
        if self.form is not None:
            self.answer = hand.post(self.path, self.form)
        elif self.passes:
            self.answer = hand.get(self.path)
        return self


def door_of(path: str) -> str:
    """Returns the name of the door behind a path, "" for none."""
    try:
        return resolve(path.partition("?")[0].removeprefix("/en") or "/").url_name or ""
    except Resolver404:
        return ""


def shown(html: str) -> str:
    """Returns a page without the links that its style sheet hides: their `data-for` names no role around them."""
    roles = set[str]()

    def keep(found: re.Match[str]) -> str:
        nonlocal roles
        if found["roles"] is not None:
            roles = set(found["roles"].split())
            return found[0]
        return found[0] if roles & set(found["whom"].split()) else ""

    return re.sub(r'data-roles="(?P<roles>[^"]*)"|<a [^>]*data-for="(?P<whom>[^"]*)"[^>]*>', keep, html)


def links_in(html: str) -> list[str]:
    """Returns the site's own paths that a page links to, without fragments, in order, each once."""
    found = re.findall(r'href="(/[^"/#][^"#]*|/)"', html)
    return [
        path for path in dict.fromkeys(map(unescape, found)) if not path.startswith(("/static/", "/en/", "/media/"))
    ]


def crawl(hand: Hand, who: str, *, known: frozenset[str] = frozenset()) -> Iterator[PageType]:
    """Yields the first page found behind each door, walking from home; doors in `known` are walked but not yielded."""
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        door = door_of(path)
        if door in seen or door in NO_PAGES:
            continue
        answer = hand.get(path)
        if answer.status in (301, 302):
            continue
        seen.add(door)
        if door not in known:
            yield PageType(door, who, path, status=200)
        waiting += links_in(shown(answer.text()))
