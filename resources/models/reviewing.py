"""ReviewNote: one line in what author and editors say to each other about a page. Never part of a revision."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Revision

from community.base import clock


class NoteKind(models.TextChoices):
    """What a note tells."""

    SUBMITTED = "submitted", pgettext_lazy("review", "sent to the editors")
    WITHDRAWN = "withdrawn", pgettext_lazy("review", "taken back")
    COMMENT = "comment", pgettext_lazy("review", "comment")
    CHANGES = "changes", pgettext_lazy("review", "asked for changes")
    APPROVED = "approved", pgettext_lazy("review", "published")
    LINK = "link", pgettext_lazy("review", "made a link for a guest")
    AGREED = "agreed", pgettext_lazy("review", "a guest agrees")
    OBJECTED = "objected", pgettext_lazy("review", "a guest asks for changes")


OUTSIDE = (NoteKind.AGREED, NoteKind.OBJECTED)


class ReviewNote(models.Model):
    """Something that was said or done about a page before its publication. Rows are added and never changed.

    `name`: who said it, where that is no account of ours. `link`: which guest's link it belongs to. `client_key`: names
    the form that it came by, so that one sent twice says it once.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=NoteKind)
    link = models.CharField(max_length=24, blank=True)
    text = models.TextField(blank=True)
    client_key = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["link"], condition=models.Q(kind__in=OUTSIDE) & ~models.Q(link=""), name="guest_answers_once"
            ),
            models.UniqueConstraint(
                fields=["author", "client_key"], condition=~models.Q(client_key=""), name="note_said_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["page", "at", "id"], name="review_in_order")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind}"
