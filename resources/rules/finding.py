"""Pages found by their number, for what is said of them: it belongs to all translations of a page alike."""

from typing import TypeVar

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from community.spaces.rules import Viewer
from resources.models import ArticlePage, RecommendationPage
from resources.rules.reading import may_read

Found = TypeVar("Found", ArticlePage, RecommendationPage)


def find_published_for(viewer: Viewer, model: type[Found], page_id: int) -> Found:
    """Returns a page by the number of any of its translations: the one in the reader's language, else the oldest.

    Raises Http404 for what is not there, not published, or not the viewer's to read. One query.
    """
    key = Page.objects.filter(pk=page_id).values("translation_key")[:1]
    rows = model._default_manager.filter(translation_key=key, live=True).select_related("locale", "space")
    readable = [row for row in rows if may_read(viewer, row)]
    if not readable:
        raise Http404(_("There is no such page in the library, or it is only for members."))
    wanted = get_language() or "pl"
    return min(readable, key=lambda row: (row.language != wanted, row.pk))
