"""What a browser downloads for a thread page and for an article, compressed."""

import gzip
import re
from os.path import normpath
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from forum.models import Post, Thread

pytestmark = pytest.mark.django_db
KB = 1024


def size(content):
    return len(gzip.compress(content, 6))


def linked(html, pattern):
    return [finders.find(path) for path in re.findall(pattern, html)]


def weight(paths):
    return sum(size(Path(path).read_bytes()) for path in paths)


def scripts(html):
    """Returns the linked modules and everything they import; what they only fetch when it is needed does not count."""
    found, waiting = set(), linked(html, r'<script[^>]*src="/static/([^"]+)"')
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            code = Path(path).read_text(encoding="utf-8")
            folder = path.rpartition("/")[0]
            names = re.findall(r'(?:from|import)\s*"(\.\.?/[^"]+)"', code)
            waiting += [normpath(f"{folder}/{name}") for name in names]
    return found


@pytest.fixture()
def long_thread():
    return Thread.objects.get(client_key="demo-long")


def test_visitor_downloads_little_script_and_style(as_, long_thread):
    html = as_().get(long_thread.url).content.decode()
    assert weight(scripts(html)) <= 10 * KB
    assert 0 < weight(linked(html, r'<link[^>]*href="/static/([^"]+\.css)"')) <= 20 * KB


def test_member_downloads_little_script(as_, long_thread, anna):
    assert weight(scripts(as_(anna).get(long_thread.url).content.decode())) <= 40 * KB


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_page_around_the_texts_is_small(who, as_, long_thread, anna):
    html = as_(anna if who == "member" else None).get(long_thread.url).content.decode()
    for text in Post.objects.filter(thread=long_thread).values_list("html", flat=True):
        html = html.replace(text, "")
    assert size(html.encode()) <= 6 * KB


class TestArticle:
    PATH = "/biblioteka/ogrod/"

    def test_visitor_downloads_little_script(self, as_):
        assert 0 < weight(scripts(as_().get(self.PATH).content.decode())) <= 10 * KB

    def test_member_downloads_little_script(self, as_, anna):
        assert weight(scripts(as_(anna).get(self.PATH).content.decode())) <= 40 * KB

    @pytest.mark.parametrize("who", ["visitor", "member"])
    def test_page_around_the_texts_is_small(self, who, as_, anna):
        html = as_(anna if who == "member" else None).get(self.PATH).content.decode()
        body = re.search(r'<div class="prose resource__text">.*?</div>\n(?=<section|<p class="print-only)', html, re.S)
        sheet = re.search(r'<dl class="facts">.*?</dl>', html, re.S)
        assert size((html[: sheet.start()] + html[sheet.end() : body.start()] + html[body.end() :]).encode()) <= 6 * KB

    def test_little_stands_before_the_first_paint(self, as_):
        html = as_().get(self.PATH).content.decode()
        head = html.partition("</head>")[0]
        blocking = re.findall(r'<link rel="stylesheet"|<script(?! type="module"| type="application)[^>]*src', head)
        assert len(blocking) <= 5  # besides the page itself
