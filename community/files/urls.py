"""Doors: uploads speak the language of their page; a file has one address in all languages."""

from django.urls import path

from community.files import views

urlpatterns = [path("pliki/", views.upload, name="upload")]
language_neutral = [path("pliki/<row:attachment_id>/<str:name>", views.attachment, name="attachment")]
