"""Letters to people: which are due, what became of them, and which addresses take none."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from community.base import clock


class DispatchState(models.TextChoices):
    """What became of a letter."""

    WAITING = "waiting", pgettext_lazy("letter", "waiting")
    SENT = "sent", pgettext_lazy("letter", "sent")
    EMPTY = "empty", pgettext_lazy("letter", "nothing to say")
    MERGED = "merged", pgettext_lazy("letter", "told by a later letter")
    FAILED = "failed", pgettext_lazy("letter", "not accepted")


class Dispatch(models.Model):
    """A letter that is due to a person. It holds no words: they are composed when it goes out.

    What was read, deleted or closed between the moment it fell due and the moment it goes out is not in it. `key` says
    within its stream which letter it is (a period of a digest). Until `taken_until` nobody takes it: a worker has it,
    or it waits after a fault; `due_at` never changes. `tries` counts faults of this letter, not those of the
    connection; `message_id` is known once the mail server has taken it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dispatches")
    stream = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=DispatchState, default=DispatchState.WAITING)
    due_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=320, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "dispatches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "stream", "key"], name="dispatch_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["stream", "due_at", "id"], condition=models.Q(state="waiting"), name="dispatch_due"),
            models.Index(fields=["message_id"], name="dispatch_by_message"),
            models.Index(fields=["stream", "sent_at"], name="dispatch_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.key} → {self.person_id}"


class MailAddress(models.Model):
    """What mail servers said of an address, small letters only. One that is paused gets no streams until it is tried.

    `score` counts faults that may pass (a full mailbox), since `counted_from`.
    """

    email = models.EmailField(max_length=254, unique=True)
    score = models.PositiveSmallIntegerField(default=0)
    counted_from = models.DateTimeField(default=clock.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    fault_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "mail addresses"

    def __str__(self) -> str:
        return self.email


class Unsubscription(models.Model):
    """Somebody wanted no more letters of a stream. Kept for the facilitators' figures, without what they had read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    stream = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    is_one_click = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="unsubscription_at")]

    def __str__(self) -> str:
        return f"{self.stream} {self.at:%Y-%m-%d}"


class Pause(models.Model):
    """Somebody wants no letters of a stream until a moment; what falls due meanwhile is not told afterwards."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stream = models.CharField(max_length=20)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "stream"], name="pause_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.stream} until {self.until:%Y-%m-%d}"


class Minute(models.Model):
    """How many letters all workers together have handed over in a minute, with those that are on their way."""

    at = models.DateTimeField(unique=True)
    sent = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.sent}"
