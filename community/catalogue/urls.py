"""Doors of the catalogue: searching, tag pages, feeds, bookmarks."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
