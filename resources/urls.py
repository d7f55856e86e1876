"""Doors of the library."""

from django.urls import path, re_path

from resources.views import pages

urlpatterns = [
    path("biblioteka/", pages.library, name="library"),
    re_path(r"^biblioteka/(?P<path>(?:[\w-]+/)+)$", pages.page, name="wagtail_serve"),
]
