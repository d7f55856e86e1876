"""Templates carry no script, style or handler of their own: the content security policy would refuse them."""

import re

import pytest

from tests.architecture.sources import name, templates

PAGES = [path for path in templates() if "mail" not in path.parts and path.suffix == ".html"]
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
# Blocks of data (application/json) are read, not run.
SCRIPT = re.compile(r"<script\b(?![^>]*application/json)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
INLINE = re.compile(r"<style\b|<[^>{]*\sstyle=|<[^>{]*\son[a-z]+=|javascript:|hx-on", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_template_has_nothing_inline(path):
    html = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [body for body in SCRIPT.findall(html) if body.strip()] == []
    assert INLINE.findall(html) == []
