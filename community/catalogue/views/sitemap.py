"""What search engines read first: robots.txt and the sitemap (sitemaps.org), as a visitor may see the site."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.base.http import methods
from community.base.languages import in_other_language
from community.catalogue.queries.sitemap import public_entries, public_tags
from community.catalogue.sources import entry_kinds
from community.tags.models import tag_url

# Beyond this many addresses one file becomes an index of several. The protocol allows 50,000 a file.
MOST_IN_ONE = 5_000
_LANGUAGES = 2
_PAGES = ("home", "threads", "library", "tags", "networks", "cities", "about", "terms", "privacy", "accessibility")
_CLOSED = ("/szukaj/", "/konto/", "/wpisy/")


class _Section(Sitemap):
    """A part of the sitemap; a page stands there in each of its languages, naming the others."""

    limit = MOST_IN_ONE // _LANGUAGES

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        parts = urlsplit(settings.SITE_URL)
        urls = self._urls(page, parts.scheme, parts.netloc)  # type: ignore[attr-defined]
        return [told for url in urls for told in _in_languages(url, self.paths(url["item"]))]

    def paths(self, item: Any) -> dict[str, str]:
        """Returns where a page is, by language: most are there in both."""
        polish = self.location(item)
        return {"pl": polish, "en": in_other_language(polish)}


class _Pages(_Section):
    def items(self) -> list[str]:
        with override(settings.LANGUAGE_CODE):
            return [reverse(name) for name in _PAGES]

    def location(self, item: str) -> str:
        return item


class _Entries(_Section):
    def items(self) -> Any:
        return public_entries()

    def location(self, item: Any) -> str:
        return str(item.url)

    def lastmod(self, item: Any) -> datetime | None:
        return item.last_activity_at if item.moves else None

    def paths(self, item: Any) -> dict[str, str]:
        """Returns where a page is: one of the library only in the languages in which it is written."""
        if not entry_kinds[item.kind].in_library:
            return super().paths(item)
        there = {item.language: item.url, item.other_language: item.other_url}
        return {
            language: in_other_language(path) if language == "en" else path
            for language, path in sorted(there.items(), key=lambda pair: pair[0] != settings.LANGUAGE_CODE) if language
        }  # fmt: skip


class _Tags(_Section):
    def items(self) -> Any:
        return public_tags()

    def location(self, item: tuple[str, datetime]) -> str:
        return tag_url(item[0])

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]


SECTIONS: dict[str, type[_Section]] = {"strony": _Pages, "tematy": _Tags, "wpisy": _Entries}


@methods("GET")
def sitemap(request: HttpRequest) -> HttpResponse:
    """Lists every public page in one file, or in several once there are many; then this is their index."""
    sections = {name: kind() for name, kind in SECTIONS.items()}
    if sum(one.paginator.count for one in sections.values()) * _LANGUAGES > MOST_IN_ONE:
        files = [_file(name, number) for name, one in sections.items() for number in one.paginator.page_range]
        return _xml(request, "sitemap_index.xml", {"sitemaps": files})
    return _xml(request, "sitemap.xml", {"urlset": [url for one in sections.values() for url in one.get_urls()]})


@methods("GET")
def section(request: HttpRequest, section: str) -> HttpResponse:
    """Lists one file of a part of the site; `p` says which."""
    if section not in SECTIONS:
        raise Http404(_("The sitemap has no such part."))
    try:
        urls = SECTIONS[section]().get_urls(page=request.GET.get("p", "1"))
    except (EmptyPage, PageNotAnInteger):
        raise Http404(_("The sitemap has no such part.")) from None
    return _xml(request, "sitemap.xml", {"urlset": urls})


@methods("GET")
def robots(request: HttpRequest) -> HttpResponse:
    """Lets every search engine in, but into searching and accounts, and says where the sitemap is."""
    closed = [f"Disallow: {path}" for path in _CLOSED] + [f"Disallow: {in_other_language(path)}" for path in _CLOSED]
    lines = ["User-agent: *", *closed, "Allow: /", "", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _file(name: str, number: int) -> SitemapIndexItem:
    path = reverse("sitemap_section", args=[name])
    return SitemapIndexItem(f"{settings.SITE_URL}{path}" + (f"?{urlencode({'p': number})}" if number > 1 else ""))


def _in_languages(url: dict[str, Any], paths: dict[str, str]) -> list[dict[str, Any]]:
    """Returns the lines of a page: one for each language. Of the others it tells where there are any."""
    known = {language: settings.SITE_URL + path for language, path in paths.items()}
    first = next(iter(known.values()))
    told = [*known.items(), ("x-default", first)] if len(known) > 1 else []
    alternates = [{"lang_code": language, "location": location} for language, location in told]
    return [{**url, "location": location, "alternates": alternates} for location in known.values()]


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response
