"""What Wagtail's admin asks of us: the library's lists, our checker, and a menu of what editors do."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from resources.cms.listings import LibraryListings
from resources.cms.previews import check_every_rule

_NOT_OURS = {"users", "groups", "sites", "locales", "redirects"}

hooks.register("construct_wagtail_userbar", check_every_rule)


@hooks.register("register_admin_viewset")
def register_listings() -> LibraryListings:
    """Returns the lists of the library."""
    return LibraryListings()


@hooks.register("construct_settings_menu")
def leave_out_what_is_done_elsewhere(_request: HttpRequest, items: list[Any]) -> None:
    """Takes off the menu what the gate keeps closed."""
    items[:] = [item for item in items if item.name not in _NOT_OURS]
