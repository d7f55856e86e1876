"""Who may read a page: its audience decides, as everywhere. Editors read everything, drafts too."""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists
from django.utils.translation import get_language
from wagtail.models import Page, Site

from community.people.models import Person
from community.spaces.rules import Viewer, may_see, standing_of
from resources.models import OldAddress, ResourcePage

EDITORS = "Redakcja"


def is_editor(viewer: Viewer) -> bool:
    """Returns whether a viewer is of the editors: the group of this name, or who facilitates the whole community.

    One query the first time, then kept on the person for the request.
    """
    if not isinstance(viewer, Person) or not viewer.is_active:
        return False
    known: bool | None = getattr(viewer, "_is_editor", None)
    if known is None:
        known = standing_of(viewer).leads_all or viewer.groups.filter(name=EDITORS).exists()
        viewer._is_editor = known  # type: ignore[attr-defined]
    return known


def editor_subquery(viewer: Viewer) -> Exists:
    """Returns whether a viewer is in the group of editors, to be asked along with a row; `remember_editor` keeps it."""
    return Exists(Group.objects.filter(name=EDITORS, user=standing_of(viewer).person_id or 0))


def remember_editor(viewer: Viewer, *, is_in_group: bool) -> None:
    """Spares `is_editor` its query: a row brought the answer along."""
    if isinstance(viewer, Person):
        viewer._is_editor = is_in_group or standing_of(viewer).leads_all  # type: ignore[attr-defined]


def may_read(viewer: Viewer, page: ResourcePage) -> bool:
    """Returns whether a viewer may read a page as it is published."""
    return bool(page.live) and may_see(viewer, audience=page.audience, space_id=page.space_id or 0)


def reads_drafts(viewer: Viewer, page: ResourcePage) -> bool:
    """Returns whether a viewer may read what of a page is not published: its writer and the editors."""
    return (isinstance(viewer, Person) and viewer.is_active and page.owner_id == viewer.pk) or is_editor(viewer)


def find_moved_page_for(viewer: Viewer, path: str) -> ResourcePage | None:
    """Returns the page that stood at a path before, None where there was none that a viewer may read. Three queries."""
    rows = OldAddress.objects.filter(path=path, page__live=True).select_related("page__locale")
    found = min((row.page for row in rows), key=_preference, default=None)
    page = whole(found) if found else None
    return page if page is not None and may_read(viewer, page) else None


def below_root(url_path: str) -> str:
    """Returns a page's path (“/biblioteka/ogrod/”) without its library's."""
    roots = sorted((root.root_path for root in Site.get_site_root_paths()), key=len, reverse=True)
    return next((url_path[len(root) :] for root in roots if url_path.startswith(root)), url_path)


def whole(found: Page) -> ResourcePage | None:
    """Returns a page with all its fields, its space, writer and cover; None for what is no page of ours. One query."""
    model: Any = ContentType.objects.get_for_id(found.content_type_id).model_class()
    if model is None or not issubclass(model, ResourcePage):
        return None
    rows = model._default_manager.select_related("space", "owner", "cover", "locale")
    page: ResourcePage | None = rows.filter(pk=found.pk).first()
    return page


def _preference(page: Page) -> tuple[bool, int]:
    """Returns the order of a page among its like: that of the current language first."""
    return page.locale.language_code != (get_language() or "pl"), page.pk
