"""A page of the library as search engines read it: schema.org in JSON-LD. Only public pages are told.

A recommendation is a creative work, part of the report that its plan is: it asks for a law and is none.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from community.base.addresses import address
from community.base.moments import moment
from community.base.structured import json_ld, told_person, way_here
from community.spaces.models import Audience
from resources.models import Licence, RecommendationStatus
from resources.queries.histories import History
from resources.queries.pages import PageView
from resources.rules.published import drawn_of, own_address

_TYPES = {
    "article": "Article", "action_plan": "Report", "improvement_plan": "Report", "recommendation": "CreativeWork",
    "page": "WebPage",
}  # fmt: skip


def page_structured_data(page: Any, shown: PageView, history: History | None = None, plan: Any = None) -> Markup:
    """Returns the JSON-LD of a page's page, safe inside a script element; empty where nothing is to be told.

    `history` and `plan` are a recommendation's. No query. What was told last of a page is kept while it is the same.
    """
    if page.audience != Audience.PUBLIC or not page.live:
        return Markup("")
    if page.kind == "recommendation":
        is_told = plan is not None and plan.audience == Audience.PUBLIC
        return _told(page, shown, history, plan if is_told else None)
    facts, kept = _facts(shown), drawn_of(page)
    before, told = kept.get("structured", (None, Markup("")))
    if before != facts:
        told = _told(page, shown)
        kept["structured"] = facts, told
    return Markup(told)


def _facts(shown: PageView) -> tuple[Any, ...]:
    """Returns all that is told of a page besides its own fields."""
    talk = (shown.discussion.url, shown.discussion.replies) if shown.discussion else None
    cities = [city.name for city in shown.cities]
    return get_language(), shown.addresses, shown.author, shown.around.tags, cities, shown.cover, talk


def _told(page: Any, shown: PageView, history: History | None = None, above: Any = None) -> Markup:
    own = _own(page, shown, history, above)
    main = {key: value for key, value in {**_work(page, shown), **own}.items() if value}
    with translation.override(page.language):
        library = (_("Library"), address("library"))
    steps = [library, *([(above.title, _path(above))] if above else []), (page.title, _path(page))]
    return json_ld(main, way_here(steps))


def _work(page: Any, shown: PageView) -> dict[str, Any]:
    """Returns what all kinds of pages have in common; what is empty is left out by the caller."""
    url = shown.addresses.canonical_url
    others = [where for code, where in shown.addresses.in_languages if code not in (page.language, "x-default")]
    return {
        "@type": _TYPES[page.kind],
        "@id": url,
        "url": url,
        "headline": page.title,
        "name": page.title,
        "description": page.summary,
        "inLanguage": page.language,
        "author": told_person(shown.author, _profile(page)) if shown.author else None,
        "publisher": {"@type": "Organization", "name": settings.OPERATOR["name"]},
        "datePublished": _at(page.first_published_at),
        "dateModified": _at(page.last_published_at),
        "license": Licence(page.licence).url,
        "isAccessibleForFree": True,
        "about": [_topic(chip.name, chip.url) for chip in shown.around.tags],
        "spatialCoverage": [{"@type": "City", "name": city.name} for city in shown.cities],
        "image": _image(shown),
        "isPartOf": _library(page.language),
        "workTranslation": [{"@id": where} for where in others],
        "discussionUrl": _discussion(shown),
        "commentCount": shown.discussion.replies if shown.discussion else None,
    }


def _own(page: Any, shown: PageView, history: History | None, plan: Any) -> dict[str, Any]:
    """Returns what only pages of this kind say."""
    if page.kind == "action_plan":
        days = [str(one or "..") for one in (page.starts_on, page.ends_on)]
        return {"temporalCoverage": "/".join(days) if page.starts_on or page.ends_on else ""}
    if page.kind != "recommendation":
        return {}
    last = history.steps[-1].status.value if history and history.steps else None
    addressed = [{"@type": "Audience", "audienceType": name} for name in page.addressee_list]
    named = [{"@type": "Article", "name": one.title, "url": settings.SITE_URL + one.url} for one in _practices(shown)]
    with translation.override(page.language):
        return {
            "genre": shown.kind_label,
            "identifier": page.code,
            "creativeWorkStatus": str(RecommendationStatus(last).label) if last else "",
            "audience": addressed,
            "citation": named,
            "isPartOf": {"@type": "Report", "@id": _address(plan), "name": plan.title} if plan else None,
        }


def _practices(shown: PageView) -> list[Any]:
    """Returns the pages that this one names. It is shown to visitors only, who are told only of what is public."""
    return list(shown.named.values())


def _at(when: datetime | None) -> str:
    return moment(when).iso if when else ""


def _library(language: str) -> dict[str, Any]:
    with translation.override(language):
        return {"@type": "Collection", "name": _("Library"), "url": settings.SITE_URL + address("library")}


def _topic(name: str, url: str) -> dict[str, str]:
    return {"@type": "DefinedTerm", "name": name, "url": settings.SITE_URL + url}


def _profile(page: Any) -> str:
    return str(page.owner.url) if page.owner.is_active and page.owner.is_profile_public else ""


def _image(shown: PageView) -> dict[str, Any] | None:
    if shown.cover is None:
        return None
    told = {"@type": "ImageObject", "url": settings.SITE_URL + shown.cover.large, "width": shown.cover.large_width}
    return {**told, "caption": shown.cover.alt} if shown.cover.alt else told


def _discussion(shown: PageView) -> str:
    return settings.SITE_URL + shown.discussion.url if shown.discussion else ""


def _path(page: Any) -> str:
    return own_address(page.url_path)


def _address(page: Any) -> str:
    return settings.SITE_URL + _path(page)
