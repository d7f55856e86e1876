"""What who writes a page, or decides about it, is told of its other language."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale

from community.base.addresses import address
from community.spaces.rules import Viewer
from resources.queries.translations import editions_of
from resources.rules import may_open_office, reads_drafts


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The other language of a page. `door` leads to its version there; where there is none, to where an editor begins

    one. It is empty for others. `is_behind`: this page's source was published later.
    """

    language: str
    is_there: bool
    door: str
    is_behind: bool


def other_language_of(viewer: Viewer, page: Any) -> OtherLanguage:
    """Returns what is told of a page's other language. Four queries at most.

    A version is begun in the editors' office, as a draft that has everything of its source; a recommendation's after
    that of its plan, which the office says itself.
    """
    locale = Locale.objects.exclude(pk=page.locale_id).order_by("pk").first()
    language = locale.language_code if locale else ""
    same = type(page)._default_manager.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    other = same.select_related("locale").order_by("pk").first()
    if other is not None:
        door = address("write_page", page_id=other.pk) if reads_drafts(viewer, other) else ""
        return OtherLanguage(language, True, door, editions_of(page).is_behind)
    begins = bool(language) and page.live and may_open_office(viewer)
    door = address("simple_translation:submit_page_translation", page_id=page.pk) if begins else ""
    return OtherLanguage(language, False, door, False)
