"""Notification: one line in a person's inbox. What the line says is told by its kind, from current rows."""

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from community.base import clock


class Notification(models.Model):
    """Someone did something that concerns this person; `object_id` names what, `read_at` when it was read.

    `in_app`: it stands in the inbox and is counted. `wants_mail`: the next letter tells it unless it is read before;
    `mailed_at` says when one did. What a person wants to hear of by neither way has a row all the same: nobody is
    asked twice.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    in_app = models.BooleanField(default=True)
    wants_mail = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "object_id"], name="notification_once_per_object")
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notification_inbox"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["person"],
                condition=models.Q(wants_mail=True, mailed_at=None, read_at=None),
                name="notification_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"


class Preference(models.Model):
    """How a person wants to be told. Who has no row wants it as the defaults here say.

    `channels`: by group of kinds (notifications.kinds) which of "app" and "mail"; what is not named is as the group's
    default. `quiet_from`, `quiet_to`: hours of the person's own day between which no mail goes out; equal: none.
    The digest goes out on `digest_weekday` (0 is Monday; the daily one every day) at `digest_hour` in `zone`.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="preference"
    )
    channels = models.JSONField(default=dict, blank=True)
    quiet_from = models.PositiveSmallIntegerField(default=20)
    quiet_to = models.PositiveSmallIntegerField(default=7)
    is_quiet_at_weekends = models.BooleanField(default=True)
    zone = models.CharField(max_length=40, default="Europe/Warsaw")
    digest_weekday = models.PositiveSmallIntegerField(default=0)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    has_daily = models.BooleanField(default=True)
    has_weekly = models.BooleanField(default=True)
    has_notices = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.zone}"


def unread() -> "QuerySet[Notification]":
    """Returns what inboxes count: what stands in them unread."""
    return Notification.objects.filter(read_at=None, in_app=True)
