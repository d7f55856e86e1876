"""Doors of the inbox, and of how one wants to be told."""

from django.urls import path

from community.notifications import views

urlpatterns = [
    path("konto/powiadomienia/", views.preferences, name="preferences"),
    path("powiadomienia/", views.inbox, name="inbox"),
    path("powiadomienia/przeczytane/", views.mark_all_read, name="mark_all_read"),
    path("powiadomienia/<row:notification_id>/", views.open_notification, name="open_notification"),
    path("powiadomienia/<row:notification_id>/przeczytane/", views.mark_line_read, name="mark_line_read"),
]
