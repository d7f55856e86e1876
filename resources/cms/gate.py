"""The gate of Wagtail's admin: editors come in, nobody else, and what would go around our rules stays closed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.admin import urls as admin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.base.http import Refused, to_sign_in
from resources.cms.account import EditorAccountView

View = Callable[..., HttpResponseBase]
# People and groups come in by invitation, places and languages by settings, who may read a page says its audience.
# Our topics are not Wagtail's tags, and two of its addresses only show what a fault looks like.
_CLOSED = (
    r"^(?:users|groups|sites|locales|password_reset|tag-autocomplete|failwhale|test404)(?:/.*)?$",
    r"^(?:pages|collections)/\d+/privacy/$",
    r"^bulk/.+/add_tags/$",
)


class EditorsOnly(Refused):
    """Somebody who is no editor opens the admin."""

    said = _("This is where the editors of the library work. Whoever facilitates the community can make you one.")


class DoneElsewhere(Refused):
    """An address of the admin that goes around our rules."""

    said = _("This is not done here: people are invited by their networks, and a page's own form says who may read it.")


class PlaceNotTranslated(Refused):
    """An editor translates what stands below a page that is not there in that language."""

    status = 409
    said = _("The page above this one is not translated yet. Translate that first, then come back to this one.")


def editors_only(view: View) -> View:
    """Lets editors through; visitors sign in first and come back, others are refused in words."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise EditorsOnly
        try:
            return view(request, *args, **kwargs)
        except ParentNotTranslatedError:
            raise PlaceNotTranslated from None

    return checked


def _closed(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
    raise DoneElsewhere


urlpatterns: list[URLPattern | URLResolver] = decorate_urlpatterns(
    [
        *(re_path(pattern, _closed) for pattern in _CLOSED),
        path("account/", EditorAccountView.as_view(), name="wagtailadmin_account"),
        *admin_urls.urlpatterns,
    ],
    editors_only,
)
