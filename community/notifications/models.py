"""Notification: one line in a person's inbox. What the line says is told by its kind, from current rows."""

from django.conf import settings
from django.db import models

from community.base import clock


class Notification(models.Model):
    """Someone did something that concerns this person; `object_id` names what, `read_at` when it was read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "object_id"], name="notification_once_per_object")
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notification_inbox"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"
