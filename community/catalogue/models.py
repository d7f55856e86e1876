"""Entry: one row for every thing a practitioner can find. The owning app's actions keep it current."""

from django.conf import settings
from django.db import models

from community.spaces.models import Audience, Space


class Entry(models.Model):
    """What there is: kind and number of the subject, where it is, who may see it, and when it last moved."""

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=400)
    summary = models.CharField(max_length=400, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="entries")
    audience = models.CharField(max_length=10, choices=Audience)
    language = models.CharField(max_length=5, default="pl")
    replies = models.PositiveIntegerField(default=0)
    is_listed = models.BooleanField(default=True)
    is_solved = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    last_activity_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="entry_once_per_subject")]
        indexes = [
            models.Index(fields=["-last_activity_at", "-id"], condition=models.Q(is_listed=True), name="entry_latest"),
            models.Index(
                fields=["space", "-last_activity_at", "-id"],
                condition=models.Q(is_listed=True),
                name="entry_latest_in_space",
            ),
            models.Index(
                fields=["-last_activity_at", "-id"],
                condition=models.Q(is_listed=True, kind="question", replies=0),
                name="entry_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.title
