"""Doors of the library."""

from django.urls import path, re_path

from resources.views import exports, following_up, library, pages

urlpatterns = [
    path("biblioteka/", library.library, name="library"),
    path("biblioteka/kanal.xml", library.library_feed, name="library_feed"),
    path("biblioteka/eksport/zalecenia.<str:shape>", exports.recommendations, name="recommendations_export"),
    path("biblioteka/eksport/praktyki.<str:shape>", exports.practices, name="practices_export"),
    path("zalecenie/<row:page_id>/krok/", following_up.step, name="recommendation_step"),
    path("zalecenie/<row:page_id>/u-nas-tez/", following_up.case, name="recommendation_case"),
    path("praktyka/<row:page_id>/", following_up.adoption, name="practice_adoption"),
    re_path(r"^biblioteka/((?:[\w-]+/)*)$", pages.page, name="wagtail_serve"),
]
