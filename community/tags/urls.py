"""Doors where facilitators keep the vocabulary. The pages of tags are the catalogue's."""

from django.urls import path

from community.tags import views

urlpatterns = [
    path("tematy/podpowiedzi/", views.suggestions, name="tag_suggestions"),
    path("tematy/<slug:slug>/zmien/", views.edit, name="tag_edit"),
    path("tematy/<slug:slug>/cofnij/<row:change_id>/", views.undo, name="tag_undo"),
    path("s/<slug:slug>/tematy/nowy/", views.create, name="tag_create"),
]
