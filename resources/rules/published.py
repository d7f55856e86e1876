"""Published pages at an address, without asking Wagtail each time: plain rows decide, and what they lead to is kept.

A page as Wagtail makes it costs more than all its queries. A process keeps the last ones by all that their rows say, so
nobody has to tell it that something changed: other values are another page. Measured in community/README.md.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, ExpressionWrapper, OuterRef, QuerySet, TextField
from django.db.models.functions import Concat
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from community.base.prepared import Prepared
from community.spaces.rules import Viewer, may_see
from community.spaces.standing import rows_for
from resources.models import ResourcePage

PLACE_COLUMNS = ("pk", "content_type_id", "translation_key", "locale__language_code")
_KEPT = 300  # pages
_JOINED = ("space", "owner", "cover", "locale", "city", "edition")
# What is told of the things beside a page; of these, other columns may be older on a page that is kept.
_BESIDE = {
    "space": ("name", "slug", "accent", "audience"),
    "owner": ("name", "slug", "is_active", "is_profile_public"),
    "locale": ("language_code",),
    "city": ("name", "slug"),
    "edition": ("name",),
}
# What readers never ask of a page: whoever asks it of a page that is kept gets it from the database.
_UNTOLD = frozenset(
    {
        "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "seo_title",
        "search_description", "show_in_menus", "go_live_at", "expire_at", "expired", "locked", "locked_at",
        "locked_by", "alias_of", "numchild",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A page as a reader finds it, and the row by which it was found. `rows`: all its translations, the oldest first,
    published or not.
    """

    page: Any
    place: Any
    rows: Sequence[Any]


def published_at(path: Any, slug: Any) -> QuerySet[Page]:
    """Returns the published pages at a path below any of the roots; `slug` is the last part of it, which is indexed."""
    roots = Page.objects.filter(translation_key__in=Site.objects.values("root_page__translation_key"))
    whole_path = Concat("url_path", ExpressionWrapper(path, output_field=TextField()))
    return Page.objects.live().filter(
        Exists(roots.annotate(whole_path=whole_path).filter(whole_path=OuterRef("url_path"))), slug=slug
    )


def _places(_viewer: Viewer, *, path: Any, slug: Any) -> "QuerySet[Page, Any]":
    return published_at(path, slug).values_list(*PLACE_COLUMNS, named=True)


_PLACES = Prepared(_places)


def find_page_for(viewer: Viewer, path: str) -> ResourcePage:
    """Returns the page at a path below the library as `find_whole`, alone."""
    page: ResourcePage = find_whole(viewer, path).page
    return page


def find_whole(viewer: Viewer, path: str, asked: Prepared[Any] = _PLACES) -> Found:
    """Returns the page at a path below the library (“ogrod/”), in the reader's language if that is there.

    The translation in the reader's language may stand at another path. `asked` brings more columns where one wants
    them. Raises Http404 for what is not there, not published, or not the viewer's business. Two queries, one more for a
    page that this process does not keep; besides the one that knowing the viewer may take.
    """
    places = rows_for(viewer, asked, path=path, slug=path.rstrip("/").rpartition("/")[2])
    language = get_language() or "pl"
    place = min(places, key=lambda row: (row.locale__language_code != language, row.pk), default=None)
    if place is None:
        raise Http404(_("There is no such page in the library. Perhaps it was taken back."))
    model: Any = ContentType.objects.get_for_id(place.content_type_id).model_class()
    is_ours = model is not None and issubclass(model, ResourcePage)
    rows = _ROWS(model, key=place.translation_key) if is_ours else []
    row = next((row for row in rows if row.id == place.pk), None)
    if row is None or not _may_read(viewer, row):
        raise Http404(_("There is no such page in the library, or it is only for members."))
    own = next((row for row in rows if row.locale__language_code == language), row)
    return Found(_page(model, own if _may_read(viewer, own) else row), place, rows)


def _may_read(viewer: Viewer, row: Any) -> bool:
    return bool(row.live) and may_see(viewer, audience=row.audience, space_id=row.space_id or 0)


@cache
def _joined_with(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name in _JOINED]


def _rows_of(model: Any, *, key: Any) -> "QuerySet[Any, Any]":
    """Returns a page and its translations as rows with everything that readers are told, but the text itself."""
    own = [field.attname for field in model._meta.concrete_fields if field.name not in {"body", "page_ptr", *_UNTOLD}]
    beside = [f"{name}__{column}" for name in _joined_with(model) for column in _BESIDE.get(name, ())]
    rows = model._default_manager.filter(translation_key=key).order_by("pk")
    return rows.values_list(*own, *beside, named=True)


_ROWS = Prepared(_rows_of)


def _page(model: Any, row: Any) -> Any:
    """Returns the page of a row, for one reader alone: what is set on it stays on it.

    Its text comes with its revision, so a page that was never published by one is read each time.
    """
    return copy((_kept if row.live_revision_id else _read)(model, row))


def _read(model: Any, row: Any) -> Any:
    rows = model._default_manager.select_related(*_joined_with(model)).defer(*_UNTOLD)
    page = rows.filter(pk=row.id).first()
    if page is None:
        raise Http404(_("There is no such page in the library. Perhaps it was taken back."))
    drawn_of(page)
    return page


_kept = lru_cache(_KEPT)(_read)


def drawn_of(page: Any) -> dict[str, Any]:
    """Returns what was drawn of a page, by name; with a page that is kept it is kept, too."""
    drawn: dict[str, Any] = page.__dict__.setdefault("_drawn", {})
    return drawn


def forget_pages() -> None:
    """Forgets the pages and addresses that this process keeps."""
    _kept.cache_clear()
    _addresses.clear()


_addresses: dict[str, str] = {}


def own_address(url_path: str) -> str:
    """Returns the address of the page with this path in Wagtail's tree, in the page's own language.

    Empty where no site leads to it. Kept by the process, until a site is changed.
    """
    known = _addresses.get(url_path)
    if known is None:
        parts = Page(url_path=url_path).get_url_parts()
        if not parts or not parts[2]:
            return ""
        if len(_addresses) >= _KEPT * 10:
            _addresses.clear()
        known = _addresses[url_path] = str(parts[2])
    return known
