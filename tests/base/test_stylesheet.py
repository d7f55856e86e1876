"""The style sheet that pages load is built from its parts, declares the layers once, and stays small."""

import gzip

from community.base import stylesheet


def test_site_css_is_current():
    assert stylesheet.TARGET.read_text(encoding="utf-8") == stylesheet.build(), (
        "run python -m community.base.stylesheet"
    )


def test_every_part_is_in_a_layer():
    parts = (stylesheet.CSS / "parts").rglob("*.css")
    assert {part.parent.name for part in parts} == set(stylesheet.LAYERS)


def test_site_css_stays_within_20_kb():
    assert len(gzip.compress(stylesheet.build().encode(), 9)) <= 20 * 1024
