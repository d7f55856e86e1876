"""The library, under which everything is published, and plain pages of words."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from resources.models.base import ResourcePage


class LibraryPage(Page):
    """The root of the library: one for each language. What it shows is browsed by `views.library`."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "resources.ArticlePage",
        "resources.ImprovementPlanPage",
        "resources.ActionPlanPage",
        "resources.StandardPage",
    ]
    promote_panels: ClassVar[list[Any]] = ["slug"]
    settings_panels: ClassVar[list[Any]] = []
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = _("library")

    def __str__(self) -> str:
        return str(self.title)


class OldAddress(models.Model):
    """Where a page stood before it was renamed or moved, below the root (“ogrod/”): links there lead on."""

    path = models.CharField(max_length=1000)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "locale"], name="old_address_once")]

    def __str__(self) -> str:
        return self.path


class StandardPage(ResourcePage):
    """A page of words: how something works, whom to ask."""

    kind = "page"
    parent_page_types: ClassVar[list[str]] = ["resources.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return str(self.title)
