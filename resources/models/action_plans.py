"""ActionPlanPage (MID): a city's short operational document. What is counted, filtered and drawn are rows."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from community.spaces.models import City
from resources.blocks import PLAIN_FEATURES
from resources.models.base import ResourcePage


class ActionState(models.TextChoices):
    """How far an action is."""

    PLANNED = "planned", pgettext_lazy("state of an action", "planned")
    RUNNING = "running", pgettext_lazy("state of an action", "under way")
    DONE = "done", pgettext_lazy("state of an action", "done")
    LATE = "late", pgettext_lazy("state of an action", "late")
    ABANDONED = "abandoned", pgettext_lazy("state of an action", "given up")


class Influence(models.TextChoices):
    """How much somebody can help or hinder."""

    LOW = "low", pgettext_lazy("influence", "small")
    MEDIUM = "medium", pgettext_lazy("influence", "medium")
    HIGH = "high", pgettext_lazy("influence", "great")


class ActionPlanPage(ResourcePage):
    """A city's action plan (Miejska Inicjatywa Działania)."""

    kind = "action_plan"
    city = models.ForeignKey(
        City, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city")
    )
    city_label = models.CharField(
        _("city in words"), max_length=120, blank=True, help_text=_("Only where the city is not in the list.")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    challenge = RichTextField(_("challenge"), blank=True, features=PLAIN_FEATURES)
    goal = RichTextField(_("goal"), blank=True, features=PLAIN_FEATURES)
    team = models.CharField(_("team"), max_length=300, blank=True)

    content_panels: ClassVar[list[Any]] = [
        *ResourcePage.content_panels,
        FieldRowPanel(["city", "city_label"]),
        FieldRowPanel(["starts_on", "ends_on"]),
        "challenge",
        "goal",
        "team",
        InlinePanel("actions", label=_("Action")),
        InlinePanel("milestones", label=_("Milestone")),
        InlinePanel("stakeholders", label=_("Stakeholder")),
        InlinePanel("messages", label=_("Communication")),
        InlinePanel("risks", label=_("Risk")),
        InlinePanel("indicators", label=_("Indicator")),
    ]
    search_fields: ClassVar[list[Any]] = [*ResourcePage.search_fields, index.FilterField("city")]
    parent_page_types: ClassVar[list[str]] = ["resources.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        """Raises ValidationError for a plan that ends before it begins."""
        super().clean()
        check_order(self.starts_on, self.ends_on)


def check_order(starts_on: Any, ends_on: Any) -> None:
    """Raises ValidationError, at the field `ends_on`, for an end before the beginning."""
    if starts_on and ends_on and ends_on < starts_on:
        raise ValidationError({"ends_on": _("This day is before the beginning.")})


class PlanAction(Orderable):
    """An action of a plan; `cost` in złoty."""

    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="actions")
    code = models.CharField(_("number"), max_length=8, blank=True)
    title = models.CharField(_("what"), max_length=300)
    owner = models.CharField(_("who"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    cost = models.PositiveBigIntegerField(_("cost in złoty"), null=True, blank=True)
    funding = models.CharField(_("paid by"), max_length=200, blank=True)
    indicator = models.CharField(_("measured by"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ActionState.choices, default=ActionState.PLANNED)
    note = models.CharField(_("note"), max_length=300, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel(["code", "title"]),
        FieldRowPanel(["owner", "state"]),
        FieldRowPanel(["starts_on", "ends_on"]),
        FieldRowPanel(["cost", "funding"]),
        "indicator",
        "note",
    ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError for an action that ends before it begins."""
        super().clean()
        check_order(self.starts_on, self.ends_on)


class PlanMilestone(Orderable):
    """A day by which something has to be there."""

    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="milestones")
    code = models.CharField(_("number"), max_length=8, blank=True)
    title = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("by"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class PlanStakeholder(Orderable):
    """Somebody whom the plan touches; never a private person."""

    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="stakeholders")
    name = models.CharField(_("who"), max_length=160)
    interest = models.CharField(_("what they care for"), max_length=300, blank=True)
    influence = models.CharField(_("influence"), max_length=8, choices=Influence.choices, default=Influence.MEDIUM)
    approach = models.CharField(_("what we do"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class PlanMessage(Orderable):
    """A piece of the communication plan."""

    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="messages")
    message = models.CharField(_("what"), max_length=300)
    audience = models.CharField(_("to whom"), max_length=200, blank=True)
    channel = models.CharField(_("how"), max_length=200, blank=True)
    when = models.CharField(_("when"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.message


class PlanRisk(Orderable):
    """What may go wrong; likelihood and impact from 1 to 3."""

    _LEVELS = [
        (1, pgettext_lazy("level of risk", "low")),
        (2, pgettext_lazy("level of risk", "medium")),
        (3, pgettext_lazy("level of risk", "high")),
    ]
    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="risks")
    title = models.CharField(_("what"), max_length=200)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), choices=_LEVELS, default=2)
    impact = models.PositiveSmallIntegerField(_("impact"), choices=_LEVELS, default=2)
    response = models.CharField(_("what we do"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.title


class PlanIndicator(Orderable):
    """What is measured: where it began, where it is, where it should be."""

    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("what"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("beginning"), max_digits=14, decimal_places=2, null=True, blank=True)
    current = models.DecimalField(_("now"), max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("goal"), max_digits=14, decimal_places=2, null=True, blank=True)
    due = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name
