"""What people type about recommendations and practices: a step, a case, how far their city is."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.base.widgets import DayInput
from resources.actions.errors import NothingSaid, ReasonMissing
from resources.models import AdoptionState, RecommendationStatus
from resources.models.following_up import NEEDS_REASON

LONGEST = 600


class WordsField(forms.CharField):
    """A few sentences on one line, 600 characters at most. What is too long is said, never cut in silence."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {
        "max_length": _("At most 600 characters, and these are %(show_value)s. Put details into the discussion."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Returns no maxlength: a browser would cut a pasted text."""
        return {}

    def to_python(self, value: Any) -> str:
        """Returns the words with line ends as one space."""
        return " ".join(str(super().to_python(value)).split())


class StepForm(forms.Form):
    """A step in the history of a recommendation, which stays for good."""

    status = forms.ChoiceField(
        label=_("What happened?"),
        choices=[("", "–"), *RecommendationStatus.choices],
        error_messages={"required": _("Choose what happened.")},
    )
    at = forms.DateField(
        label=_("On which day?"),
        widget=DayInput,
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day as 2026-12-31.")},
    )
    note = WordsField(
        label=_("In a few words"),
        required=False,
        help_text=_("To whom it went, who answered and how. Everybody who may read the recommendation sees it."),
    )
    reason = WordsField(
        label=_("The reason"),
        required=False,
        help_text=_("Needed when it was rejected or is out of date: cities plan by it."),
    )
    is_final = forms.BooleanField(
        label=_("I have checked this step"),
        help_text=_("Steps stay for good: nobody can change or remove them. A mistake is put right by another step."),
        error_messages={"required": _("Look through the step once more and tick this: it stays for good.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("at", timezone.localdate(clock.now()))

    def clean(self) -> dict[str, Any]:
        """Adds a sentence where a status is to be explained."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("status") in NEEDS_REASON and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", str(ReasonMissing.said))
        return cleaned


class CaseForm(forms.Form):
    """A city's short case: how it meets a barrier."""

    text = WordsField(
        label=_("How does your city meet this?"),
        help_text=_(
            "A sentence or two that show it: what stood still, how long, what it cost. 600 characters at most."
        ),
        error_messages={"required": NothingSaid.said},
    )


class AdoptionForm(forms.Form):
    """How far a city is with a practice."""

    state = forms.ChoiceField(
        label=_("How far is your city?"),
        choices=AdoptionState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far your city is.")},
    )
    note = WordsField(
        label=_("In a few words"),
        required=False,
        help_text=_("What you changed, what you wait for. Who gives up says why. Every reader of the page sees it."),
    )

    def clean(self) -> dict[str, Any]:
        """Adds a sentence where giving up is to be explained."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") == AdoptionState.ABANDONED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", str(ReasonMissing.said))
        return cleaned
