"""What Wagtail's admin asks of us: the library's lists, our checker, and a menu of what editors do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from resources.cms.listings import LibraryListings
from resources.cms.previews import check_every_rule
from resources.models import ResourcePage
from resources.queries.translations import editions_of

_NOT_OURS = {"users", "groups", "sites", "locales", "redirects"}

hooks.register("construct_wagtail_userbar", check_every_rule)


@hooks.register("register_admin_viewset")
def register_listings() -> LibraryListings:
    """Returns the lists of the library."""
    return LibraryListings()


@hooks.register("before_edit_page")
def say_when_behind(request: HttpRequest, page: Any) -> None:
    """Tells who opens a translation that its source was published later. One query."""
    if request.method == "GET" and isinstance(page, ResourcePage) and editions_of(page).is_behind:
        messages.warning(request, _("This translation is older than its source, which was changed since."))


@hooks.register("construct_settings_menu")
def leave_out_what_is_done_elsewhere(_request: HttpRequest, items: list[Any]) -> None:
    """Takes off the menu what the gate keeps closed."""
    items[:] = [item for item in items if item.name not in _NOT_OURS]
