"""Doors of the library."""

from django.urls import path, re_path

from resources.views import library, pages

urlpatterns = [
    path("biblioteka/", library.library, name="library"),
    path("biblioteka/kanal.xml", library.library_feed, name="library_feed"),
    re_path(r"^biblioteka/((?:[\w-]+/)*)$", pages.page, name="wagtail_serve"),
]
