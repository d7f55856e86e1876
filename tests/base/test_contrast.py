"""Every colour pair of the style sheet is readable: WCAG 2.2, 1.4.3 (4.5:1) and 1.4.11 (3:1)."""

import re
from math import atan2, cos, degrees, hypot, radians, sin

import pytest

from community.base.stylesheet import CSS

TOKENS = (CSS / "parts" / "tokens" / "tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);")
TINT = float(re.search(r"--tint: ([\d.]+)%", TOKENS)[1]) / 100
THEMES = ("light", "dark")
ACCENTS = ("plain", "zielona", "ppp", "cyfrowa")
TONES = ("danger", "success", "warning", "info")
GROUNDS = ("paper", "raised", "sunk")
AVATARS = {"light": ((0.36, 0.09), (0.9, 0.05)), "dark": ((0.92, 0.04), (0.37, 0.06))}


def colours(theme):
    found = PAIR.findall(TOKENS)
    return {name: tuple(map(float, (light if theme == "light" else dark).split())) for name, light, dark in found}


def lab(colour):
    lightness, chroma, hue = colour
    return lightness, chroma * cos(radians(hue)), chroma * sin(radians(hue))


def mixed(one, other, share):
    lightness, a, b = (x * share + y * (1 - share) for x, y in zip(lab(one), lab(other), strict=True))
    return lightness, hypot(a, b), degrees(atan2(b, a))


def luminance(colour):
    """Relative luminance of an oklch colour (https://bottosson.github.io/posts/oklab/), clipped to sRGB."""
    light, a, b = lab(colour)
    x = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    y = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    z = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rgb = (
        4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
        -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
        -0.0041960863 * x - 0.7034186147 * y + 1.7076147010 * z,
    )
    red, green, blue = (min(1, max(0, channel)) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_close(pairs, least):
    return {name: round(contrast(*pair), 2) for name, pair in pairs.items() if contrast(*pair) < least}


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_at_least_4_5_to_1(theme):
    c = colours(theme)
    washes = {f"wash of {name}": mixed(c[name], c["paper"], TINT) for name in ACCENTS + TONES + ("ink-soft",)}
    grounds = {name: c[name] for name in GROUNDS} | washes
    pairs = {f"{ink} on {name}": (c[ink], ground) for ink in ("ink", "ink-soft") for name, ground in grounds.items()}
    pairs |= {f"{x} on {ground}": (c[x], c[ground]) for x in ACCENTS + TONES for ground in GROUNDS}
    pairs |= {f"{x} on its wash": (c[x], washes[f"wash of {x}"]) for x in ACCENTS + TONES}
    pairs |= {f"{tone} on wash of {x}": (c[tone], washes[f"wash of {x}"]) for tone in TONES for x in ACCENTS}
    pairs |= {f"paper on {x}": (c["paper"], c[x]) for x in (*ACCENTS, "danger")}
    pairs |= {f"paper on {x}, hovered": (c["paper"], mixed(c[x], c["ink"], 0.84)) for x in ACCENTS}
    pairs |= {"mark": (c["ink"], c["mark"]), "visited": (mixed(c["ink"], c["paper"], 0.78), c["paper"])}
    assert too_close(pairs, 4.5) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_edges_and_focus_are_at_least_3_to_1(theme):
    c = colours(theme)
    grounds = {name: c[name] for name in GROUNDS} | {x: mixed(c[x], c["paper"], TINT) for x in ACCENTS}
    pairs = {f"{edge} on {name}": (c[edge], ground) for edge in ("edge", "focus") for name, ground in grounds.items()}
    assert too_close(pairs, 3) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_initials_are_readable_on_every_hue(theme):
    text = (CSS / "parts" / "components" / "person.css").read_text(encoding="utf-8")
    hues = [float(hue) for hue in re.findall(r"avatar--h\d { --h: (\d+); }", text)]
    ink, ground = AVATARS[theme]
    assert len(hues) == 8
    assert too_close({hue: ((*ink, hue), (*ground, hue)) for hue in hues}, 4.5) == {}
