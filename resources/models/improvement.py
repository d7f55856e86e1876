"""ImprovementPlanPage (PU) and its recommendations to the central administration."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from community.spaces.models import Edition
from resources.blocks import PLAIN_FEATURES
from resources.models.articles import ArticlePage
from resources.models.base import ResourcePage
from resources.widgets import Ticks


class ImprovementPlanPage(ResourcePage):
    """A network's improvement plan (Plan Ulepszeń): its recommendations stand under it."""

    kind = "improvement_plan"
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("edition")
    )

    content_panels: ClassVar[list[Any]] = [*ResourcePage.content_panels, "edition"]
    search_fields: ClassVar[list[Any]] = [*ResourcePage.search_fields, index.FilterField("edition")]
    parent_page_types: ClassVar[list[str]] = ["resources.LibraryPage"]
    subpage_types: ClassVar[list[str]] = ["resources.RecommendationPage"]

    class Meta:
        verbose_name = _("improvement plan")
        verbose_name_plural = _("improvement plans")

    def __str__(self) -> str:
        return str(self.title)


class RecommendationKind(models.TextChoices):
    """What would have to change."""

    LAW = "law", pgettext_lazy("kind of recommendation", "law")
    FINANCE = "finance", pgettext_lazy("kind of recommendation", "finance")
    ORGANISATION = "organisation", pgettext_lazy("kind of recommendation", "organisation")
    DATA = "data", pgettext_lazy("kind of recommendation", "data")


class Priority(models.TextChoices):
    """How urgent it is for the cities."""

    HIGH = "high", pgettext_lazy("priority", "high")
    MEDIUM = "medium", pgettext_lazy("priority", "medium")
    LOW = "low", pgettext_lazy("priority", "low")


class RecommendationPage(ResourcePage):
    """Barrier → proposed action → addressee. What became of it are RecommendationSteps, never part of the page."""

    kind = "recommendation"
    code = models.CharField(_("number"), max_length=12, blank=True)
    barrier = RichTextField(_("barrier"), blank=True, features=PLAIN_FEATURES)
    action = RichTextField(_("proposed action"), blank=True, features=PLAIN_FEATURES)
    addressees = models.TextField(_("addressees"), blank=True, max_length=600, help_text=_("One in a line."))
    recommendation_kind = models.CharField(_("kind"), max_length=14, choices=RecommendationKind.choices, blank=True)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices, default=Priority.MEDIUM)
    practices = ParentalManyToManyField(ArticlePage, blank=True, related_name="+", verbose_name=_("good practices"))

    content_panels: ClassVar[list[Any]] = [
        *ResourcePage.content_panels,
        "code", "barrier", "action", "addressees", "recommendation_kind", "priority",
        FieldPanel("practices", widget=Ticks),
    ]  # fmt: skip
    search_fields: ClassVar[list[Any]] = [
        *ResourcePage.search_fields,
        *(index.FilterField(name) for name in ("code", "priority", "recommendation_kind")),
    ]
    parent_page_types: ClassVar[list[str]] = ["resources.ImprovementPlanPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def addressee_list(self) -> list[str]:
        """Returns the addressees, in their order."""
        return [line.strip() for line in self.addressees.splitlines() if line.strip()]
