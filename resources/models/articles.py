"""ArticlePage: a good practice, with what another city needs to know before it tries the same."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import MultiFieldPanel
from wagtail.search import index

from community.people.models import Person
from forum.models import Post
from resources.models.base import ResourcePage

# The fields of a transfer sheet, in its order; those of them that are words.
SHEET = ("problem", "solution", "cost_band", "duration", "staff", "prerequisites", "what_failed", "evidence")
SHEET_WORDS = tuple(name for name in SHEET if name != "cost_band")


class CostBand(models.TextChoices):
    """What it cost, in złoty."""

    NONE = "none", pgettext_lazy("cost", "no money")
    UNDER_50K = "under-50k", pgettext_lazy("cost", "under 50,000 zł")
    UNDER_250K = "50k-250k", pgettext_lazy("cost", "50,000–250,000 zł")
    UNDER_1M = "250k-1m", pgettext_lazy("cost", "250,000–1 million zł")
    OVER_1M = "over-1m", pgettext_lazy("cost", "over 1 million zł")


class ArticlePage(ResourcePage):
    """A good practice. The fields besides the text are its transfer sheet: shown as a table, searched and exported.

    `answer`: the accepted answer it was begun from. It stays with every revision and translation.
    """

    kind = "article"
    problem = models.TextField(_("problem"), blank=True, max_length=1000)
    solution = models.TextField(_("solution"), blank=True, max_length=1000)
    cost_band = models.CharField(_("cost"), max_length=12, choices=CostBand.choices, blank=True)
    duration = models.CharField(_("time"), max_length=120, blank=True)
    staff = models.CharField(_("people"), max_length=300, blank=True)
    prerequisites = models.TextField(_("what must be there first"), blank=True, max_length=1000)
    what_failed = models.TextField(_("what did not work"), blank=True, max_length=1000)
    evidence = models.TextField(_("how one knows that it works"), blank=True, max_length=1000)
    contact = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("whom to ask")
    )
    answer = models.ForeignKey(
        Post, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("begun from the answer"),
    )  # fmt: skip

    content_panels: ClassVar[list[Any]] = [
        *ResourcePage.content_panels,
        MultiFieldPanel([*SHEET, "contact"], heading=_("Transfer sheet")),
    ]
    search_fields: ClassVar[list[Any]] = [*ResourcePage.search_fields, index.FilterField("cost_band")]
    parent_page_types: ClassVar[list[str]] = ["resources.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return str(self.title)
