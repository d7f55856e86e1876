"""Pages as PDFs: which were asked for, and what became of them. The files lie below MEDIA_ROOT/pdf."""

from datetime import timedelta
from math import ceil

from django.db import models

from community.base import clock

FOLDER = "pdf"
# A document is set within seconds. Who has waited so long may ask again: the worker stopped, or there is none.
PATIENCE = timedelta(minutes=10)
# What could not be made is not tried again by every reader who presses: the next try waits so long after the last.
REST = timedelta(minutes=5)


class PrintoutState(models.TextChoices):
    """How far a PDF is. Never shown as a word: pages say it in sentences."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class Printout(models.Model):
    """A page as a PDF. `digest` names everything that it shows and how, so that what changes is another PDF."""

    wagtail_reference_index_ignore = True

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=PrintoutState, default=PrintoutState.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "digest"], name="printout_once")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.state}"

    @property
    def name(self) -> str:
        """Returns where the file lies below MEDIA_ROOT."""
        return f"{FOLDER}/{self.page_id}/{self.digest}.pdf"

    @property
    def is_late(self) -> bool:
        """Returns whether it should have been made long ago."""
        return self.state in (PrintoutState.WAITING, PrintoutState.MAKING) and clock.now() - self.asked_at > PATIENCE

    @property
    def rest(self) -> int:
        """Returns for how many minutes what failed is not tried again; 0 when it may be."""
        left = self.asked_at + REST - clock.now()
        return max(0, ceil(left / timedelta(minutes=1))) if self.state == PrintoutState.FAILED else 0
