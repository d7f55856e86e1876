"""Doors of the library."""

from django.urls import path, re_path

from resources.views import pages, printing

urlpatterns = [
    path("biblioteka/", pages.library, name="library"),
    path("biblioteka-pdf/<row:page_id>/", printing.printout, name="printout"),
    path("biblioteka-pdf/<row:page_id>/plik/", printing.printout_file, name="printout_file"),
    re_path(r"^biblioteka/((?:[\w-]+/)*)$", pages.page, name="wagtail_serve"),
]
