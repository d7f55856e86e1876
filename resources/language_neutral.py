"""Doors whose address is the same in every language: files of pages, and Wagtail's admin for editors."""

from django.urls import include, path
from django.views.generic import RedirectView

from resources.cms import gate
from resources.views import files

urlpatterns = [
    path("obrazy/<row:rendition_id>/<str:name>", files.picture, name="picture"),
    path("dokumenty/<row:document_id>/<str:document_filename>", files.document, name="wagtaildocs_serve"),
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="cms_login"),
    path("cms/logout/", RedirectView.as_view(pattern_name="account_logout"), name="cms_logout"),
    path("cms/", include(gate.urlpatterns)),
]
