"""Reading the pages of search back, and threads for them to find."""

import re
from dataclasses import dataclass
from html import unescape
from itertools import count
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.catalogue.models import Entry
from forum.actions import start_thread

_numbers = count(1)


def asked(author, space, title, text="Treść pytania.", **given):
    """Starts a thread and returns it."""
    said = {"kind": "question", "key": f"search-{next(_numbers):06}"}
    return start_thread(author=author, space=space, title=title, text=text, **said | given)


def plain(html):
    """Returns the text of a piece of HTML, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).replace("\xa0", " ").split())


@dataclass(frozen=True)
class Option:
    """One value of a facet as the page shows it; `chooses` are the parameters its link leads to."""

    label: str
    count: int
    chooses: dict
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """One result: where it leads, its title and snippet as text, and what is marked in each."""

    url: str
    title: str
    snippet: str
    marked_title: list
    marked: list


def page_of(response):
    assert response.status_code == 200
    return response.content.decode()


def rows_of(response):
    """Returns the results of a page in their order."""
    found = []
    for part in page_of(response).split('<li class="row result')[1:]:
        title = re.search(r'<h2 class="row__title"[^>]*><a href="([^"]*)">(.*?)</a></h2>', part, re.S)
        text = re.search(r'<p class="result__text"[^>]*>(.*?)</p>', part, re.S)
        found.append(Row(unescape(title[1]), plain(title[2]), plain(text[1]), marks_in(title[2]), marks_in(text[1])))
    return found


def titles_of(response):
    return [row.title for row in rows_of(response)]


def marks_in(html):
    return [plain(word) for word in re.findall(r"<mark>(.*?)</mark>", html, re.S)]


def total_of(response):
    """Returns the number that the page says of its results; 0 when it says that there are none."""
    said = re.search(r'<p class="meta sorting"><b role="status">(\d+) ', page_of(response))
    return int(said[1]) if said else 0


def facets_of(response):
    """Returns the facets of a page by their English or Polish label, in order, each as a list of options."""
    found = {}
    for part in page_of(response).split('<details class="menu facet"')[1:]:
        label = plain(re.search(r"<summary[^>]*>(.*?)</summary>", part, re.S)[1])
        links = re.findall(r'<a class="menu__item facet__option" href="([^"]*)"([^>]*)>(.*?)</a>', part, re.S)
        found[label] = [_option(*link) for link in links]
    return found


def _option(href, attributes, inside):
    spans = re.findall(r"<span[^>]*>(.*?)</span>", inside, re.S)
    return Option(plain(spans[0]), int(plain(spans[1])), parameters(href), "aria-current" in attributes)


def parameters(href):
    """Returns the parameters of a link, each once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(unescape(href)).query).items()}


def chips_of(response):
    """Returns the chosen facets as the page names them, with what giving each up leads to."""
    inside = re.search(r'<ul class="chips chosen">(.*?)</ul>', page_of(response), re.S)
    links = re.findall(r'<a class="chip" href="([^"]*)">(.*?)</a>', inside[1], re.S) if inside else []
    return {plain(label): parameters(href) for href, label in links}


def meant_by(response):
    """Returns the query that a page offers instead, empty when it offers none."""
    offered = re.search(r'<p class="lede[^"]*" role="status">[^<]*<a href="([^"]*)">(.*?)</a>', page_of(response), re.S)
    return plain(offered[2]) if offered else ""


def queries_of(browser, path, data=None):
    """Returns how many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(path, data or {})
    assert response.status_code == 200
    return len(captured)


def searched(browser, query="hydrofornia", *, path="/en/szukaj/", **narrowing):
    """Returns the results page of a query."""
    return browser.get(path, {"q": query, **narrowing})


def place_of(thread):
    """Returns the number under which the catalogue keeps a thread."""
    return Entry.objects.get(kind=thread.kind, subject_id=thread.pk).pk
