"""Answering with an Atom feed (RFC 4287): its door, its addresses and names, and the XML."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page

from community.base.http import View, methods
from community.catalogue.feeds import FeedItem, FeedOf, author_of

# Signs that XML 1.0 cannot hold, however they are written.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OWN_LINK = re.compile(r'(<a\b[^<>]*?\shref=")([/#])')


def feed_view(view: Callable[..., FeedOf | HttpResponse]) -> View:
    """Makes a door of a function that returns a feed (or leads elsewhere).

    GET only, with an ETag, so that a feed that did not change is answered by 304 without its text.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = view(request, *args, **kwargs)
        return _answer(request, found) if isinstance(found, FeedOf) else found

    return methods("GET")(conditional_page(answer))


def absolute(path: str) -> str:
    """Returns the full address of a path of this site."""
    return f"{settings.SITE_URL}{path}"


def tag_uri(key: str) -> str:
    """Returns a name that stays the same for good, whatever the address (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{key}"


def absolute_html(html: str, page: str) -> str:
    """Returns rendered HTML whose links to this site and to places on its own page (a path) work anywhere."""
    before = {"/": settings.SITE_URL, "#": absolute(page.partition("#")[0])}
    return _OWN_LINK.sub(lambda found: f"{found[1]}{before[found[2]]}{found[2]}", html)


class _Atom(Atom1Feed):
    """Django's Atom, with what it leaves out: the language and whole text of an item, and a date without items."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=self.feed["since"])

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {} if item["language"] == self.feed["language"] else {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content" if item["is_whole"] else "summary", item["html"], {"type": "html"})


def _answer(request: HttpRequest, feed: FeedOf) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    atom = _Atom(
        title=_clean(feed.title),
        link=absolute(feed.url),
        description="",
        subtitle=_clean(feed.subtitle) or None,
        language=language,
        author_name=_("PIM Community"),
        author_link=absolute("/"),
        feed_url=absolute(request.path),
        feed_guid=tag_uri(f"feed/{language}/{feed.key}"),
        since=feed.since,
    )
    for item in feed.items:
        _add(atom, item)
    response = HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)
    response["Cache-Control"] = "no-cache"  # kept, but asked about: what was hidden is gone from the next reading on
    response["X-Robots-Tag"] = "noindex"
    return response


def _add(atom: _Atom, item: FeedItem) -> None:
    atom.add_item(
        title=_clean(item.title),
        link=absolute(item.url),
        description=None,  # type: ignore[arg-type]  # none is written then; ours says of which type it is
        unique_id=tag_uri(item.key),
        author_name=_clean(author_of(item.author)),
        author_link=absolute(item.author_url) if item.author_url else None,
        pubdate=item.published,
        updateddate=max(item.published, item.updated),
        categories=[_clean(topic) for topic in item.topics],
        html=_clean(absolute_html(item.html, item.url)),
        is_whole=item.is_whole,
        language=item.language,
    )


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
