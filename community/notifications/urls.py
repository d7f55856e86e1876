"""Doors of the inbox."""

from django.urls import path

from community.notifications import views

urlpatterns = [
    path("powiadomienia/", views.inbox, name="inbox"),
    path("powiadomienia/przeczytane/", views.mark_all_read, name="mark_all_read"),
    path("powiadomienia/<row:notification_id>/", views.open_notification, name="open_notification"),
]
