"""Doors of the live layer, in the language of the page that asks."""

from django.urls import path

from community.live import views

urlpatterns = [
    path("live/<str:key>", views.stream, name="live_stream"),
    path("slowa/<slug:version>/", views.words, name="words"),
]
language_neutral = [path("metrics", views.metrics, name="metrics")]
