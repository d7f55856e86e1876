"""What search engines read besides a page: schema.org in JSON-LD, safe inside a script element."""

import json
from typing import Any

from django.conf import settings
from markupsafe import Markup

# Inside a script element only these signs could end it or open a comment; JSON may write them as escapes.
_ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(*things: dict[str, Any]) -> Markup:
    """Returns these things of schema.org as one graph."""
    told = {"@context": "https://schema.org", "@graph": list(things)}
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in _ESCAPES.items():
        written = written.replace(sign, escape)
    return Markup(written)


def way_here(steps: list[tuple[str, str]]) -> dict[str, Any]:
    """Returns the way to a page, its own place last: pairs of a name and an address without the site's."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": settings.SITE_URL + url}
            for number, (name, url) in enumerate(steps, 1)
        ],
    }


def told_person(name: str, url: str = "") -> dict[str, str]:
    """Returns a person, with the address of their page where everybody may open it."""
    named = {"@type": "Person", "name": name}
    return {**named, "url": settings.SITE_URL + url} if url else named
