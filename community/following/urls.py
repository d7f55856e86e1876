"""Doors of following."""

from django.urls import path

from community.following.views import buttons, lists, searches, welcome

urlpatterns = [
    path("sledzenie/szukanie/", searches.save_search, name="save_search"),
    path("sledzenie/szukanie/<row:search_id>/nazwa/", searches.rename_search, name="rename_search"),
    path("sledzenie/<slug:target>/<row:target_id>/", buttons.set_follow, name="set_follow"),
    path("konto/sledzone/", lists.follows, name="follows"),
    path("konto/wyciszone/", lists.quiet_people, name="quiet_people"),
    path("witaj/", welcome.welcome, name="welcome"),
]
