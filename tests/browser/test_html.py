"""The HTML of every page type is valid: vnu, one run over all of them, and no error."""

import json
import subprocess

import pytest
from django.urls import get_resolver

from tests.browser.findings import tell
from tests.browser.page_types import NO_PAGES, OUT_OF_REACH, door_of
from tests.browser.site import ROOT
from tests.permissions.addresses import ADMIN

pytestmark = pytest.mark.browser


def doors(patterns):
    """The names of all doors below these patterns."""
    for pattern in patterns:
        if str(pattern.pattern) == ADMIN:
            continue  # Wagtail's own pages
        yield from doors(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.name]


def test_every_door_is_among_the_page_types(standing):
    met = {door_of(page.path) for page in standing.pages}
    assert set(doors(get_resolver().url_patterns)) - met - NO_PAGES - OUT_OF_REACH == set()


def test_html_of_every_page_type_is_valid(standing, vnu, tmp_path):
    names, findings = {"500.html": "the page of a fault"}, []
    for number, page in enumerate(standing.pages):
        names[f"{number}.html"] = f"{page.name} ({page.who}, {page.path})"
        answer = page.answer or standing.hand(page.who).get(page.path)
        if answer.status != page.status:
            findings.append((f"answers {answer.status} instead of {page.status}", names[f"{number}.html"]))
        (tmp_path / f"{number}.html").write_text(answer.text(), encoding="utf-8")
    (tmp_path / "500.html").write_bytes((ROOT / "templates/errors/500.html").read_bytes())
    said = subprocess.run(
        ["java", "-Xss4m", "-jar", str(vnu), "--errors-only", "--format", "json", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    for found in json.loads(said.stderr)["messages"]:
        if "“mso-" in found["message"]:
            continue  # a property that only Outlook knows, in letters
        extract = " ".join(found.get("extract", "").split())
        findings.append((f"{found['message']} {extract}", names[found["url"].rpartition("/")[2]]))
    assert not findings, tell(findings)
