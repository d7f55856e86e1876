"""Templates carry no script, style or handler of their own: the content security policy would refuse them.

Letters neither: their look is one style sheet, which is written into them when they are sent.
"""

import re

import pytest

from tests.architecture.sources import name, templates

PAGES = [path for path in templates() if path.suffix == ".html"]
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
# Blocks of data (application/json) are read, not run. Search engines read one more kind, in one place.
SCRIPT = re.compile(r"<script\b(?![^>]*application/json)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
STRUCTURED = '<script type="application/ld+json">{{ told }}</script>'
WHERE_STRUCTURED = "templates/_partials/structured.html"
INLINE = re.compile(r"<style\b|<[^>{]*\sstyle=|<[^>{]*\son[a-z]+=|javascript:|hx-on", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_template_has_nothing_inline(path):
    html = COMMENT.sub("", path.read_text(encoding="utf-8"))
    if name(path) == WHERE_STRUCTURED:
        assert html.count(STRUCTURED) == 1
        html = html.replace(STRUCTURED, "")
    assert [body for body in SCRIPT.findall(html) if body.strip()] == []
    assert INLINE.findall(html) == []
