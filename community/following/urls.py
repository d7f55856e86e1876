"""Doors of following."""

from django.urls import path

from community.following import views

urlpatterns = [
    path("sledzenie/<slug:target>/<row:target_id>/", views.set_follow, name="set_follow"),
    path("konto/sledzone/", views.follows, name="follows"),
    path("konto/wyciszone/", views.quiet_people, name="quiet_people"),
]
