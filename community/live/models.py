"""Streams and their events: the order in which changes happened. How they travel lives beside, not here."""

from django.conf import settings
from django.db import models

from community.base import clock


class Stream(models.Model):
    """One sequence of changes (a thread, a space's list); `head` is the number of its newest event."""

    key = models.CharField(max_length=80, unique=True)
    head = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}@{self.head}"


class Event(models.Model):
    """One change in a stream. It names the changed object, never its text: replay shows current rows."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="event_once_per_seq")]
        indexes = [models.Index(fields=["created_at"], name="event_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.seq}"
