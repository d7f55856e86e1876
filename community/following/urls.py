"""Doors of following."""

from django.conf import settings
from django.urls import path

from community.following import views
from community.following.digests import views as digest_views

urlpatterns = [
    path("sledzenie/<slug:target>/<row:target_id>/", views.set_follow, name="set_follow"),
    path("konto/sledzone/", views.follows, name="follows"),
    path("konto/wyciszone/", views.quiet_people, name="quiet_people"),
    path("konto/sledzone/list/", digest_views.preview, name="digest_preview"),
    path("konto/sledzone/list/<slug:stream>/<slug:key>/", digest_views.whole, name="digest"),
]
if settings.IS_DEMO or settings.MODE == "test":
    urlpatterns.append(path("konto/sledzone/list/teraz/", digest_views.send_now, name="digest_now"))
