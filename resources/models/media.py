"""Pictures and documents of pages: encoded and judged as every upload, and served through the rules only."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture of pages. `description` is its alternative text unless the place where it stands gives another."""

    admin_form_fields: ClassVar[tuple[str, ...]] = tuple(name for name in Image.admin_form_fields if name != "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_image", "Can choose image")]

    def __str__(self) -> str:
        return str(self.title)


class PictureRendition(AbstractRendition):
    """A picture in one of its sizes."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"

    @property
    def url(self) -> str:
        """Returns the address at which the rules are asked, the same in every language.

        Where the picture's file is lost, Wagtail shows one that is stored nowhere: its address leads to nothing.
        """
        return reverse("picture", args=[self.pk or 0, str(self.file.name).rsplit("/", 1)[-1]])


class PageDocument(AbstractDocument):
    """A document that pages offer."""

    admin_form_fields: ClassVar[tuple[str, ...]] = tuple(name for name in Document.admin_form_fields if name != "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_document", "Can choose document")]

    def __str__(self) -> str:
        return str(self.title)
