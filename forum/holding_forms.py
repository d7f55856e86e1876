"""What people type to say until when an answer holds, and what their city made of it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.base.widgets import DayInput
from forum.models import CostBand, Outcome, Post, Verdict

_FURTHEST = timedelta(days=3660)


def _day(**kwargs: Any) -> forms.DateField:
    words = {"invalid": _("Write the day as 2026-12-31.")}
    return forms.DateField(widget=DayInput, error_messages=words, input_formats=["%Y-%m-%d"], **kwargs)


class HoldsForm(forms.Form):
    """As of when an answer holds, by which law, and when somebody should look again."""

    valid_on = _day(label=_("Current as of"))
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        required=False,
        max_length=300,
        help_text=_("The act and the article, as one quotes it."),
        error_messages={"max_length": _("At most 300 characters: the act and the article are enough.")},
    )
    review_on = _day(
        label=_("Look again on"), required=False, help_text=_("On this day you and the experts are asked about it.")
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        today = timezone.localdate(clock.now())
        initial = {
            "valid_on": post.valid_on or today,
            "legal_basis": post.legal_basis,
            "review_on": post.review_on if post.review_on and post.review_on > today else today + timedelta(days=365),
        }
        super().__init__(*args, **kwargs)
        self.initial = initial

    def clean_valid_on(self) -> date:
        """Returns the day; nobody knows the law of tomorrow."""
        day: date = self.cleaned_data["valid_on"]
        today = timezone.localdate(clock.now())
        if day > today:
            raise forms.ValidationError(_("This day has not come yet. Give the day on which you checked."))
        if day.year < 1990:
            raise forms.ValidationError(_("This is too long ago. Check the answer, and give today's date."))
        return day

    def clean_review_on(self) -> date | None:
        """Returns the day, later than today and within ten years."""
        day: date | None = self.cleaned_data["review_on"]
        today = timezone.localdate(clock.now())
        if day and not today < day <= today + _FURTHEST:
            raise forms.ValidationError(_("Choose a day after today, at most ten years ahead."))
        return day


class OutdatedForm(forms.Form):
    """Why an answer no longer holds."""

    reason = forms.CharField(
        label=_("What has changed?"),
        max_length=300,
        help_text=_("One sentence; it is shown with the answer. A link to the new rule helps."),
        error_messages={
            "required": _("Say in a sentence what has changed."),
            "max_length": _("At most 300 characters. Put details into a reply."),
        },
    )


class OutcomeForm(forms.Form):
    """What a city made of an answer."""

    verdict = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    cost = forms.ChoiceField(
        label=_("What did it cost?"),
        required=False,
        choices=[("", pgettext_lazy("cost", "I would rather not say")), *CostBand.choices],
    )
    note = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you changed, what it took, what you would do otherwise. Readers of the thread see it."),
        error_messages={"max_length": _("At most 600 characters. For more, write a reply in the thread.")},
    )
    is_contact = forms.BooleanField(
        label=_("Other cities may ask me about it"),
        required=False,
        help_text=_("Signed-in people see your name beside the report."),
    )

    def __init__(self, *args: Any, report: Outcome | None, **kwargs: Any) -> None:
        names = ("verdict", "cost", "note", "is_contact")
        initial = {name: getattr(report, name) for name in names} if report else {}
        super().__init__(*args, **kwargs)
        self.initial = initial

    def clean_note(self) -> str:
        """Returns the words with line ends as one space."""
        return " ".join(str(self.cleaned_data["note"]).split())
