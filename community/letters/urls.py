"""Doors of letters."""

from django.urls import path

from community.letters import views

urlpatterns = [
    path("listy/<str:token>/", views.stop_letters, name="stop_letters"),
    path("konto/adres/ponow/", views.try_address_again, name="try_address_again"),
]
