"""Attachments: files that people uploaded, and where they are shown."""

from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from community.base import clock


class AttachmentKind(models.TextChoices):
    """How a file is shown."""

    IMAGE = "image", pgettext_lazy("attachment", "picture")
    DOCUMENT = "document", pgettext_lazy("attachment", "document")


class Attachment(models.Model):
    """An uploaded file after its check. `file` is below MEDIA_ROOT, named by nothing that the uploader said.

    `size` in bytes; `width` and `height` in pixels, pictures only. `name` is what the uploader called it, cleaned:
    shown, and offered as the name of the download.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    kind = models.CharField(max_length=10, choices=AttachmentKind)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    file = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="attachment_age")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Returns the address at which the rules are asked, the same in every language."""
        return f"/pliki/{self.pk}/{quote(self.name, safe='')}"

    @property
    def is_picture(self) -> bool:
        """Returns whether it is shown as a picture."""
        return self.kind == AttachmentKind.IMAGE


class AttachmentUse(models.Model):
    """An attachment is shown by something: `holder` names the kind in the registry of holders (`forum.post`)."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="uses")
    holder = models.CharField(max_length=30)
    holder_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attachment", "holder", "holder_id"], name="attachment_used_once")
        ]
        indexes = [models.Index(fields=["holder", "holder_id"], name="attachment_by_holder")]

    def __str__(self) -> str:
        return f"{self.attachment_id} in {self.holder}:{self.holder_id}"
