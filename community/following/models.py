"""Follow: who wants to know about what, and who asked to be left alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from community.base import clock


class Target(models.TextChoices):
    """What can be followed: an entry of the catalogue (a thread, later a page), a space; or muted: a person, too."""

    ENTRY = "entry", pgettext_lazy("follow target", "thread")
    SPACE = "space", pgettext_lazy("follow target", "space")
    PERSON = "person", pgettext_lazy("follow target", "person")


class Level(models.TextChoices):
    """How closely: told in the app, or never told, whatever else is followed; people can be ignored as well, so that
    what they wrote is folded away, too.
    """

    WATCH = "watch", pgettext_lazy("follow level", "watching")
    MUTED = "muted", pgettext_lazy("follow level", "muted")
    IGNORED = "ignored", pgettext_lazy("follow level", "ignored")


class Follow(models.Model):
    """One person's wish about one target."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    target = models.CharField(max_length=10, choices=Target)
    target_id = models.BigIntegerField()
    level = models.CharField(max_length=10, choices=Level, default=Level.WATCH)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "target", "target_id"], name="follow_once")]
        indexes = [models.Index(fields=["target", "target_id", "level"], name="follow_by_target")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level} {self.target}:{self.target_id}"
