"""Doors to one's own profile, and to pictures."""

from django.urls import path

from community.people import views

urlpatterns = [
    path("konto/profil/", views.profile_edit, name="profile_edit"),
    path("konto/profil/zdjecie/", views.avatar_change, name="avatar_change"),
]
language_neutral = [path("awatar/<str:name>", views.avatar, name="avatar")]
