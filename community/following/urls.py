"""Doors of following."""

from django.conf import settings
from django.urls import path

from community.following.digests import views as digest_views
from community.following.views import buttons, lists, searches, welcome

urlpatterns = [
    path("sledzenie/szukanie/", searches.save_search, name="save_search"),
    path("sledzenie/szukanie/<row:search_id>/nazwa/", searches.rename_search, name="rename_search"),
    path("sledzenie/<slug:target>/<row:target_id>/", buttons.set_follow, name="set_follow"),
    path("konto/sledzone/", lists.follows, name="follows"),
    path("konto/sledzone/list/", digest_views.preview, name="digest_preview"),
    path("konto/sledzone/list/<slug:stream>/<slug:key>/", digest_views.whole, name="digest"),
    path("konto/wyciszone/", lists.quiet_people, name="quiet_people"),
    path("witaj/", welcome.welcome, name="welcome"),
]
if settings.IS_DEMO or settings.MODE == "test":
    urlpatterns.append(path("konto/sledzone/list/teraz/", digest_views.send_now, name="digest_now"))
