"""Reports and decisions: what somebody found wrong, and what facilitators decided about it, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.spaces.models import Space


class Fault(models.TextChoices):
    """What somebody finds wrong."""

    PERSONAL = "personal", pgettext_lazy("report", "personal data or a company secret")
    UNKIND = "unkind", pgettext_lazy("report", "it attacks or offends someone")
    ADVERTISING = "advertising", pgettext_lazy("report", "advertising or spam")
    WRONG = "wrong", pgettext_lazy("report", "it is wrong or against the law")
    OTHER = "other", pgettext_lazy("report", "something else")


class Report(models.Model):
    """Somebody reports a subject (kind and id of the registry of subjects), which `author` wrote.

    Without `reporter`: a visitor, who may leave a mail address (`contact`) to hear what was decided, in the `language`
    of the page on which they reported.
    """

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="pl")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    fault = models.CharField(max_length=12, choices=Fault)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    decision = models.ForeignKey("Decision", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "reporter"], condition=Q(decision=None), name="one_open_report"
            )
        ]
        indexes = [models.Index(fields=["space", "created_at"], condition=Q(decision=None), name="report_open")]

    def __str__(self) -> str:
        return f"{self.fault}: {self.kind} {self.subject_id}"


class Verb(models.TextChoices):
    """What was decided."""

    KEPT = "kept", pgettext_lazy("decision", "it stays")
    HIDDEN = "hidden", pgettext_lazy("decision", "hidden")
    RESTORED = "restored", pgettext_lazy("decision", "shown again")


class Decision(models.Model):
    """A facilitator decided about a subject. The author reads the reason and may ask for another look (`appeal`)."""

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="decisions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb)
    fault = models.CharField(max_length=12, choices=Fault, blank=True)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["space", "-created_at", "-id"], name="decision_newest"),
            models.Index(fields=["kind", "subject_id"], name="decision_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.kind} {self.subject_id}"
